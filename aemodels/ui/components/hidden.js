// What the boards of patches and the answers to them tell the page (news.js).

const HIDING = "hiding"; // {mask}, as the door wants it: a text of bits, or how many patches chance is to hide
const FILLED = "filled"; // {hidden}, the mask of which the answers are painted
const ASKING = "asking"; // {asked}, the patch that is asked where it looks
const REVEALING = "revealing"; // {number, revealed, guess} of a riddle
const EXPECTED = "expected"; // {picture, order, words}: what is to be seen of a riddle and said of a guess

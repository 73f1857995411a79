// What the boards of patches and the answers to them tell the page (news.js).

export const HIDING = "hiding"; // {mask}, as the door wants it: a text of bits, or how many patches chance is to hide
export const FILLED = "filled"; // {hidden}, the mask of which the answers are painted
export const ASKING = "asking"; // {asked}, the patch that is asked where it looks
export const REVEALING = "revealing"; // {number, revealed, guess} of a riddle
export const EXPECTED = "expected"; // {picture, order, words}: what is to be seen of a riddle and said of a guess

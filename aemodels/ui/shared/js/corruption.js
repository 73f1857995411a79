// What the noise bench and the answers to it tell the page (news.js).

export const CORRUPTION = "corruption"; // {noise, amount, seed, marks}, as the door wants it
export const DENOISED = "denoised"; // {asked: what the door was asked, picture: what the networks saw}, once that is painted

// The drawing, told by the canvas to every part of the page at once (news.js): {stamp, body}, body as the door wants it.

export const DRAWN = "drawn";

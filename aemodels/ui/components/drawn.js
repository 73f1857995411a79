// The drawing, told by the canvas to every part of the page at once (news.js): {stamp, body}, body as the door wants it.

const DRAWN = "drawn";

// A drawing whose canvas has left the page before Python can have heard of it; the line (line.js) tells it then.
const LEFT = "aemodels-left";

function leaveBehind(message) {
  globalThis[LEFT] = message;
  window.dispatchEvent(new Event(LEFT));
}

// Calls take(message) now, if something was left behind, and whenever something is; returns what ends it.
function hearLeft(take) {
  const heard = () => {
    const message = globalThis[LEFT];
    delete globalThis[LEFT];
    if (message) take(message);
  };
  window.addEventListener(LEFT, heard);
  heard();
  return () => window.removeEventListener(LEFT, heard);
}

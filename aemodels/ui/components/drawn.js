// The drawing, told by the canvas to every part of the page at once: {stamp, body}, body as the server wants it.

const DRAWN = "aemodels-drawn";

function tellDrawn(stamp, body) {
  globalThis[DRAWN] = { stamp, body };
  window.dispatchEvent(new Event(DRAWN));
}

// Calls take(drawn) now, if a canvas has told of a drawing, and from now on; returns what ends it.
function hearDrawn(take) {
  const heard = () => take(globalThis[DRAWN]);
  window.addEventListener(DRAWN, heard);
  if (globalThis[DRAWN]) heard();
  return () => window.removeEventListener(DRAWN, heard);
}

// The canvas has left the page: what stood on it is not what the next page's parts should ask about.
function forgetDrawn() {
  delete globalThis[DRAWN];
}

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

// How a component stands on the page: built at the first call, shown anew at every call, taken down when it leaves.

export const NEW_SESSION = "aemodels-session"; // told to the window when a session has taken over that knows nothing of this page
// Told to a place on the page when a script builds its part there. After the server was renewed that may be a newer script
// than the one whose part stands there, and the two share nothing else.
const TAKEN = "aemodels-taken";

const standing = new WeakMap(); // place on the page -> the part that stands there, and what ends it

// build() makes the part: a node, or an object with a `node`, and perhaps with a `sender`, an `observer` of its size and
// a dispose() for the rest, which all end with it. Returns what a component returns to Streamlit.
export function mount(place, build, show) {
  const { part, end } = standing.get(place) ?? stand(place, build);
  show(part);
  return whenGone(place, end);
}

function stand(place, build) {
  place.dispatchEvent(new Event(TAKEN));
  const part = build(),
    node = part.node ?? part,
    ours = !place.contains(node); // others stand there as Streamlit put them
  const repeat = () => part.sender?.repeat();
  const end = () => {
    if (!standing.delete(place)) return;
    part.sender?.end(); // first: it says how the part stood
    part.dispose?.();
    part.observer?.disconnect();
    window.removeEventListener(NEW_SESSION, repeat);
    place.removeEventListener(TAKEN, end);
    if (ours) node.remove();
  };
  if (ours) place.append(node);
  window.addEventListener(NEW_SESSION, repeat);
  place.addEventListener(TAKEN, end);
  standing.set(place, { part, end });
  return standing.get(place);
}

// Streamlit 1.67 calls what a component returns not only when it leaves the page, but also when newer data overtake the
// call that returned it, which happens on a busy machine. A part that still stands on the page keeps what it holds.
function whenGone(place, end) {
  return () => place.isConnected || end();
}

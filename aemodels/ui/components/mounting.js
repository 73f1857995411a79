// How a component stands on the page: built at the first call, shown anew at every call, taken down when it leaves.

const standing = new WeakMap(); // place on the page -> the part that stands there
const NEW_SESSION = "aemodels-session"; // told to the window when a session has taken over that knows nothing of this page

// build() makes the part: a node, or an object with a `node`, and perhaps with a `sender`, an `observer` of its size and
// a dispose() for the rest, which all end with it. Returns what a component returns to Streamlit.
function mount(place, build, show) {
  const part = standing.get(place) ?? stand(place, build()), node = part.node ?? part;
  if (!place.contains(node)) place.append(node);
  show(part);
  return whenGone(place, () => {
    part.sender?.end(); // first: it says how the part stood
    part.dispose?.();
    part.observer?.disconnect();
    window.removeEventListener(NEW_SESSION, part.repeat);
    node.remove();
    standing.delete(place);
  });
}

function stand(place, part) {
  part.repeat = () => part.sender?.repeat();
  window.addEventListener(NEW_SESSION, part.repeat);
  standing.set(place, part);
  return part;
}

// Streamlit 1.67 calls what a component returns not only when it leaves the page, but also when newer data overtake the
// call that returned it, which happens on a busy machine. A part that still stands on the page keeps what it holds.
function whenGone(place, teardown) {
  return () => place.isConnected || teardown();
}

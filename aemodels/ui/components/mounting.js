// What a component returns to Streamlit, to be called when it leaves the page.

// Streamlit 1.67 calls it at other times as well: when newer data overtake the call that returned it, which happens on a
// busy machine. A part that still stands on the page keeps what it holds.
function whenGone(parentElement, teardown) {
  return () => parentElement.isConnected || teardown();
}

// What one part of the page tells the others, at once and without Python: of each topic the newest news, {stamp, body}.

const newest = new Map(),
  teller = new EventTarget();

export function newestOf(topic) {
  return newest.get(topic);
}

export function tellNews(topic, stamp, body) {
  newest.set(topic, { stamp, body });
  teller.dispatchEvent(new CustomEvent("news", { detail: topic }));
}

// Calls take(...the newest of each topic) now, if there are news of all of them, and whenever there are others; returns
// what ends it.
export function hearNews(topics, take) {
  const now = () => topics.every(newestOf) && take(...topics.map(newestOf));
  const heard = (/** @type {any} */ { detail }) => topics.includes(detail) && now();
  teller.addEventListener("news", heard);
  now();
  return () => teller.removeEventListener("news", heard);
}

// Who told of it has left the page: what it said is not what the next page's parts should ask about.
export function forgetNews(topic) {
  newest.delete(topic);
}

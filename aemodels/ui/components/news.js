// What one part of the page tells the others, at once and without Python: of each topic the newest news, {stamp, body}.

const NEWS = "aemodels-news";

function newestOf(topic) {
  return globalThis[NEWS]?.[topic];
}

function tellNews(topic, stamp, body) {
  (globalThis[NEWS] ??= {})[topic] = { stamp, body };
  window.dispatchEvent(new CustomEvent(NEWS, { detail: topic }));
}

// Calls take(...the newest of each topic) now, if there are news of all of them, and whenever there are others; returns
// what ends it.
function hearNews(topics, take) {
  const now = () => topics.every(newestOf) && take(...topics.map(newestOf));
  const heard = ({ detail }) => topics.includes(detail) && now();
  window.addEventListener(NEWS, heard);
  now();
  return () => window.removeEventListener(NEWS, heard);
}

// Who told of it has left the page: what it said is not what the next page's parts should ask about.
function forgetNews(topic) {
  delete globalThis[NEWS]?.[topic];
}

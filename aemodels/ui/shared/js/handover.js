// What is drawn on the canvas that the document brought passes to the page's own.

let early = null, // the canvas that the document brought
  gone = false; // the page has come

export function welcome(bench) {
  if (gone) bench.leave();
  else early = bench;
}

// Calls take(bench) with what was drawn before the page was there, once the hand has let go of it, and shows the page.
export function takeOver(take) {
  if (gone) return;
  gone = true;
  const show = () => document.getElementById("early")?.remove();
  if (!early) return show();
  early.whenFree(() => {
    early.leave();
    take(early);
    show();
    early = null;
  });
}

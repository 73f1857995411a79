// Addresses of pages, as texts.

// Whether the way from one address to another is a step of its own: to another page, or to another choice on it. `hand`:
// names of the parameters that follow the hand.
/** @param {string} from @param {string} to @param {string[]} hand */
export function step(from, to, hand) {
  const [before, after] = [from, to].map((href) => {
    const url = new URL(href);
    for (const name of hand) url.searchParams.delete(name);
    url.searchParams.sort();
    return url.href;
  });
  return before !== after;
}

const PAUSE = 80,
  STILL = 5,
  MOST = 60; // ms between two looks; looks in a row that must agree; looks at most

// Reads until what is read stands still while nobody is `busy` with it; resolves to that.
/** @param {() => string} read @param {() => boolean} [busy] @param {(ms: number) => Promise<void>} [wait] */
export async function settled(read, busy = () => false, wait = (ms) => new Promise((done) => setTimeout(done, ms))) {
  let text = read(),
    same = 0;
  for (let look = 0; look < MOST && same < STILL; look++) {
    await wait(PAUSE);
    same = read() === text && !busy() ? same + 1 : 0;
    text = read();
  }
  return text;
}

// Places on a map: where its holes are, and where the name of each digit stands.

const LEAST = 8; // fields of the smallest hole that is worth a visit

// Holes in a grid of side x side fields, a bit for each, the lowest of a byte first: {size in fields, middle: [column,
// row]}, the largest first. The middle is a field as far from the hole's edge as any, so it lies inside whatever its form.
export function holesIn(packed, side) {
  const empty = Array.from({ length: side * side }, (_, k) => Boolean((packed[k >> 3] >> (k & 7)) & 1));
  const depth = depths(empty, side),
    seen = new Set(),
    found = [];
  empty.forEach((is, k) => {
    if (!is || seen.has(k)) return;
    const hole = [k];
    seen.add(k);
    for (const at of hole)
      for (const next of beside(at, side))
        if (next !== null && empty[next] && !seen.has(next)) {
          seen.add(next);
          hole.push(next);
        }
    if (hole.length >= LEAST) found.push({ size: hole.length, middle: deepest(hole, depth, side) });
  });
  return found.sort((a, b) => b.size - a.size);
}

// The fields above, below, left and right of one; null beyond the edge.
function beside(k, side) {
  const column = k % side;
  return [
    k >= side ? k - side : null,
    k < side * (side - 1) ? k + side : null,
    column ? k - 1 : null,
    column < side - 1 ? k + 1 : null,
  ];
}

// How many steps each field is from the nearest that is no hole; what lies beyond the grid is none.
function depths(empty, side) {
  const depth = empty.map((is, k) => (!is ? 0 : beside(k, side).includes(null) ? 1 : Infinity));
  const line = depth
    .flatMap((steps, k) => (steps === 0 ? [k] : []))
    .concat(depth.flatMap((steps, k) => (steps === 1 ? [k] : [])));
  for (const k of line)
    for (const next of beside(k, side))
      if (next !== null && depth[next] > depth[k] + 1) {
        depth[next] = depth[k] + 1;
        line.push(next);
      }
  return depth;
}

// Of the deepest fields of a hole the one nearest to their middle.
function deepest(hole, depth, side) {
  const most = Math.max(...hole.map((k) => depth[k])),
    at = hole.filter((k) => depth[k] === most).map((k) => [k % side, Math.floor(k / side)]);
  const [column, row] = [0, 1].map((axis) => at.reduce((sum, one) => sum + one[axis], 0) / at.length);
  return at.reduce((best, one) =>
    Math.hypot(one[0] - column, one[1] - row) < Math.hypot(best[0] - column, best[1] - row) ? one : best,
  );
}

// The median of each digit's codes (count, 2) in either direction; null for a digit that there is none of.
export function medians(codes, labels) {
  return Array.from({ length: 10 }, (_, digit) => {
    const own = Array.from(labels).flatMap((label, k) => (label === digit ? [k] : []));
    return own.length ? [0, 1].map((axis) => middle(own.map((k) => codes[2 * k + axis]))) : null;
  });
}

function middle(values) {
  values.sort((a, b) => a - b);
  return (values[(values.length - 1) >> 1] + values[values.length >> 1]) / 2;
}

// Places moved as little as it takes for every two of them to be `least` apart, nearly, and as far from one that stays
// where it is; null stays null.
/** @param {number[]} [fixed] */
export function apart(places, least, fixed) {
  const moved = places.map((place) => place && [...place]),
    free = moved.filter(Boolean);
  for (let round = 0; round < 60; round++)
    free.forEach((a, i) => {
      for (const b of free.slice(0, i)) push(a, b, least, 0.5);
      if (fixed) push(a, [...fixed], least, 1);
    });
  return moved;
}

// Moves a place away from another where that is nearer than `least`, by a share of what is missing, and the other by the rest.
function push(a, b, least, share) {
  const [x, y] = [a[0] - b[0], a[1] - b[1]],
    off = Math.hypot(x, y);
  if (off >= least) return;
  const [right, up] = off ? [x / off, y / off] : [1, 0],
    missing = least - off;
  [a[0], a[1]] = [a[0] + share * missing * right, a[1] + share * missing * up];
  [b[0], b[1]] = [b[0] - (1 - share) * missing * right, b[1] - (1 - share) * missing * up];
}

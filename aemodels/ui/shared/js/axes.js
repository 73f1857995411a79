// What plots share: from values to places in pixels, and axes as SVG.

// From values between low and high to places between `from` and `to`, in tenths of a pixel.
export function scale(low, high, from, to) {
  return (value) => Math.round(10 * (from + ((value - low) / (high - low)) * (to - from))) / 10;
}

// The same for values that count in multiples.
export function logScale(low, high, from, to) {
  const place = scale(Math.log(low), Math.log(high), from, to);
  return (value) => place(Math.log(value));
}

// Round numbers for an axis from low to high, about `count` of them.
export function roundTicks(low, high, count = 5) {
  const rough = (high - low) / count,
    power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((part) => part * power).find((part) => part >= rough * 0.999);
  const first = Math.ceil(low / step - 1e-6);
  return Array.from({ length: Math.floor(high / step + 1e-6) - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(6)),
  );
}

// A line across the plot for each value, which stands at its left.
/** @param {(value: any) => any} [words] */
export function linesAcross(values, y, left, right, words = Number) {
  return values
    .map(
      (v) =>
        `<path class="grid" d="M${left} ${y(v)}H${right}"/><text x="${left - 8}" y="${y(v) + 4}" text-anchor="end">${words(v)}</text>`,
    )
    .join("");
}

// Values in a row, with `y` as their base line.
/** @param {(value: any) => any} [words] */
export function valuesBelow(values, x, y, words = Number) {
  return values.map((v) => `<text x="${x(v)}" y="${y}" text-anchor="middle">${words(v)}</text>`).join("");
}

// The plots of the journey as SVG: contributions that add up, an activation function, and a Gaussian with its sample.

import { scale } from "../../../shared/js/axes.js";

const RED = "#e5484d",
  BLUE = "#3e7bfa"; // adds, takes away

// A number for a person, with a minus as long as a plus.
export function figure(value, digits = 2) {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) ? `−${text}` : text;
}

// Values that add up -> where each of them begins and ends, from 0 on.
export function waterfall(values) {
  let at = 0;
  return values.map((value) => [at, (at += value)]);
}

// The same as bars below one another, [{name, value, own}, ...], and their sum; `mini`: without words.
export function bars(parts, total, { width, row, mini = false }) {
  const steps = waterfall(parts.map(({ value }) => value)),
    ends = [0, total.value, ...steps.flat()];
  const low = Math.min(...ends),
    high = Math.max(...ends, low + 1e-6),
    height = row * (parts.length + 1);
  const x = scale(low, high, mini ? 2 : 84, mini ? width - 2 : width - 56);
  const bar = (from, to, i, fill) =>
    `<rect x="${Math.min(x(from), x(to))}" y="${i * row + 2}" width="${Math.max(1, Math.abs(x(to) - x(from)))}" height="${row - 4}" fill="${fill}"/>`;
  const said = ({ name, value, own }, i) =>
    mini
      ? ""
      : `<text x="0" y="${i * row + row / 2 + 4}" class="${own ? "own" : ""}">${name}</text><text x="${width}" y="${i * row + row / 2 + 4}" text-anchor="end" class="${own ? "own" : ""}">${figure(value, 3)}</text>`;
  const join = (to, i) => `<path class="join" d="M${x(to)} ${i * row + 2}v${2 * row - 4}"/>`;
  const rows = parts.map((part, i) => join(steps[i][1], i) + bar(...steps[i], i, part.value < 0 ? BLUE : RED) + said(part, i));
  const last = bar(0, total.value, parts.length, "currentColor") + said({ ...total, own: true }, parts.length);
  return `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${mini ? "" : "Contributions that add up to the number"}" ${mini ? 'aria-hidden="true"' : ""}><path class="base" d="M${x(0)} 0V${height}"/>${rows.join("")}${last}</svg>`;
}

// An activation function, {reach, values}, with the unit's point on it.
export function curve({ reach, values }, at, answer, { width, height, mini = false }) {
  const edge = mini ? 4 : 16,
    low = Math.min(0, ...values),
    high = Math.max(0.1, ...values);
  const x = scale(-reach, reach, edge, width - edge),
    y = scale(low, high, height - edge, edge);
  const path = values
    .map((value, i) => `${i ? "L" : "M"}${x(-reach + (2 * reach * i) / (values.length - 1))} ${y(value)}`)
    .join("");
  const [left, up] = [Math.min(reach, Math.max(-reach, at)), Math.min(high, Math.max(low, answer))];
  const words = mini
    ? ""
    : `<text x="${x(-reach)}" y="${y(0) + 14}">−${reach}</text><text x="${x(reach)}" y="${y(0) + 14}" text-anchor="end">${reach}</text>`;
  const trace = mini ? "" : `<path class="trace" d="M${x(left)} ${y(0)}V${y(up)}H${x(0)}"/>`;
  return svg(
    "The activation function, and this unit's point on it",
    width,
    height,
    mini,
    `<path class="base" d="M${edge} ${y(0)}H${width - edge}M${x(0)} ${edge}V${height - edge}"/>${trace}<path class="curve" d="${path}"/><circle cx="${x(left)}" cy="${y(up)}" r="${mini ? 4 : 6}"/>${words}`,
  );
}

// exp(-(z - mu)^2 / 2 sigma^2): a Gaussian, 1 at its top.
export function bell(z, mu, sigma) {
  return Math.exp(-(((z - mu) / sigma) ** 2) / 2);
}

// The posterior of a number of the code over the prior, both as high as each other, and z on it.
export function gaussian({ mu, sigma, z }, { width, height, mini = false }) {
  const edge = mini ? 4 : 16,
    reach = Math.max(4, Math.ceil(Math.abs(mu) + 4 * sigma)),
    narrow = Math.max(sigma, 1e-6);
  const x = scale(-reach, reach, edge, width - edge),
    y = scale(0, 1, height - (mini ? 8 : 24), edge);
  const line = (middle, spread) => {
    // Evenly over the axis, and once more where the Gaussian is, which may be narrow.
    const places = [
      ...Array.from({ length: 65 }, (_, i) => -reach + (2 * reach * i) / 64),
      ...Array.from({ length: 65 }, (_, i) => middle + spread * (i / 8 - 4)),
    ];
    return places
      .filter((place) => Math.abs(place) <= reach)
      .sort((a, b) => a - b)
      .map((place, i) => `${i ? "L" : "M"}${x(place)} ${y(bell(place, middle, spread))}`)
      .join("");
  };
  const at = Math.min(reach, Math.max(-reach, z)),
    up = y(bell(z, mu, narrow));
  const words = mini
    ? ""
    : [-reach, 0, reach]
        .map((value) => `<text x="${x(value)}" y="${height - 8}" text-anchor="middle">${figure(value, 0)}</text>`)
        .join("");
  return svg(
    "The posterior of this number over the prior, and z on it",
    width,
    height,
    mini,
    `<path class="base" d="M${edge} ${y(0)}H${width - edge}"/><path class="prior" d="${line(0, 1)}"/><path class="curve" d="${line(mu, narrow)}"/><path class="trace" d="M${x(at)} ${y(0)}V${up}"/><circle cx="${x(at)}" cy="${up}" r="${mini ? 4 : 6}"/>${words}`,
  );
}

function svg(label, width, height, mini, inner) {
  return `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ${mini ? 'aria-hidden="true"' : `role="img" aria-label="${label}"`}>${inner}</svg>`;
}

// A table of numbers, shaded by value; the numbers themselves say what the shade says.

export default function ({ parentElement, data }) {
  parentElement.querySelector(".heat")?.remove();
  const [low, high] = data.range, shade = (value) => Math.round(55 * Math.min(1, Math.max(0, (value - low) / (high - low))));
  const node = element(`<div class="heat"><table><caption></caption><thead><tr><td></td></tr></thead><tbody></tbody></table></div>`);
  node.querySelector("caption").textContent = data.name;
  node.querySelector("thead tr").append(...data.heads.map((title) => cell("th", title, "col")));
  node.querySelector("tbody").append(...data.rows.map(({ title, hue, cells, marked }) => {
    const row = document.createElement("tr"), head = cell("th", title, "row");
    row.classList.toggle("marked", Boolean(marked));
    if (hue !== null) head.style.setProperty("--hue", Number(hue));
    row.append(head, ...cells.map((value) => {
      const box = cell("td", value === null ? "–" : value.toFixed(data.digits ?? 0));
      if (value !== null) box.style.setProperty("--shade", `${shade(value)}%`);
      return box;
    }));
    return row;
  }));
  parentElement.append(node);
  return whenGone(parentElement, () => node.remove());
}

function cell(tag, text, scope) {
  const node = document.createElement(tag), words = document.createElement("span");
  words.textContent = text;
  node.append(words);
  if (scope) node.scope = scope;
  return node;
}

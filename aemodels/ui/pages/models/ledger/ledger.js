// A table of figures. Sorts by the pressed column: best first, then worst first, then in teaching order again.
// Rows without the figure always stand last.

import { mount } from "../../../shared/js/mounting.js";
import { element } from "../../../shared/js/pictures.js";

export default function ({ parentElement, data: [data], setTriggerValue }) {
  return mount(
    parentElement,
    () => new Ledger(),
    (ledger) => {
      ledger.choose = (name) => setTriggerValue("model", name);
      ledger.show(data);
    },
  );
}

class Ledger {
  said;
  data;
  choose;
  by = null;
  reversed = false;

  node = element(
    `<div class="ledger" role="region" aria-label="All models" tabindex="0"><table><thead><tr></tr></thead><tbody></tbody></table></div>`,
  );

  show(data) {
    const said = JSON.stringify(data);
    if (said === this.said) return;
    Object.assign(this, { said, data });
    this.heads = data.columns.map((column) => {
      const head = element(
        `<table><tr><th scope="col"><button type="button"><span class="name"></span><span class="arrow" aria-hidden="true"></span><span class="unit"></span></button></th></tr></table>`,
      ).querySelector("th");
      head.dataset.key = column.key;
      head.querySelector(".name").textContent = column.title;
      head.querySelector(".unit").textContent = column.unit;
      head.querySelector("button").onclick = () => this.press(column.key);
      return head;
    });
    this.node.querySelector("thead tr").replaceChildren(...this.heads);
    this.rows = data.rows.map((row) => this.row(row));
    this.sort();
  }

  row({ name, hue, cells }) {
    const line = element(`<table><tr style="--hue: ${Number(hue)}"></tr></table>`).querySelector("tr");
    line.dataset.row = name;
    line.append(...this.data.columns.map(({ key }) => (key === "title" ? this.title(name, cells[key]) : cell(key, cells[key]))));
    return line;
  }

  title(name, { text, note }) {
    const head = element(
      `<table><tr><th scope="row"><button type="button" class="title"></button><span class="note"></span></th></tr></table>`,
    ).querySelector("th");
    const button = head.querySelector("button");
    button.textContent = text;
    button.title = "Show its card";
    button.onclick = () => {
      this.choose(name);
      document.querySelector(".st-key-card")?.scrollIntoView({ block: "start" });
    };
    head.querySelector(".note").textContent = note;
    return head;
  }

  press(key) {
    if (this.by !== key) Object.assign(this, { by: key, reversed: false });
    else if (!this.reversed) this.reversed = true;
    else Object.assign(this, { by: null, reversed: false });
    this.sort();
  }

  sort() {
    const { columns, rows } = this.data,
      column = columns.find(({ key }) => key === this.by);
    const order = rows.map((_, i) => i);
    const falling = column && (column.best === "high") !== this.reversed;
    if (column) order.sort((a, b) => compare(rows[a].cells[column.key], rows[b].cells[column.key], falling ? -1 : 1));
    this.heads.forEach((head) =>
      head.setAttribute("aria-sort", head.dataset.key !== column?.key ? "none" : falling ? "descending" : "ascending"),
    );
    this.node.querySelector("tbody").replaceChildren(...order.map((i) => this.rows[i]));
  }
}

function cell(key, content) {
  const box = element(`<table><tr><td><span class="text"></span></td></tr></table>`).querySelector("td");
  box.dataset.key = key;
  if (!content) return box;
  box.querySelector(".text").textContent = content.text;
  if (content.note) box.append(element(`<span class="note"></span>`));
  if (content.note) box.querySelector(".note").textContent = content.note;
  if (content.beside) box.append(badge(content.beside));
  return box;
}

function badge({ verdict, figure, source }) {
  const mark = element(`<span class="badge"><span></span> <b></b></span>`);
  mark.dataset.verdict = verdict;
  mark.title = source;
  mark.firstChild.textContent = verdict;
  mark.querySelector("b").textContent = figure;
  return mark;
}

// By value, or by words where there is none; `sign` -1 turns it round. Nothing comes after everything.
function compare(a, b, sign) {
  if (!a || !b) return Number(!a) - Number(!b);
  return sign * (a.value === null ? a.text.localeCompare(b.text) : a.value - b.value);
}

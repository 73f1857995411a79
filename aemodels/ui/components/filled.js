// Answers to a hole: the first one large, with words beside it; the error in the hole below each.

export default function ({ parentElement, data }) {
  return mount(parentElement, () => element(`<div class="filled"></div>`), (node) => show(node, data));
}

function show(node, { answers, words, sent }) {
  const plan = answers.map(({ name }) => name).join();
  if (node.plan !== plan) build(node, answers);
  node.plan = plan;
  node.querySelector(".words").textContent = words;
  const errors = answers.map(({ error }) => error).filter((error) => error !== null);
  const best = Math.min(...errors), most = Math.max(...errors, 1e-6);
  answers.forEach(({ name, picture, error }) => {
    const shown = node.querySelector(`[data-filler="${CSS.escape(name)}"]`);
    paintInk(shown.querySelector("canvas"), bytes(picture));
    shown.querySelector("b").textContent = error === null ? "–" : error.toFixed(3);
    shown.querySelector("i").style.width = `${error === null ? 0 : (100 * error) / most}%`;
    shown.classList.toggle("best", error !== null && error === best);
    if (error === null) delete shown.dataset.error;
    else shown.dataset.error = error;
  });
  node.dataset.sent = sent;
}

function build(node, answers) {
  const figures = answers.map(({ name, title, hue }) => {
    const figure = element(`<figure ${hue === null ? "" : `style="--hue: ${Number(hue)}"`}><canvas width="28" height="28" role="img"></canvas>
      <figcaption><span class="title"></span><b></b><span class="bar"><i></i></span></figcaption></figure>`);
    figure.dataset.filler = name;
    figure.querySelector(".title").textContent = title;
    figure.querySelector("canvas").setAttribute("aria-label", `Filled in by ${title}`);
    return figure;
  });
  const hero = element(`<div class="hero"><div><p class="words"></p><p class="unit">Below each picture: squared error per hidden pixel. Shorter bars are better.</p></div></div>`);
  const others = element(`<div class="others"></div>`);
  hero.prepend(figures[0]);
  others.append(...figures.slice(1));
  node.replaceChildren(hero, others);
}

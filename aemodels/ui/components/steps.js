// What is expected of a digit after each revealed patch: the latest large with its votes, the way there below.

export default function ({ parentElement, data }) {
  return mount(parentElement, () => build(data), (node) => show(node, data));
}

function build({ colours }) {
  const node = element(`<div class="steps"><div class="now"><figure><canvas width="28" height="28" role="img" aria-label="Completion"></canvas><figcaption></figcaption></figure>
    <div class="votes"><p>How the ten nearest test digits vote</p></div></div><div class="way" role="group" aria-label="Step by step"></div></div>`);
  node.querySelector(".votes").append(...colours.map((colour, digit) => {
    const bar = element(`<div class="vote"><span>${digit}</span><i><b></b></i><em></em></div>`);
    bar.querySelector("b").style.background = colour;
    return bar;
  }));
  return node;
}

function show(node, data) {
  const latest = data.steps.at(-1), way = node.querySelector(".way");
  node.style.setProperty("--hue", Number(data.hue));
  paintInk(node.querySelector(".now canvas"), bytes(latest.picture));
  node.querySelector(".now figcaption").textContent = `${data.title}: what it expects`;
  [...node.querySelectorAll(".vote")].forEach((bar, digit) => {
    bar.querySelector("b").style.width = `${10 * latest.votes[digit]}%`;
    bar.querySelector("em").textContent = latest.votes[digit] || "";
    bar.classList.toggle("first", digit === latest.vote);
  });
  while (way.childElementCount > data.steps.length) way.lastChild.remove();
  while (way.childElementCount < data.steps.length) way.append(element(`<figure><canvas width="28" height="28" role="img"></canvas><figcaption><b></b><span></span></figcaption></figure>`));
  data.steps.forEach(({ picture, vote, votes, patches }, i) => {
    const frame = way.children[i];
    paintInk(frame.querySelector("canvas"), bytes(picture));
    frame.querySelector("canvas").setAttribute("aria-label", `After ${patches} patches: ${votes[vote]} of 10 vote ${vote}`);
    frame.querySelector("b").textContent = vote;
    frame.querySelector("span").textContent = `${votes[vote]} of 10`;
  });
  node.dataset.vote = latest.vote;
  node.dataset.sent = data.sent;
}

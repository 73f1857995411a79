// Ten examples, given as SVG paths, and a surprise. Says which one was chosen; Python puts it on the canvas.

const PEN = (100 * 2.4) / 28;

export default function ({ parentElement, data, setTriggerValue }) {
  if (parentElement.querySelector(".gallery")) return;
  const gallery = document.createElement("div");
  gallery.className = "gallery";
  gallery.setAttribute("role", "group");
  gallery.setAttribute("aria-label", "Examples");
  const clicks = data.map(() => 0);
  gallery.append(...data.map((path, label) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "example";
    button.title = `Write a ${label}; click again for another handwriting`;
    button.setAttribute("aria-label", `Example ${label}`);
    button.innerHTML = `<svg viewBox="0 0 100 100" stroke-width="${PEN}" aria-hidden="true"><path/></svg>`;
    button.querySelector("path").setAttribute("d", path);
    button.onclick = () => setTriggerValue("example", { digit: label, style: clicks[label]++ });
    return button;
  }));
  const surprise = document.createElement("button");
  surprise.type = "button";
  surprise.className = "surprise";
  surprise.textContent = "Surprise me";
  surprise.onclick = () => setTriggerValue("surprise", true);
  gallery.append(surprise);
  parentElement.append(gallery);
}

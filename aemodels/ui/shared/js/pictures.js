// Pictures of 28 x 28 pixels, which arrive as 784 bytes in base64, on canvases of 28 x 28.

export function bytes(text) {
  return text ? Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)) : null;
}

export function paintInk(canvas, values) {
  const pixels = new ImageData(28, 28),
    { data } = pixels;
  for (let i = 0, at = 0; i < 784; i++) {
    const v = values ? values[i] / 255 : 0;
    data[at++] = 11 + 244 * v;
    data[at++] = 13 + 242 * v;
    data[at++] = 16 + 239 * v;
    data[at++] = 255;
  }
  canvas.getContext("2d").putImageData(pixels, 0, 0);
}

// Red where ink was added, blue where it was lost; nothing, so the page's own background, where there is no difference.
// A digit with its article: an 8, a 3.
export function named(digit) {
  return `${Number(digit) === 8 ? "an" : "a"} ${digit}`;
}

export function paintDifference(canvas, redrawn, x) {
  const pixels = new ImageData(28, 28);
  if (redrawn && x)
    for (let i = 0; i < 784; i++) {
      const difference = redrawn[i] - x[i];
      pixels.data.set(difference > 0 ? [229, 72, 77, difference] : [62, 123, 250, -difference], 4 * i);
    }
  canvas.getContext("2d").putImageData(pixels, 0, 0);
}

/** @returns {any} */
export function element(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content.firstChild;
}

// A sheet of pictures (live/sheets.py), decoded once; paintTile cuts one out of it.
export async function sheetOf(text, format = "png") {
  const sheet = new Image();
  sheet.src = `data:image/${format};base64,${text}`;
  await sheet.decode();
  return sheet;
}

export function paintTile(canvas, sheet, column, row) {
  canvas.getContext("2d").drawImage(sheet, 28 * column, 28 * row, 28, 28, 0, 0, 28, 28);
}

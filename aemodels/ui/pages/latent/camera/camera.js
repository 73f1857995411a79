// Where the visitor looks at the cloud from: Streamlit's chart does not tell Python when it is turned.

import { mount } from "../../../shared/js/mounting.js";
import { element } from "../../../shared/js/pictures.js";
import { Sender } from "../../../shared/js/sender.js";

const LOOK = 400; // ms between two looks whether the chart has come, or another one

export default function ({ parentElement, data: [data], setStateValue }) {
  return mount(
    parentElement,
    () => new Camera(data.chart),
    (camera) => camera.sender.speaks("camera", setStateValue),
  );
}

class Camera {
  node = element(`<span hidden></span>`);
  sender = new Sender(this.node, () => this.eye && { eye: this.eye });
  chart;
  eye;

  constructor(key) {
    this.looking = setInterval(() => this.follow(document.querySelector(`.st-key-${key} .js-plotly-plot`)), LOOK);
  }

  dispose() {
    clearInterval(this.looking);
  }

  follow(/** @type {any} */ chart) {
    if (!chart?.on || chart === this.chart) return;
    this.chart = chart;
    chart.on("plotly_relayout", (changed) => {
      const eye = changed["scene.camera"]?.eye;
      if (!eye || !this.node.isConnected) return;
      this.eye = [eye.x, eye.y, eye.z].map((part) => Number(part.toFixed(2)));
      this.sender.send();
    });
  }
}

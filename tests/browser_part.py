"""A component alone on an empty page, called as Streamlit calls it, for tests of what it shows and says."""

import base64
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

import torch
from PIL import Image
from playwright.sync_api import Page, Route
from torch import Tensor

from aemodels.ui.shared import modules

# Where a script or a style lies, by its name alone: {"door": "shared/js/door", ...}
PLACES = {name.rpartition("/")[2]: name for name in modules.SCRIPTS}

CALL = """async ([folder, name, style, html]) => {
  window.news = await import(`${folder}/shared/js/news.js`);
  const component = (await import(`${folder}/${name}.js`)).default;
  const root = document.body.appendChild(document.createElement('div')).attachShadow({mode: 'open'});
  root.innerHTML = `<style>${style}</style>${html}`;
  window.said = [];
  const say = (name, value) => window.said.push(structuredClone(value));
  window.show = (data) => void component({parentElement: root, data: [data], setStateValue: say, setTriggerValue: say});
}"""
SITE = "http://lab.test/"


def scripts_for(page: Page, version: str = modules.VERSION) -> str:
    """The address of the folder of the components' scripts, for a page, an empty one if it has shown none yet."""
    if page.url == "about:blank":
        at_a_door(page, {})
    page.route(f"**/parts/{version}/**/*.js", _give_script)
    return urljoin(page.url, f"/parts/{version}")


def _give_script(route: Route) -> None:
    name = urlsplit(route.request.url).path.split("/", 3)[3].removesuffix(".js")
    route.fulfill(body=modules.SCRIPTS[name], content_type="text/javascript")


def at_a_door(page: Page, answers: dict[str, Any]) -> list[dict[str, Any]]:
    """Go to an empty page of a site whose door answers so, by path; returns what will have been asked there."""
    asked = []

    def answered(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path in answers:
            asked.append(route.request.post_data_json)
            route.fulfill(json=answers[path])
        else:
            route.fulfill(body="<!doctype html>", content_type="text/html")

    page.route(f"{SITE}**", answered)
    page.goto(SITE)
    return asked


def tell(page: Page, topic: str, stamp: int, body: Any) -> None:
    """Tell the parts of the page news of a topic (news.js), as another part would."""
    page.evaluate("news => window.news.tellNews(...news)", [topic, stamp, body])


def text_of(name: str) -> str:
    """The text of a file that lies so, seen from ui/; nothing where there is none."""
    path = modules.UI / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


class Part:
    """The component `name` mounted on an empty page with `data`."""

    def __init__(self, page: Page, name: str, data: Any) -> None:
        self.page = page
        parts = modules.needed(PLACES[name])
        style = "\n".join(map(text_of, [f"{part}.css" for part in ("shared/js/tools", *parts)]))
        page.evaluate(CALL, [scripts_for(page), parts[-1], style, text_of(f"{parts[-1]}.html")])
        self.show(data)

    def show(self, data: Any) -> None:
        """Call it with newer data."""
        self.page.evaluate("data => window.show(data)", data)

    def said(self) -> list[Any]:
        """All that it has said to Python, the latest last."""
        return self.page.evaluate("window.said")

    def hear(self, topic: str, body: Any) -> None:
        """Let another part of the page tell it news."""
        self.page.evaluate("([topic, body]) => window.news.tellNews(topic, Date.now(), body)", [topic, body])

    def told(self, topic: str) -> dict[str, Any] | None:
        """The latest that it, or another part, has told the page."""
        return self.page.evaluate("topic => window.news.newestOf(topic)", topic)

    def rested(self, topic: str) -> Any:
        """What it says to Python of the latest that it has told the page, once the hand has rested."""
        script = "topic => window.said.at(-1)?.sent === window.news.newestOf(topic).stamp"
        self.page.wait_for_function(script, arg=topic)
        return self.said()[-1]

    def numbers(self, selector: str, attribute: str) -> list[float]:
        """An attribute of all elements that `selector` finds, as numbers."""
        read = "(all, name) => all.map((one) => Number(one.getAttribute(name)))"
        return self.page.locator(selector).evaluate_all(read, attribute)

    def colours(self, selector: str) -> list[list[int]]:
        """Red, green, blue and alpha of the first pixel of all canvases that `selector` finds."""
        read = "all => all.map((one) => [...one.getContext('2d').getImageData(0, 0, 1, 1).data])"
        return self.page.locator(selector).evaluate_all(read)


def grey(level: int) -> str:
    """A picture, all of one level from 0 to 255, as components take it."""
    return base64.b64encode(bytes([level]) * 784).decode()


def sheet(levels: Tensor) -> str:
    """A sheet of pictures, each all of one level from 0 to 255, levels (rows, columns), as components take it."""
    pixels = levels.repeat_interleave(28, 0).repeat_interleave(28, 1).to(torch.uint8)
    kept = BytesIO()
    Image.fromarray(pixels.numpy()).save(kept, "PNG")
    return base64.b64encode(kept.getvalue()).decode()

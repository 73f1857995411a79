"""What AppTest needs to know of the pages: what the components were mounted with, and what they would send."""

import json
from io import BytesIO

from app_server import ROOT
from PIL import Image
from streamlit.testing.v1 import AppTest

from aemodels import pretrained, strokes
from aemodels.recipes import RECIPES

# The models of most pages; those that are not featured are on the activations page alone.
FEATURED = [card for card in pretrained.available() if RECIPES[card.name].featured]
# The models of the pages that redraw; those with two numbers are on the latent page.
SHOWN = [card.name for card in FEATURED if card.code_size > 2]


def app() -> AppTest:
    """The app before its first run."""
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


def visit(name: str, drawn: bool = True, **link: str) -> AppTest:
    """A page as a visitor reaches it: after drawing a 3 unless told otherwise, with some parameters in the link."""
    page = send(app().run(), "canvas", message()) if drawn else app()
    page.switch_page(f"aemodels/ui/pages/{name}.py")
    for parameter, value in link.items():
        page.query_params[parameter] = value
    return page.run()


def message(**changes) -> dict:
    """What the canvas sends for a 3, with some entries changed."""
    sent = {"strokes": strokes.digit(3), "pen": 2.4, "picture": None, "revision": 0, "sent": 17}
    return {"drawing": sent | changes}


def component(page: AppTest, name: str):
    """The data that the component `name` was mounted with."""
    mounted = [one.proto for one in page.get("bidi_component")]
    return json.loads(next(proto.json for proto in mounted if proto.component_name == f"aemodels_{name}"))


def seen(page: AppTest, tile: int = 0) -> str | None:
    """A picture before the rows of answers: on the draw page what the models see."""
    return component(page, "answers")["tiles"][tile]["picture"]


def send(page: AppTest, key: str, content: object) -> AppTest:
    """Run the page as if the component of session key `key` had sent `content`."""
    page.session_state[key] = content
    return page.run()


def in_link(page: AppTest, parameter: str) -> str:
    """What the page wrote into the link; AppTest lists what a run wrote and gives the rest as it is."""
    value = page.query_params[parameter]
    return value[0] if isinstance(value, list) else value


def png(picture: Image.Image) -> bytes:
    """The bytes of a PNG file."""
    content = BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()

"""What AppTest needs to know of the pages: what the components were mounted with, and what they would send."""

import base64
import json
from collections.abc import Callable
from functools import cache
from io import BytesIO

import msgspec
import numpy
import torch
from app_server import ROOT
from PIL import Image
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from aemodels import drawing, load
from aemodels.data import strokes
from aemodels.live import answers, noise, shelf, units
from aemodels.live.messages import Corrupt, Redraw, Wake
from aemodels.live.pictures import picture
from aemodels.store import pretrained
from aemodels.training.recipes import RECIPES
from aemodels.ui import runtime

# Each AppTest asks every installed package whether it brings components, a tenth of a second; one answer serves all.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

# The models of most pages; those that are not featured are on the activations page alone.
FEATURED = [card for card in pretrained.available() if RECIPES[card.name].featured]
# The models of the pages that redraw; those with two numbers are on the latent page.
SHOWN = [card.name for card in FEATURED if card.code_size > 2]
# What the visitor has drawn who comes from the draw page.
THREE = drawing.from_strokes(strokes.digit(3))


def app() -> AppTest:
    """The app before its first run."""
    return AppTest.from_file(str(ROOT / "aemodels" / "ui" / "entry" / "main.py"), default_timeout=60)


def visit(name: str, drawn: bool = True, **link: str) -> AppTest:
    """A page as a visitor reaches it: after drawing a 3 unless told otherwise, with some parameters in the link."""
    page = send(app().run(), "canvas", message()) if drawn else app()
    page.switch_page(runtime.page(name))
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
    return json.loads(next(proto.json for proto in mounted if proto.component_name == f"aemodels_{name}"))[0]


def chart(page: AppTest) -> dict:
    """The one Plotly chart of a page, as its page gets it: "data", a list of traces, and "layout"."""
    (shown,) = [json.loads(one.proto.spec) for one in page.get("plotly_chart")]
    return shown


def values(held: object) -> list:
    """A trace's values, which Plotly packs where they were an array."""
    if isinstance(held, list):
        return held
    found = numpy.frombuffer(base64.b64decode(held["bdata"]), held["dtype"])
    return found.reshape([int(size) for size in held.get("shape", f"{len(found)}").split(",")]).tolist()


def on_canvas(page: AppTest) -> dict:
    """What the canvas of a page would tell the door."""
    drawn = page.session_state["drawing"]
    return {
        "strokes": drawn.strokes,
        "pen": drawn.pen,
        "picture": None if drawn.picture is None else picture(drawn.picture),
    }


def at_the_door(schema: type, answer: Callable, **question) -> dict:
    """What the door answers to a question, by the way that it takes as JSON."""
    return msgspec.json.decode(
        msgspec.json.encode(answer(msgspec.json.decode(msgspec.json.encode(question), type=schema)))
    )


def redraw(question: Redraw) -> dict:
    """What the door answers to a question that waits alone."""
    return answers.redraw_all([question])[0]


def answered(page: AppTest) -> dict:
    """What the rows of answers show once they have asked the door."""
    data = component(page, "answers")
    ask, networks = data["ask"], data["ask"]["networks"]
    if "drawing" in ask:
        about = {"drawing": ask["drawing"], **corruption(page)}
        found = at_the_door(Corrupt, noise.denoise, networks=list(networks.values()), **about)
    else:
        found = at_the_door(Redraw, redraw, drawing=on_canvas(page), networks=list(networks.values()))
    rows = [
        model | {"answer": found["answers"].get(networks[model["name"]], model["answer"])} for model in data["models"]
    ]
    last = data["tiles"][-1]
    tiles = [*data["tiles"][:-1], last | {"picture": found["seen"], "note": found.get("note", last["note"])}]
    return data | {"tiles": tiles, "models": rows}


def corruption(page: AppTest) -> dict:
    """What the noise bench of a page would tell the parts that ask the door."""
    data = component(page, "corrupter")
    choice = data["choice"]
    kind = choice["kind"] if data["kinds"][choice["kind"]]["maximum"] else None
    return {
        "noise": kind,
        "amount": choice["amounts"].get(kind, 0),
        "seed": choice["seed"],
        "marks": choice["marks"],
    }


def seen(page: AppTest, tile: int = 0) -> str | None:
    """A picture before the rows of answers: on the draw page what the models see."""
    return answered(page)["tiles"][tile]["picture"]


def loaded(name: str) -> runtime.Loaded:
    """A shipped model as the pages have it."""
    return runtime.models(lambda card: card.name == name)[0][0]


def astray(name: str, factor: float) -> runtime.Loaded:
    """A visitor's model whose weights have gone astray: those of a shipped one, each times `factor`."""
    model = load(name, "cpu")
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(factor)
    return shelf.ready(pretrained.card(name), model, pretrained.load_statistics(name))


def tile(sheet: str, column: int, row: int = 0) -> torch.Tensor:
    """One picture of a sheet, 28 x 28 in [0, 1], without the tint of its darkest ink."""
    pixels = numpy.asarray(Image.open(BytesIO(base64.b64decode(sheet))).convert("RGB"))[..., 0].astype("float32")
    part = pixels[28 * row : 28 * row + 28, 28 * column : 28 * column + 28]
    return torch.tensor((part - 11) / 244)


def send(page: AppTest, key: str, content: object) -> AppTest:
    """Run the page as if the component of session key `key` had sent `content`."""
    page.session_state[key] = content
    return page.run()


def in_link(page: AppTest, parameter: str) -> str:
    """What the page wrote into the link; AppTest lists what a run wrote and gives the rest as it is."""
    value = page.query_params[parameter]
    return value[0] if isinstance(value, list) else value


def cells(table: dict, name: str) -> dict:
    """What a table of networks says of one of them."""
    return next(row["cells"] for row in table["rows"] if row["name"] == name)


def numbers(text: str, kind=numpy.int16) -> torch.Tensor:
    """Numbers in base64, as the components read them."""
    return torch.from_numpy(numpy.frombuffer(base64.b64decode(text), kind).astype(numpy.float32))


def told_of_units(page: AppTest) -> dict:
    """What the door says of the units that the activations page asks about."""
    ask = component(page, "unit_news")["ask"]
    question = {"networks": list(ask["networks"].values()), "layer": ask["layer"], "instead": ask["instead"]}
    return at_the_door(Wake, units.wake, drawing=on_canvas(page), **question)


def png(picture: Image.Image) -> bytes:
    """The bytes of a PNG file."""
    content = BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()

"""What strangers make of messages and links: forged for every component, widget and parameter of every page."""

import copy
import random

import pytest
from page_data import message, visit
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest

from aemodels.data import mnist
from aemodels.ui import runtime, session
from aemodels.ui.session import _checks
from aemodels.ui.shared import pickers

# What the components say, by key: the name of the entry, and a message that is in order.
SAID = {
    "canvas": ("drawing", message()["drawing"]),
    "corrupter": ("choice", {"kind": "gaussian", "amounts": dict.fromkeys(("gaussian", "masking"), 0.3), "seed": 3}),
    "latent_map": ("point", {"z": [[0.5, -1.0], [1.5, 0.0]], "done": True}),
    "sliders": ("slid", {"revision": 0, "values": [0.1] * 16, "done": True}),
    "road": ("stop", {"at": 0.4}),
    "sheets": ("draw", {"seed": 5, "temperature": 1.2, "done": True}),
    "unit_news": ("look", {"layer": "hidden 1", "model": "sparse", "unit": 17, "level": 0.5, "done": True}),
    "journey": ("journey", {"pixel": 3, "unit": 17, "number": 5, "step": 6, "reached": 6, "seed": 8, "done": True}),
    "patches": ("mask", {"hidden": "01" * 24 + "0", "count": None, "asked": 3, "seed": 2, "done": True}),
    "riddle": ("riddle", {"revealed": [3, 4], "guess": 3, "number": 7}),
    "hits": ("event", {"number": 12, "to": "canvas"}),
    "oddities": ("event", {"kind": 1, "number": 2}),
}
# Every page and view: its link, and the parameters that it reads.
NETWORKS = ("models", "answers")
PLACES = [
    ("draw", {}, ("canvas",), ("example", *NETWORKS)),
    ("noise", {}, ("corrupter",), ("example", "models")),
    ("latent", {"view": "map"}, ("latent_map",), ("view", "z", "example")),
    ("latent", {"view": "sliders"}, ("sliders",), ("model", "basis", "start", "code")),
    ("latent", {"view": "road"}, ("road",), ("from", "to", "path", "at", "models")),
    ("latent", {"view": "sample"}, ("sheets",), ("seed", "temperature")),
    ("latent", {"view": "beta"}, ("canvas",), ("example",)),
    ("activations", {}, ("canvas", "unit_news"), ("unit", "compare", "layer", "show")),
    ("activations", {"show": "digits"}, ("unit_news",), ("unit",)),
    (
        "activations",
        {"show": "journey"},
        ("canvas", "journey"),
        ("journey", "pixel", "first_unit", "code_number", "step"),
    ),
    ("masking", {}, ("patches",), ("masking", "hidden", "models")),
    ("masking", {"masking": "few"}, ("riddle",), ("riddle",)),
    ("pretraining", {}, ("canvas",), ("example",)),
    ("search", {}, ("hits", "canvas"), ("ask", "network", "distance", "score")),
    ("search", {"ask": "odd"}, ("oddities", "canvas"), ("score",)),
    ("train", {}, (), ("example",)),
    ("models", {}, ("canvas",), ("card", "example")),
]
VIEWS = pytest.mark.parametrize("place", PLACES, ids=lambda one: "-".join([one[0], *one[1].values()]))
STRANGE = "<b>**[x](http://evil)** $\\infty$ :red[y]"  # what a page could take for more than text
POISONS = (
    None,
    True,
    -1,
    10**400,
    0.5,
    float("nan"),
    float("inf"),
    "",
    "7",
    STRANGE,
    "9" * 5000,
    [],
    [[]],
    {},
    {"a": {}},
)
LINKS = ("", ",", "-1", "nan", "inf", "1e999", "9" * 5000, "²", "\x00", STRANGE, "ae,ae,vae", "sample-99", "../x", ":")


def forged(said: dict, chance: random.Random):
    """A message, or what stands somewhere in it, put in place of something else."""
    if chance.random() < 0.1:
        return chance.choice(POISONS)
    said = copy.deepcopy(said) | {"sent": chance.randrange(10**6)}
    part = said
    while True:
        key = chance.choice(range(len(part)) if isinstance(part, list) else list(part))
        if isinstance(part[key], dict | list) and part[key] and chance.random() < 0.6:
            part = part[key]
            continue
        part[key] = chance.choice(POISONS)
        return said


def answered_calmly(page: AppTest, forged: int) -> None:
    """No exception, at most one complaint for each forgery, in plain sentences with nothing of a stranger's in them."""
    assert not page.exception
    told = [one.value for one in page.warning]
    assert len(told) <= forged
    for sentence in told:
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert not {"<", "[", "$"} & set(sentence), sentence
        assert "evil" not in sentence
    shown = " ".join(one.value for one in (*page.markdown, *page.caption, *page.title, *page.header))
    assert "evil" not in shown


@VIEWS
def test_forged_messages_are_answered_calmly(place, fuzz):
    name, link, components, _ = place
    chance = random.Random(f"{name}{link}")
    page = visit(name, drawn=False, **link)
    for _ in range(3 * fuzz if components else 0):
        for key in components:
            entry, said = SAID[key]
            page.session_state[key] = {entry: forged(said, chance)}
        page.run()
        answered_calmly(page, len(components))


@VIEWS
def test_forged_links_are_answered_calmly(place, fuzz):
    name, link, _, parameters = place
    chance = random.Random(f"{name}{link}")
    for _ in range(fuzz):
        wild = {one: chance.choice(LINKS) for one in parameters}
        answered_calmly(visit(name, drawn=False, **link | wild), len(wild))


def widgets(page: AppTest) -> list[tuple[str, str]]:
    """The ids of all widgets on a page, and by what kind of value their messages hold."""
    kinds = {
        "ButtonGroup": "string_array_value",
        "Selectbox": "string_value",
        "SelectSlider": "string_array_value",
        "Slider": "double_array_value",
        "TextInput": "string_value",
        "NumberInput": "double_value",
        "Toggle": "bool_value",
        "Button": "trigger_value",
    }
    found, blocks = [], [page._tree]
    while blocks:
        one = blocks.pop()
        blocks.extend(getattr(one, "children", {}).values())
        if type(one).__name__ in kinds:
            found.append((one.proto.id, kinds[type(one).__name__]))
    return found


FORGED_VALUES = {
    "string_array_value": (["no such"], [], ["9"], [STRANGE], ["0", "1", "2"] * 99),
    "string_value": ("no such", "", STRANGE, "9" * 5000),
    "double_array_value": ([], [1e30], [float("nan")], [0.5] * 99),
    "double_value": (-1.0, 1e30),  # what is no number at all, Streamlit refuses before the page hears of it
    "bool_value": (True, False),
    "trigger_value": (True,),
}


def forged_value(identity: str, kind: str, chance: random.Random) -> WidgetStates:
    """A message in which one widget alone holds something, even a disabled one, and all others nothing."""
    held, value = WidgetStates(), chance.choice(FORGED_VALUES[kind])
    one = held.widgets.add(id=identity)
    if isinstance(value, list):
        getattr(one, kind).data.extend(value)
        getattr(one, kind).SetInParent()
    else:
        setattr(one, kind, value)
    return held


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("draw", {}),
        ("latent", {"view": "sliders", "start": "mean-3"}),
        ("latent", {"view": "road", "from": "sample-2", "to": "example-8"}),
        ("activations", {}),
        ("search", {}),
        ("train", {}),
        ("models", {}),
    ],
)
def test_forged_widgets_are_answered_calmly(name, link, fuzz, monkeypatch, tmp_path):
    monkeypatch.setenv("AEMODELS_DATA", str(tmp_path))
    monkeypatch.setattr(mnist.DATASETS["mnist"].facts, "mirrors", ["http://127.0.0.1:9/"])  # where nothing ever listens
    chance = random.Random(name)
    page = visit(name, drawn=False, **link)
    found = widgets(page)
    assert found
    for elsewhere in (False, True):  # the second time from another page, where the widget is no more
        for identity, kind in found if fuzz > 1 or not elsewhere else [one for one in found if "pick_" in one[0]]:
            for _ in range(fuzz):
                page = page.switch_page(runtime.page("models")).run() if elsewhere else page
                page._run(forged_value(identity, kind, chance))
                assert not page.exception, (identity, kind)
                answered_calmly(page, 1)


def test_a_bad_number_is_called_by_its_name_and_the_canvas_is_left_alone():
    page = visit("latent", drawn=False, view="sample")
    page.session_state["sheets"] = {"draw": {"seed": 1, "temperature": 7, "sent": 1}}
    page.run()
    assert [one.value for one in page.warning] == [
        "The page sent a temperature outside 0 to 2. Reload it to start again."
    ]


def test_only_what_is_no_drawing_is_a_bad_input():
    assert not issubclass(session.BadInput, pickers.drawing.BadDrawing)
    with pytest.raises(session.BadInput, match="seed"):
        _checks.number("1", 0, 9, "seed")
    with pytest.raises(pickers.drawing.BadDrawing):
        pickers.drawing.check_strokes("3")

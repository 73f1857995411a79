"""lab.read under attack: what is in a zip ends as a model that every page can show, or in one plain sentence."""

import io
import json
import math
import random
import struct
import time
import zipfile

import pytest
import torch
from package_data import with_card, with_file, with_statistics, zipped
from safetensors.torch import load as tensors
from safetensors.torch import save as tensors_to_bytes

from aemodels import lab
from aemodels.store import bundle
from aemodels.store.bundle import BadPackage
from aemodels.support.words import plain

MARKS = (
    "![p](http://127.0.0.1:9/a)",
    "<img src=x onerror=alert(1)>",
    "$\\frac{1}{2}$",
    ":material/home:",
    ":red[hot]",
    "www.example.com",
    "`code` **bold**",
    "a\n\n# heading",
    "\ud800",
    "\u202eright to left",
)
SIGNS = set("![]<>$`*#\\{}|~@=\n\u202e")
WILD = ({}, [], "x", None, -1e308, 1e308, 10**400, True, [[]], {"a": {}}, [1, {}], "![p](http://a)", 0, -1, 0.5)


def told(content):
    """The refusal of a zip, after a look at its form; None when the model in it is taken."""
    try:
        lab.read(content)
    except BadPackage as error:
        said = str(error)
        assert said.endswith(".")
        assert len(said) <= 400
        assert not SIGNS & set(said), said
        assert "/tmp" not in said
        assert "www." not in said
        assert ":material" not in said
        assert said.isprintable()
        return said
    return None


def card_of(result):
    return json.loads(result.files[".json"])


def header(content, change):
    """A safetensors file with another header."""
    size = struct.unpack("<Q", content[:8])[0]
    text = json.dumps(change(json.loads(content[8 : 8 + size]))).encode()
    return struct.pack("<Q", len(text)) + text + content[8 + size :]


# ---- numbers and nesting


@pytest.mark.parametrize("figure", ["9" * 400, "-" + "9" * 400, "1e400", "9" * 5000, "NaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize("entry", ["squared_error", "seconds", "code_size", "seed", "parameters"])
def test_numbers_without_bounds_are_refused(result, entry, figure):
    card = card_of(result)
    (card["metrics"] if entry == "squared_error" else card)[entry] = "HERE"
    forged = with_card(result, **card)
    content = bundle.unpack(forged)[1][".json"].replace(b'"HERE"', figure.encode())
    assert told(zipped(result.files | {".json": content}))


@pytest.mark.parametrize("opening", ["]" * 2000, "}" * 2000, '\\"' * 2000 + "]" * 2000, "\\\\", '\\\\\\"]'])
@pytest.mark.parametrize("nested", ["[", '{"a":'])
def test_brackets_in_words_do_not_hide_brackets_outside(result, opening, nested):
    text = f'{{"{opening}": {nested * 2000}'
    assert "nested too deep" in told(zipped(result.files | {".json": text.encode()}))


def test_a_card_in_another_encoding_is_refused(result):
    deep = '{"\u2222]]]]": ' + "[" * 2000
    for encoding in ("utf-16", "utf-16-le", "utf-32", "utf-8-sig"):
        assert told(zipped(result.files | {".json": deep.encode(encoding)}))


# ---- a stranger's words


def places(result, words):
    """Zips that hold `words` in every place that a zip has for words."""
    card, files = card_of(result), result.files
    for key in card:
        yield f"card {key}", with_card(result, **{key: words})
    yield "card key", with_card(result, **{words: 1})
    for entry in ("config", "metrics", "data", "sha256"):
        yield f"{entry} key", with_card(result, **{entry: card[entry] | {words: 1}})
        yield f"{entry} value", with_card(result, **{entry: dict.fromkeys(card[entry], words)})
    yield "table", with_card(result, metrics=card["metrics"] | {f"by_{words}": {words: {words: 1.0}}})
    for ending in (".safetensors", ".stats.safetensors"):
        found, content = tensors(files[ending]), files[ending]
        safe = words.encode("utf-8", "replace").decode()
        yield f"{ending} tensor", with_file(result, ending, tensors_to_bytes(found | {safe: torch.zeros(1)}))
        yield f"{ending} metadata", with_file(result, ending, tensors_to_bytes(found, {safe: safe}))
        yield (
            f"{ending} header",
            with_file(result, ending, header(content, lambda one: one | {words: {"dtype": words}})),
        )
        yield f"{ending} dtype", with_file(result, ending, header(content, lambda one: one | {"a": {"dtype": words}}))
    name = words.encode("utf-8", "replace").decode()
    yield "file name", zipped({name + ending: part for ending, part in files.items()})
    yield "another file", zipped(files | {f"{name}.txt": b""})


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("words", MARKS)
def test_a_strangers_words_are_told_as_plain_words(result, words):
    refused = {}
    for place, content in places(result, words):
        refused[place] = told(content)
    assert all(
        refused[place] for place in ("card key", "config key", "metrics key", ".safetensors tensor", "file name")
    )


def test_twenty_thousand_names_make_no_long_sentence(result):
    many = {f"tensor number {i} with a long and winding name": torch.zeros(1) for i in range(12_000)}
    for ending in (".safetensors", ".stats.safetensors"):
        assert told(with_file(result, ending, tensors_to_bytes(tensors(result.files[ending]) | many)))
    assert told(with_card(result, **{f"key {i}": 1 for i in range(3_000)}))
    assert told(with_card(result, config={f"key {i}": 1 for i in range(3_000)}))


def test_an_accepted_card_holds_nothing_but_plain_words(result):
    for words in MARKS:
        card = card_of(result)
        for changes in (
            {"title": words},
            {"summary": words},
            {"git_commit": words},
            {"torch": words},
            {"command": f"python -m aemodels train vae; {words}"},
            {"data": card["data"] | {"name": words}},
        ):
            try:
                back = lab.read(with_card(result, **changes)).card
            except BadPackage:
                continue
            for said in (back.title, back.summary, back.git_commit, back.torch, back.data["name"]):
                assert said == plain(said)
            assert back.command in ("unknown", "the page /train")


def test_a_list_of_very_many_files_is_refused_unread(result):
    content = io.BytesIO(result.zip())
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("x", b"")
        entry = archive.infolist()[-1]
        archive.filelist += [entry] * 100_000
    began = time.process_time()
    assert "three files" in told(content.getvalue())
    assert time.process_time() - began < 0.5


# ---- mutations


def mutated(result, chance):
    """A zip with something wrong in it, after the checksums have been put right."""
    kind, files = chance.choice(("byte", "swap", "card", "statistics", "statistic", "header", "cut")), result.files
    ending = chance.choice(bundle.ENDINGS)
    if kind == "byte":
        content = bytearray(result.zip())
        for _ in range(chance.choice((1, 1, 3, 20))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        return bytes(content)
    if kind == "swap":
        return zipped(dict(zip(files, chance.sample(list(files.values()), 3), strict=True)))
    if kind == "card":
        card = card_of(result)
        place = card
        while isinstance(place, dict) and place and (place is card or chance.random() < 0.7):
            parent, key = place, chance.choice(list(place))
            place = place[key]
        parent[key] = chance.choice(WILD)
        return with_card(result, **card)
    found = tensors(files[".stats.safetensors"])
    key = chance.choice(list(found))
    if kind == "statistics":
        shape = tuple(chance.choice((0, 1, 2, 10, 16, 250)) for _ in range(chance.randrange(4)))
        return with_statistics(result, **{key: _values(chance, shape, chance.choice(TYPES))})
    if kind == "statistic":
        return with_statistics(result, **{key: _values(chance, tuple(found[key].shape), found[key].dtype)})
    content = files[ending if ending != ".json" else ".safetensors"]
    content = (
        content[: chance.randrange(len(content))]
        if kind == "cut"
        else header(content, lambda one: one | _entry(chance))
    )
    return with_file(result, ending if ending != ".json" else ".safetensors", content)


TYPES = (
    torch.float16,
    torch.float32,
    torch.float64,
    torch.bfloat16,
    torch.uint8,
    torch.int16,
    torch.int32,
    torch.int64,
    torch.bool,
    torch.float8_e4m3fn,
    torch.complex64,
)


def _values(chance, shape, dtype):
    generator = torch.Generator().manual_seed(chance.randrange(1 << 30))
    values = torch.randn(shape, generator=generator) * chance.choice((0, 1, 1e3, 1e7, 1e38))
    values = values + chance.choice((0.0, 0.0, 1e38, math.inf, math.nan))
    return (values if dtype.is_floating_point or dtype.is_complex else values.nan_to_num().clamp(-9, 9)).to(dtype)


def _entry(chance):
    start, end = (chance.choice((-1, 0, 1, 4, 10**6, 1 << 62)) for _ in range(2))
    kind = chance.choice(("F16", "F32", "F4", "F8_E8M0", "BOOL", "C64", "U64", "", 3))
    return {
        chance.choice(("a", "codes", "labels")): {
            "dtype": kind,
            "shape": [chance.choice((-1, 0, 1, 1 << 40))] * chance.randrange(3),
            "data_offsets": [start, end],
        }
    }


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_mutated_zip_is_a_model_or_a_sentence(result, fuzz):
    chance, refused = random.Random(13), 0
    for _ in range(300 * fuzz):
        refused += told(mutated(result, chance)) is not None
    assert refused > 150 * fuzz

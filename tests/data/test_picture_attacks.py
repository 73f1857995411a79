"""drawing: whatever a stranger's file or picture holds, it gives MNIST's form or is refused in one plain sentence."""

import io
import re
import struct
import zlib

import numpy as np
import pytest
import torch
from built_pictures import MODES, in_mode, shape
from PIL import Image

from aemodels.drawing import BadDrawing, EmptyDrawing, from_image, open_picture

pytestmark = pytest.mark.filterwarnings("error::RuntimeWarning", "ignore::UserWarning")  # numpy's, and PIL's

SENTENCE = re.compile(r"[A-Z][^\n]*\. Please [^\n]*\.")


def answer(read):
    """What a call answers: x, held to its form, or None for a refusal, held to being a sentence for a visitor."""
    x = refusal = None
    try:
        x = read()
    except (BadDrawing, EmptyDrawing) as error:
        refusal = str(error)
    if x is None:
        assert SENTENCE.fullmatch(refusal)
        return None
    assert x.shape == (1, 1, 28, 28)
    assert x.dtype == torch.float32
    assert 0 <= x.min() <= x.max() <= 1  # false for NaN
    assert x.sum() > 0
    return x


def upload(content):
    return answer(lambda: from_image(open_picture(content)))


def digit(size=(48, 40)):
    return shape("line digit", size, np.random.default_rng(4))


def encoded(picture, kind, **options):
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def several(kind):
    """An animation, or several pages."""
    return encoded(digit(), kind, save_all=True, append_images=[digit().rotate(turn) for turn in (30, 60)])


def noted():
    """A picture with the notes that cameras and programs leave."""
    notes = Image.Exif()
    notes[0x0112], notes[0x010F] = 6, "a camera"
    return {"exif": notes.tobytes(), "icc_profile": b"profile" * 9}


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def with_chunks(*chunks):
    """A PNG with chunks of ours behind its head."""
    plain = encoded(digit(), "PNG")
    return plain[:33] + b"".join(chunks) + plain[33:]


FILES = {
    "png": lambda: encoded(digit(), "PNG", **noted()),
    "png of two colours": lambda: encoded(digit().convert("1"), "PNG"),
    "png with a palette": lambda: encoded(digit().convert("RGB").quantize(8), "PNG", transparency=bytes([0, 200])),
    "png of 16 bits": lambda: encoded(digit().convert("I;16"), "PNG"),
    "png with alpha": lambda: encoded(in_mode(digit(), "RGBA"), "PNG"),
    "animated png": lambda: several("PNG"),
    "jpeg": lambda: encoded(digit(), "JPEG", **noted()),
    "progressive jpeg": lambda: encoded(digit().convert("CMYK"), "JPEG", progressive=True),
    "mpo": lambda: several("MPO"),
    "gif": lambda: encoded(digit(), "GIF", transparency=1),
    "animated gif": lambda: several("GIF"),
    "webp": lambda: encoded(digit(), "WEBP", **noted()),
    "animated webp": lambda: several("WEBP"),
    "bmp": lambda: encoded(digit(), "BMP"),
    "tiff": lambda: several("TIFF"),
    "packed tiff": lambda: encoded(digit(), "TIFF", compression="tiff_lzw"),
    "float tiff": lambda: encoded(digit().convert("F"), "TIFF"),
}


@pytest.mark.parametrize("kind", FILES)
def test_intact_files_are_read(kind):
    assert upload(FILES[kind]()) is not None


def damaged(content, generator):
    """The bytes cut short, with bits turned over, with a stretch zeroed, random or repeated, or with a wild number."""
    first, last = np.sort(generator.integers(0, len(content) + 1, 2))
    way = generator.integers(6)
    if way == 0:
        return content[:first]
    if way == 1:
        changed = bytearray(content)
        for place in generator.integers(0, len(content), generator.integers(1, 12)):
            changed[place] ^= 1 << generator.integers(8)
        return bytes(changed)
    if way == 2:
        wild = [b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\1"]
        return content[:first] + wild[generator.integers(len(wild))] + content[first + 4 :]
    last = min(last, first + 200)
    middle = [bytes(last - first), generator.bytes(last - first), content[first:last] * 3][way - 3]
    return content[:first] + middle + content[last:]


@pytest.mark.parametrize("kind", FILES)
def test_damaged_files_are_read_or_refused(kind, fuzz):
    generator = np.random.default_rng(0)
    content = FILES[kind]()
    for _ in range(25 * fuzz):
        upload(damaged(content, generator))


def test_random_bytes_are_refused(fuzz):
    generator = np.random.default_rng(0)
    starts = [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"GIF89a",
        b"RIFF\x40\0\0\0WEBPVP8 ",
        b"BM",
        b"II*\0",
        b"MM\0*",
    ]
    for number in range(60 * fuzz):
        assert upload(starts[number % len(starts)] + generator.bytes(generator.integers(300))) is None


def scans(count):
    """A progressive JPEG whose last scan is repeated."""
    content = encoded(Image.new("L", (400, 400), 255), "JPEG", progressive=True)
    last = content.rindex(b"\xff\xda")
    return content[:last] + content[last:-2] * count + content[-2:]


def tiled(side):
    """A TIFF of 100 x 100 pixels in one tile of side x side."""
    tags = {256: 100, 257: 100, 258: 8, 259: 8, 262: 1, 277: 1, 322: side, 323: side, 324: 0, 325: 0}
    content = zlib.compress(bytes(side * side))
    tags[324], tags[325] = 8 + 2 + 12 * len(tags) + 4, len(content)
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4) + content


def notes(count):
    """A JPEG with a camera's notes in many pieces."""
    plain = encoded(digit(), "JPEG")
    return plain[:2] + (b"\xff\xe1\0\x09Exif\0\0a") * count + plain[2:]


BOMB = zlib.compress(bytes(50_000_000))
COSTLY = {
    "many scans": lambda: scans(2000),
    "a tile larger than the picture": lambda: tiled(6000),
    "notes in many pieces": lambda: notes(2000),
    "many colour profiles": lambda: with_chunks(*[chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(1000)))] * 500),
    "a bomb as colour profile": lambda: with_chunks(chunk(b"iCCP", b"a\0\0" + BOMB)),
    "large webp": lambda: encoded(Image.new("L", (5000, 4200)), "WEBP", lossless=True, method=0, quality=0),
    "large jpeg": lambda: encoded(Image.new("L", (6000, 6000)), "JPEG"),
    "jpeg 2000": lambda: b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(200),
    "a program": lambda: encoded(digit(), "EPS"),
    "photoshop's": lambda: b"8BPS\0\1" + bytes(200),
}


@pytest.mark.parametrize("kind", COSTLY)
def test_files_that_cost_more_than_they_show_are_refused(kind):
    content = COSTLY[kind]()
    assert len(content) < 10_000_000  # what the page accepts at all
    with pytest.raises(BadDrawing, match=SENTENCE):
        open_picture(content)


@pytest.mark.parametrize("kind", ["zTXt", "iTXt", "tEXt"])
def test_text_in_a_file_does_not_matter(kind):
    head = {"zTXt": b"a\0\0", "iTXt": b"a\0\1\0\0\0", "tEXt": b"a\0"}[kind]
    text = bytes(900_000) if kind == "tEXt" else BOMB
    x = upload(with_chunks(chunk(kind.encode(), head + text)))
    assert x is None or torch.equal(x, from_image(digit()))


@pytest.mark.parametrize(
    "note", [b"", b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"MM\0*" + b"\xff" * 40, bytes(99)]
)
def test_broken_notes_do_not_matter(note):
    assert upload(encoded(digit(), "PNG", exif=note)) is not None


def test_wild_notes_do_not_matter(fuzz):
    generator = np.random.default_rng(0)
    note = noted()["exif"]
    for _ in range(80 * fuzz):
        picture = digit()
        picture.info["exif"] = damaged(note, generator)
        assert answer(lambda picture=picture: from_image(picture)) is not None


@pytest.mark.parametrize("mode", ["P", "PA"])
def test_odd_palettes_are_read_or_refused(mode):
    generator = np.random.default_rng(0)
    for length in (0, 1, 3, 4, 30, 767, 768):
        picture = in_mode(digit(), mode)
        picture.putpalette(generator.bytes(length // 3 * 3) or bytes(3))
        for transparency in (None, 0, 255, 300, -1, b"", bytes(7), bytes(300), (1, 2, 3), "a"):
            picture.info["transparency"] = transparency
            answer(lambda picture=picture: from_image(picture))


@pytest.mark.parametrize("mode", MODES)
def test_narrow_and_single_coloured_pictures_are_read_or_refused(mode):
    for size in ((1, 1), (1, 2), (2, 1), (1, 50), (50, 1), (2, 2), (3, 90), (1, 51), (49, 1)):
        for kind in ("square", "grain"):
            grey = shape(kind, size, np.random.default_rng(0))
            answer(lambda grey=grey: from_image(in_mode(grey, mode)))
    for value in (0, 255) if mode == "1" else (0, 1, 127, 128, 255):  # one bit would be dithered
        with pytest.raises(EmptyDrawing):
            from_image(in_mode(Image.new("L", (30, 40), value), mode))


def test_colours_that_cancel_give_a_drawing():
    values = np.full((40, 40), 60, np.uint8)
    values[10:20, 8:12], values[10:20, 28:32] = 28, 92
    assert answer(lambda: from_image(Image.fromarray(values))) is not None


def test_colours_that_nearly_cancel_are_read_or_refused(fuzz):
    """As much lighter ink as darker, and inks whose differences from the page add up to nothing."""
    generator = np.random.default_rng(0)
    for _ in range(100 * fuzz):
        page, step = generator.integers(1, 255), generator.integers(1, 128)
        values = np.full((40, 40, 3), page)
        for corner in generator.integers(2, 34, (int(generator.integers(1, 5)) * 2, 2)):
            step = -step
            values[corner[0] : corner[0] + 4, corner[1] : corner[1] + 4] += step * generator.permutation([1, 0, -1])
        picture = Image.fromarray(values.clip(0, 255).astype(np.uint8))
        answer(lambda picture=picture: from_image(picture))


WILD = {"NaN": np.nan, "infinity": np.inf, "-infinity": -np.inf, "huge": 3e38, "-huge": -3e38, "tiny": 1e-45, "0": 0.0}


@pytest.mark.parametrize("page", WILD)
@pytest.mark.parametrize("ink", WILD)
def test_wild_floats_are_read_or_refused(page, ink):
    values = np.full((40, 50), WILD[page], np.float32)
    values[10:30, 20:24] = WILD[ink]
    answer(lambda: from_image(Image.fromarray(values)))
    values[5, 5] = np.nan
    answer(lambda: from_image(Image.fromarray(values)))


@pytest.mark.parametrize("page", [-(2**31), -1, 0, 65535, 2**31 - 1])
@pytest.mark.parametrize("ink", [-(2**31), 1, 65536, 2**31 - 1])
def test_extreme_integers_are_read_or_refused(page, ink):
    values = np.full((40, 50), page, np.int32)
    values[10:30, 20:24] = ink
    answer(lambda: from_image(Image.fromarray(values)))


def test_noise_of_all_kinds_is_read_or_refused(fuzz):
    generator = np.random.default_rng(0)
    for number in range(60 * fuzz):
        size = tuple(int(side) for side in generator.integers(1, 60, 2))
        if max(size) > 50 * min(size):
            continue
        values = generator.random(size[::-1]) ** generator.integers(1, 40) * generator.integers(1, 256)
        grey = Image.fromarray(values.astype(np.uint8))
        built = in_mode(grey, MODES[number % len(MODES)])
        answer(lambda built=built: from_image(built))

"""drawing: pictures of any kind come out in MNIST's form, and strangers' files are refused in plain words."""

import gzip
import io

import numpy as np
import pytest
import torch
from drawn import EVERY, SEVEN, centre, error
from PIL import Image, ImageOps

from aemodels.data import inking, mnist, strokes
from aemodels.drawing import BadDrawing, EmptyDrawing, from_image, from_strokes, open_picture


def paper(label=2, style=0, zoom=12, size=(640, 560), at=(180, 130)):
    """Dark digit on a white page, 8-bit grey."""
    x = from_strokes(strokes.digit(label, style), pen=2.8)[0, 0].numpy()
    digit = Image.fromarray((255 - 255 * x).round().astype(np.uint8)).resize(
        (28 * zoom, 28 * zoom), Image.Resampling.BICUBIC
    )
    page = Image.new("L", size, 255)
    page.paste(digit, at)
    return page


def stamped(colour, page=None):
    """The digit as alpha: ink of one colour on nothing, or on what is hidden below full transparency."""
    alpha = ImageOps.invert(paper())
    picture = Image.new("RGB", alpha.size, page or colour)
    picture.paste(colour, mask=alpha.point(lambda value: 255 if value else 0))
    picture.putalpha(alpha)
    return picture


def turned(picture, note, turn):
    picture = picture.transpose(turn).convert("RGB")
    exif, file = Image.Exif(), io.BytesIO()
    exif[0x0112] = note
    picture.save(file, "JPEG", quality=95, exif=exif)
    return open_picture(file.getvalue())


def deep(picture, dtype, full):
    return Image.fromarray((np.asarray(picture, dtype=float) / 255 * full).astype(dtype))


def tinted(ink_colour, page_colour):
    return ImageOps.colorize(paper(), ink_colour, page_colour)


WAYS = {
    "light on dark": lambda: ImageOps.invert(paper()),
    "grey on grey": lambda: paper().point(lambda value: 120 + value // 3),
    "light grey on dark grey": lambda: paper().point(lambda value: 120 - value // 3),
    "red on white": lambda: tinted("red", "white"),
    "yellow on white": lambda: tinted("yellow", "white"),
    "blue on yellow": lambda: tinted("navy", "khaki"),
    "white on green": lambda: tinted("white", "darkgreen"),
    "dark on transparency": lambda: stamped("black"),
    "light on transparency": lambda: stamped("white"),
    "dark on hidden white": lambda: stamped("black", "white"),
    "light on hidden black": lambda: stamped("white", "black"),
    "grey with alpha": lambda: stamped("black").convert("LA"),
    "opaque alpha": lambda: paper().convert("RGBA"),
    "grey times alpha": lambda: stamped("black").convert("LA").convert("La"),
    "palette": lambda: paper().convert("RGB").quantize(16),
    "palette with transparency": lambda: stamped("black").quantize(32),
    "one bit": lambda: paper().convert("1"),
    "16 bits": lambda: deep(paper(), np.uint16, 65535),
    "32 bits": lambda: deep(paper(), np.int32, 65535),
    "float": lambda: deep(paper(), np.float32, 1.0),
    "CMYK": lambda: paper().convert("RGB").convert("CMYK"),
    "YCbCr": lambda: paper().convert("RGB").convert("YCbCr"),
    "HSV": lambda: paper().convert("RGB").convert("HSV"),
    "exif 6": lambda: turned(paper(), 6, Image.Transpose.ROTATE_90),
    "exif 3": lambda: turned(paper(), 3, Image.Transpose.ROTATE_180),
    "in a corner": lambda: paper(at=(0, 0)),
    "small on a big page": lambda: paper(zoom=6, size=(1500, 1100), at=(1200, 700)),
    "large": lambda: paper(zoom=60, size=(2400, 1900), at=(300, 100)),
    "small": lambda: paper(zoom=2, size=(80, 60), at=(10, 2)),
    "close": lambda: paper().crop(ImageOps.invert(paper()).getbbox()),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_kind_of_picture_gives_the_same_digit(way):
    x = from_image(WAYS[way]())
    assert x.shape == (1, 1, 28, 28)
    assert x.dtype == torch.float32
    assert x.min() >= 0
    assert 0.9 < x.max() <= 1
    assert error(x, from_image(paper())) < 8  # of an ink energy of about 100; another digit is 60 and more away


@pytest.mark.parametrize(("label", "style"), EVERY[::3])
def test_a_picture_of_strokes_gives_what_the_strokes_give(label, style):
    x = from_image(paper(label, style))
    assert (
        error(x, from_strokes(strokes.digit(label, style), pen=2.8)) < 30
    )  # they differ by up to half a pixel in place
    assert all(13.45 <= value < 14.55 for value in centre(x))


@pytest.mark.parametrize("shadow", [1.0, 0.6])
@pytest.mark.parametrize("grain", [0.0, 0.03])
def test_shadow_and_grain_do_not_matter(shadow, grain):
    page = np.asarray(paper(), dtype=float) / 255 * 0.6 + 0.3
    down, across = np.mgrid[0 : page.shape[0], 0 : page.shape[1]] / 600
    light = (0.75 + 0.25 * across) * (shadow + (1 - shadow) / (1 + np.exp(-(across + 0.3 * down - 0.65) / 0.02)))
    noisy = page * light + np.random.default_rng(0).normal(0, 1, page.shape) * grain
    photo = Image.fromarray((noisy.clip(0, 1) * 255).astype(np.uint8))
    assert error(from_image(photo), from_image(paper())) < 25


def test_specks_and_fingers_are_left_out():
    dirty = paper()
    dirty.paste(0, (20, 20, 26, 26))
    dirty.paste(60, (0, 400, 60, 560))
    assert error(from_image(dirty), from_image(paper())) < 0.5


@pytest.mark.parametrize("pen", [0.4, 6.5])
def test_thin_lines_are_widened_and_bold_ones_thinned(pen):
    lines = [np.array(stroke["points"]) for stroke in SEVEN]
    inked = inking.coverage(lines, 560.0, 0.0, pen * 10, 560)
    x = from_image(Image.fromarray((255 - 255 * inked).astype(np.uint8)))
    assert 0.7 * from_strokes(SEVEN).sum() < x.sum() < 1.6 * from_strokes(SEVEN).sum()


@pytest.mark.parametrize("value", [0, 255])
@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "1", "P", "CMYK", "I;16"])
def test_a_blank_picture_is_empty(mode, value):
    with pytest.raises(EmptyDrawing):
        from_image(Image.new("L", (90, 70), value).convert(mode))


def test_nothing_but_transparency_or_grain_is_empty():
    grain = np.random.default_rng(0).normal(200, 6, (400, 300)).clip(0, 255).astype(np.uint8)
    for picture in (Image.new("RGBA", (50, 50), (0, 0, 0, 0)), Image.fromarray(grain)):
        with pytest.raises(EmptyDrawing):
            from_image(picture)


def encoded(picture, kind="PNG"):
    file = io.BytesIO()
    picture.save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"])
def test_files_open(kind, tmp_path):
    content = encoded(paper(), kind)
    (tmp_path / "upload").write_bytes(content)
    for source in (content, io.BytesIO(content), tmp_path / "upload"):
        assert error(from_image(open_picture(source)), from_image(paper())) < 8


BROKEN = {
    "empty": b"",
    "text": b"hello, this is not a picture",
    "truncated png": encoded(paper())[:1500],
    "truncated jpeg": encoded(paper(), "JPEG")[:1500],
    "damaged png": encoded(paper())[:100] + b"\0" * 40 + encoded(paper())[140:],
    "gzip": gzip.compress(b"0" * 1000, mtime=0),
    "bomb": encoded(Image.new("1", (20000, 20000))),
    "large": encoded(Image.new("1", (8000, 7000))),
    "narrow": encoded(Image.new("1", (6000, 5))),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_broken_and_oversized_files_are_refused_in_a_sentence(content):
    with pytest.raises(BadDrawing, match=r"^[A-Z].*\. Please .*\.$"):
        open_picture(content)


def test_oversized_pictures_are_refused_before_they_are_read():
    for size in ((8000, 7000), (6000, 5)):
        with pytest.raises(BadDrawing):
            from_image(Image.new("1", size))


@pytest.fixture(scope="module")
def mnist_digits(mnist_folder):
    """300 of MNIST's test digits as bytes, (300, 28, 28)."""
    return mnist.load(mnist_folder, "test")[0][:300, 0].mul(255).round().byte().numpy()


def test_mnist_digits_come_out_unchanged(mnist_digits):
    errors = [error(from_image(Image.fromarray(x))[0, 0], torch.from_numpy(x / 255)) for x in mnist_digits]
    assert np.median(errors) < 0.1
    assert np.quantile(errors, 0.95) < 3


def test_mnist_digits_come_back_from_a_page(mnist_digits):
    errors = []
    for number, x in enumerate(mnist_digits[:15]):
        page = Image.new("L", (900, 800), 255)
        page.paste(
            ImageOps.invert(Image.fromarray(x)).resize((560, 560), Image.Resampling.NEAREST), (11 * number, 7 * number)
        )
        errors.append(error(from_image(page)[0, 0], torch.from_numpy(x / 255)))
    assert np.median(errors) < 1

"""Pictures of every mode, built from a seed, and what they cost.

Run with: python tests/built_pictures.py 500 [FILE ...]. Prints one line of JSON for each picture, and for each file:
what it is, the memory (MB) at its height beyond what was there before and beyond the decoded picture, and the
processor's time in seconds.
"""

import ctypes
import json
import sys
import time
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from aemodels.data import strokes
from aemodels.drawing import EmptyDrawing, from_image, open_picture

GREYS = ["1", "L", "LA", "La", "I", "I;16", "I;16L", "I;16B", "F"]
MODES = [*GREYS, "P", "PA", "RGB", "RGBX", "RGBA", "RGBa", "CMYK", "YCbCr", "LAB", "HSV"]
THROUGH = {"PA": ["LA"], "La": ["LA"], "RGBa": ["RGBA"], "CMYK": ["RGB"], "YCbCr": ["RGB"], "HSV": ["RGB"]}
BYTES = {"1": 1, "L": 1, "P": 1, "I;16": 2}  # of a pixel; 4 in the other modes
PROCESS = Path("/proc/self")


def in_mode(grey, mode):
    """A grey picture in any of PIL's modes."""
    if mode == "LAB":
        plain = Image.new("L", grey.size, 128)
        return Image.merge("LAB", (grey, plain, plain))
    for step in [*THROUGH.get(mode, []), mode]:
        grey = grey.convert(step)
    return grey


def shape(kind, size, generator):
    """Dark ink on a white page, 8-bit grey: a square, a disc, a line or filled digit, a spiral, or grain."""
    if kind == "grain":
        return Image.fromarray(generator.integers(0, 256, size[::-1], dtype=np.uint8))
    page = Image.new("L", size, 255)
    pen, side = ImageDraw.Draw(page), min(size)
    start, end = np.sort(generator.uniform(0, side, (2, 2)), axis=0).round()
    if kind == "square":
        pen.rectangle([*start, *end], fill=0)
    elif kind == "disc":
        pen.ellipse([*start, *end], fill=0)
    elif kind == "spiral":
        turns = np.linspace(0, 45 * 2 * np.pi, 5000)
        points = side / 2 + side * turns / 600 * np.stack([np.cos(turns), np.sin(turns)])
        pen.line(points.T.ravel().tolist(), fill=0, width=max(side // 100, 1))
    else:
        for stroke in strokes.digit(int(generator.integers(10)), 0):
            points = [(x * side, y * side) for x, y in stroke["points"]]
            if kind == "filled digit" and len(points) > 1:
                pen.polygon(points, fill=0)
            pen.line(points, fill=0, width=max(side // 15, 1))
    return page


KINDS = ("square", "disc", "line digit", "filled digit", "filled digit", "spiral", "grain")


LARGEST = [(5477, 5477), (35000, 857), (4000, 4000)]  # as many pixels as are read at all; and 16 million


def size_of(number, generator):
    """Most pictures are small, one in twelve has sides of up to 4,000 pixels, one in sixty is as large as can be."""
    if number % 60 == 0:
        return LARGEST[number // 60 % len(LARGEST)]
    longest = generator.uniform(1000, 4000) if number % 12 == 0 else np.exp(generator.uniform(np.log(16), np.log(800)))
    return round(longest), round(longest * generator.uniform(0.3, 1))


def picture(number, seed=0):
    """What a picture is, in words, and the picture."""
    generator = np.random.default_rng((seed, number))
    kind, mode = KINDS[generator.integers(len(KINDS))], MODES[number % len(MODES)]
    size = size_of(number, generator)
    grey = shape(kind, size, generator)
    inverted, turn = generator.random() < 0.4, int(generator.integers(1, 9))
    built = in_mode(grey.point(lambda value: 255 - value) if inverted else grey, mode)
    if generator.random() < 0.3 and mode in ("L", "P", "RGB"):
        built.info["transparency"] = (255, 255, 255) if mode == "RGB" else 255
    if generator.random() < 0.3 and mode in ("LA", "RGBA"):
        built.putalpha(grey.point(lambda value: 255 - value))
    if generator.random() < 0.5:
        built.getexif()[0x0112] = turn
    return f"{number}: {'inverted ' * inverted}{kind} {mode} {size[0]} x {size[1]}", built


def resident(name):
    """Kilobytes of this process's memory: VmRSS now, VmHWM at its height since the last reset."""
    lines = (PROCESS / "status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def cost(work):
    """(MB, seconds) that a call takes, in a process whose freed memory has been handed back.

    work: does the work and returns the bytes of the pictures that it made and that do not count.
    """
    ctypes.CDLL(None).malloc_trim(0)
    (PROCESS / "clear_refs").write_text("5")  # the height is measured from here
    before, start = resident("VmRSS"), time.process_time()
    own = work()
    return (resident("VmHWM") - before) / 1024 - own / 2**20, time.process_time() - start


def read(built):
    """A picture in MNIST form, held to what is promised; some have no ink."""
    try:
        x = from_image(built)
    except EmptyDrawing:
        return 0
    assert x.shape == (1, 1, 28, 28)
    assert 0 <= x.min() <= x.max() <= 1
    return 0


def upload(path):
    """A file opened and read -> the decoded picture's bytes."""
    opened = open_picture(path)
    read(opened)
    return opened.width * opened.height * BYTES.get(opened.mode, 4)


def main(count, files):
    """Measure the pictures one by one, after a small one that pays for what is loaded once."""
    read(picture(1)[1])
    for number in range(count):
        name, built = picture(number)
        print(json.dumps([name, *cost(lambda built=built: read(built))]), flush=True)
    for file in files:
        print(json.dumps([Path(file).name, *cost(lambda file=file: upload(file))]), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])

"""A drawing as the text of a link: strokes in thousandths of the canvas, or, where they are many, 784 bytes."""

import base64
import zlib
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from typing import Any

GRID = 1000  # the canvas rounds to thousandths of its side (pen.js)
LONGEST = 2000  # characters of strokes; servers on the way may refuse links of 8,000
LONGEST_READ = 8000
_STROKES, _PICTURE = 1, 2  # the first byte
_SIDE = 28


def strokes_text(strokes: Sequence[dict[str, Any]]) -> str:
    """Strokes {"points": [[x, y], ...], "erase": bool}, coordinates in shares of the canvas, as text for a link.

    Each stroke is its number of points and whether it erases, then the way from point to point, in numbers of seven
    bits a byte.
    """
    content = bytearray([_STROKES])
    for stroke in strokes:
        points = [[round(GRID * value) for value in point] for point in stroke["points"]]
        _put(content, 2 * len(points) + bool(stroke["erase"]))
        for before, point in zip([[0, 0], *points], points, strict=False):
            for start, end in zip(before, point, strict=True):
                _put(content, 2 * (end - start) if end >= start else 2 * (start - end) - 1)
    return _text(content)


def picture_text(pixels: bytes) -> str:
    """784 levels of a picture, row by row, as text for a link."""
    if len(pixels) != _SIDE**2:
        raise ValueError(f"a picture has {_SIDE**2} bytes, not {len(pixels)}")
    return _text(bytes([_PICTURE]) + zlib.compress(pixels, 9))


def read_drawing(text: str) -> list[dict[str, Any]] | bytes:
    """The strokes or the 784 levels of a picture in a link's text. Raises ValueError when it holds neither."""
    if not text.isascii() or len(text) > LONGEST_READ:
        raise ValueError("this is no drawing")
    content = base64.b64decode(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4), validate=True)
    if content[:1] == bytes([_PICTURE]):
        return _picture(content[1:])
    if content[:1] == bytes([_STROKES]):
        return list(_strokes(iter(content[1:])))
    raise ValueError("this is no drawing")


def _text(content: bytes | bytearray) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _put(content: bytearray, value: int) -> None:
    while value >= 128:
        content.append(128 + value % 128)
        value //= 128
    content.append(value)


def _picture(content: bytes) -> bytes:
    reader = zlib.decompressobj()
    try:
        pixels = reader.decompress(content, _SIDE**2 + 1)
    except zlib.error as error:
        raise ValueError("this is no picture") from error
    if len(pixels) != _SIDE**2 or not reader.eof:
        raise ValueError("this is no picture")
    return pixels


def _numbers(content: Iterator[int]) -> Iterator[int]:
    value, place = 0, 1
    for byte in content:
        value += byte % 128 * place
        place *= 128
        if byte < 128:
            yield value
            value, place = 0, 1
        elif place > 2**21:
            raise ValueError("a number of a drawing is too large")
    if place > 1:
        raise ValueError("a drawing breaks off")


def _strokes(content: Iterator[int]) -> Iterator[dict[str, Any]]:
    given = _numbers(content)
    for head in given:
        ways = list(islice(given, head // 2 * 2))
        if len(ways) < head // 2 * 2:
            raise ValueError("a drawing breaks off")
        steps = [way // 2 if way % 2 == 0 else -(way + 1) // 2 for way in ways]
        points = zip(accumulate(steps[::2]), accumulate(steps[1::2]), strict=True)
        yield {"points": [[x / GRID, y / GRID] for x, y in points], "erase": bool(head % 2)}

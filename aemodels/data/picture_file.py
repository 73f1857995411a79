"""A picture's file before its pixels are decoded: what would take gigabytes or minutes. Only drawing.py calls this."""

import io
from pathlib import Path

from PIL import Image

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")  # others run programs, or take far more than they show
# Parts that cost time each, however small they are: scans, camera notes, colour profiles. Some dozens are honest.
REPEATED = {b"\xff\xd8": (b"\xff\xda\x00", b"Exif\0\0"), b"\x89PNG": (b"iCCP",)}
MOST = 64
TILE_WIDTH, TILE_LENGTH = 322, 323  # TIFF's tags (Adobe, "TIFF Revision 6.0", section 15)


def opened(file_or_bytes):
    """A file, its path or its bytes -> a picture whose pixels are not decoded yet. Raises what decoders raise."""
    content = _content(file_or_bytes)
    for start, parts in REPEATED.items():
        if content.startswith(start) and any(content.count(part) > MOST for part in parts):
            raise ValueError("some parts of the file are repeated too often")
    return Image.open(io.BytesIO(content), formats=FORMATS)


def _content(source):
    if isinstance(source, str | Path):
        return Path(source).read_bytes()
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source)
    source.seek(0)
    return source.read()


def pixels_at_once(picture):
    """How many pixels are in memory together while an opened picture is decoded."""
    pixels = picture.width * picture.height
    if picture.format == "WEBP":  # its decoder keeps two frames of an animation beside what it hands over
        return pixels * 3 // 2
    if picture.format == "TIFF":  # a tile may be larger than the picture
        return max(pixels, picture.tag_v2.get(TILE_WIDTH, 0) * picture.tag_v2.get(TILE_LENGTH, 0))
    return pixels

"""Many pictures as one: a grid of 28 x 28 pixel tiles, which the components cut up again."""

import base64
from io import BytesIO
from typing import Any

from PIL import Image
from torch import Tensor

# The colours of ink 0 to 255, as the components paint it: from near-black to white.
INK = [round(dark + v / 255 * (255 - dark)) for v in range(256) for dark in (11, 13, 16)]


def sheet(x: Tensor, columns: int) -> str:
    """Images (N, 1, 28, 28) in [0, 1], N a multiple of `columns`, row by row -> a PNG in base64."""
    return _encoded(_grid(x, columns), format="PNG", compress_level=1)


def light_sheet(x: Tensor, columns: int) -> str:
    """The same as a WebP of less than half the size, off by one or two hundredths: for large sheets to look across."""
    return _encoded(_grid(x, columns).convert("RGB"), format="WEBP", quality=90)


def _grid(x: Tensor, columns: int) -> Image.Image:
    rows = len(x) // columns
    tiles = x.reshape(rows, columns, 28, 28).permute(0, 2, 1, 3).reshape(rows * 28, columns * 28)
    picture = Image.fromarray(tiles.nan_to_num().mul(255).round().clamp(0, 255).byte().cpu().numpy()).convert("P")
    picture.putpalette(INK)
    return picture


def _encoded(picture: Image.Image, **saving: Any) -> str:
    content = BytesIO()
    picture.save(content, **saving)
    return base64.b64encode(content.getvalue()).decode()

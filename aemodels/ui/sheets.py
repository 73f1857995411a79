"""Many pictures as one: a grid of 28 x 28 pixel tiles in a PNG, which the components cut up again."""

import base64
from io import BytesIO

from PIL import Image
from torch import Tensor

# The colours of ink 0 to 255, as the components paint it: from near-black to white.
INK = [round(dark + v / 255 * (255 - dark)) for v in range(256) for dark in (11, 13, 16)]


def sheet(x: Tensor, columns: int) -> str:
    """Images (N, 1, 28, 28) in [0, 1], N a multiple of `columns`, row by row -> a PNG in base64."""
    rows = len(x) // columns
    tiles = x.reshape(rows, columns, 28, 28).permute(0, 2, 1, 3).reshape(rows * 28, columns * 28)
    content = BytesIO()
    pixels = tiles.mul(255).round().clamp(0, 255).byte().cpu().numpy()
    picture = Image.fromarray(pixels).convert("P")
    picture.putpalette(INK)
    picture.save(content, "PNG", compress_level=1)
    return base64.b64encode(content.getvalue()).decode()

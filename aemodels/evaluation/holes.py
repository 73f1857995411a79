"""Land of a map of codes of two numbers where what is decoded looks like no digit: how much there is, and where.

The land is the box between the 1 % and 99 % quantiles of the codes. A picture is near when its pixel distance to the
nearest image is no larger than that of 95 % of the reconstructions; a place whose picture is not near is a hole.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from ..models.base import Autoencoder
from ..models.batches import in_batches

POINTS = 2000  # places, and reconstructions, that are looked at
SIDE = 64  # fields in a row of the grid
BOX, FIELDS = "map/box", "map/holes"


def share(model: Autoencoder, x: Tensor, seed: int, points: int = POINTS) -> float:
    """Share, 0 to 1, of the land of images x (N, 1, 28, 28) that is holes, by places scattered over it.

    At most 50 places are tried for each image of x: few images tell nothing that needs more.
    """
    points = min(points, 50 * len(x))
    (low, high), is_hole = _land(model, x, points)
    generator = torch.Generator(x.device).manual_seed(seed)
    places = low + (high - low) * torch.rand(points, len(low), generator=generator, device=x.device)
    return float(is_hole(places).float().mean())


def statistics(model: Autoencoder, x: Tensor) -> dict[str, Tensor]:
    """The entries map/* of a statistics file (report.py), on images x (N, 1, 28, 28)."""
    (low, high), is_hole = _land(model, x, min(POINTS, 50 * len(x)))
    line = (torch.arange(SIDE, device=x.device) + 0.5) / SIDE
    shares = torch.stack([line.repeat(SIDE), line.flip(0).repeat_interleave(SIDE)], 1)
    bits = is_hole(low + (high - low) * shares).reshape(-1, 8).byte()
    return {BOX: torch.stack([low, high]), FIELDS: (bits << torch.arange(8, device=x.device)).sum(1).byte()}


def forms(code: tuple[int, ...]) -> dict[str, tuple[torch.dtype, tuple[int, ...]]]:
    """Type and shape of the entries of `statistics`; none for codes that are no places on a map."""
    return {BOX: (torch.float32, (2, 2)), FIELDS: (torch.uint8, (SIDE * SIDE // 8,))} if code == (2,) else {}


def _land(model: Autoencoder, x: Tensor, points: int) -> tuple[Tensor, Callable[[Tensor], Tensor]]:
    """The land's corners (2, 2), and what tells of places (M, 2) on it which are holes (M,)."""
    images, codes = x.flatten(1), in_batches(model.encode, x)
    corners = codes.quantile(torch.tensor([0.01, 0.99], device=x.device), dim=0)

    def distances(z: Tensor) -> Tensor:
        return torch.cdist(model.decode(z).flatten(1), images).amin(1)

    usual = in_batches(distances, codes[:points]).quantile(0.95)
    return corners, lambda places: in_batches(distances, places) > usual

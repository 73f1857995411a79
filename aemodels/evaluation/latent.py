"""What can be done with codes alone: roads between two, principal directions, neighbours."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor


def interpolate(a: Tensor, b: Tensor, t: Tensor, spherical: bool = False, centre: Tensor | None = None) -> Tensor:
    """Points on the road from code a (k,) to code b (k,) at t (T,) in [0, 1] -> (T, k); t = 0 gives a, 1 gives b.

    Linear: (1 - t) a + t b. Spherical: the direction seen from `centre` (default: the origin) turns evenly (Shoemake
    1985, section 3.3) while the distance to it goes evenly from a's to b's. Codes of a high-dimensional Gaussian lie on
    a shell, which the straight road leaves (White 2016). Without a direction to turn in (an end at the centre, or ends
    on opposite sides) the road is the straight one.
    """
    t = t[:, None]
    if not spherical:
        return (1 - t) * a + t * b
    centre = torch.zeros_like(a) if centre is None else centre
    start, end = (a - centre).norm(), (b - centre).norm()
    if min(start, end) == 0:
        return interpolate(a, b, t[:, 0])
    u, v = (a - centre) / start, (b - centre) / end
    angle = torch.atan2((u - v).norm(), (u + v).norm()) * 2  # exact for small angles, where acos is not
    if angle < 1e-4 or angle > math.pi - 1e-3:
        return interpolate(a, b, t[:, 0])
    turned = (((1 - t) * angle).sin() * u + (t * angle).sin() * v) / angle.sin()
    return centre + ((1 - t) * start + t * end) * turned


# 4 MB of distances to 10,000 codes: larger blocks are not given back to the system, and go no faster.
AT_ONCE = 100


def nearest(points: Tensor, codes: Tensor) -> tuple[Tensor, Tensor]:
    """Euclidean distance (M,) from each point (M, k) to the nearest of the codes (N, k), and that code's index (M,)."""
    found = torch.cdist(points, codes).min(1)
    return found.values, found.indices


def neighbours(
    points: Tensor, codes: Tensor, count: int, cosine: bool = False, own: bool = False
) -> tuple[Tensor, Tensor]:
    """The `count` nearest of the codes (N, k) to each point (M, k), nearest first: distances (M, count) and indices.

    Euclidean, or 1 - cosine of the angle between them as seen from the origin, 0 to 2 (a point at the origin is 1 away
    from all). `own`: the points are the first M of the codes, and none is its own neighbour. Every distance is
    computed, AT_ONCE points at a time. Raises ValueError when there are fewer codes than neighbours.
    """
    if count > len(codes) - own:
        raise ValueError(f"{len(codes)} codes cannot give {count} neighbours")
    if cosine:
        points, codes = F.normalize(points), F.normalize(codes)
    found = []
    for first in range(0, len(points), AT_ONCE):
        part = points[first : first + AT_ONCE]
        distances = 1 - part @ codes.T if cosine else torch.cdist(part, codes)
        if own:
            rows = torch.arange(len(part), device=part.device)
            distances[rows, first + rows] = torch.inf
        found.append(distances.topk(count, largest=False))
    return torch.cat([one.values for one in found]), torch.cat([one.indices for one in found])


def usual_distance(codes: Tensor, share: float, most: int = 2000) -> float:
    """The distance within which `share` of the codes (N, k) have their nearest neighbour; taken of the first `most`."""
    return float(neighbours(codes[:most], codes, 1, own=True)[0].quantile(share))

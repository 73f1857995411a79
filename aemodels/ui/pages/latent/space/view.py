"""The codes of the test digits along their first three principal directions, as a Plotly figure."""

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
import torch
from torch import Tensor

from .....live.latent import test_codes
from .....models.principal import principal_directions
from .....store.cards import Card
from .....support.kept import per_model
from ....runtime import Loaded
from ....shared.charts import GRID
from ....shared.figures import DIGIT_COLOURS

DIGITS = 2_000  # test digits that are shown
OWN = "#e5484d"
HIDDEN_AXIS = {"showspikes": False, "zeroline": False, "showticklabels": False, "showbackground": False}


def has_space(card: Card) -> bool:
    """Whether a model's codes have three directions at least."""
    return card.code_kind != "vector" or card.code_size >= 3


@dataclass(frozen=True)
class Space:
    """The first three principal directions of a model's test codes, and where the first DIGITS of these lie."""

    mean: Tensor  # (k,)
    directions: Tensor  # (3, k), orthonormal
    shares: list[float]  # of the codes' variance, in %, by direction
    points: Tensor  # (DIGITS, 3)
    labels: Tensor  # (DIGITS,)
    middles: Tensor  # (10, 3), the mean of each class over all test digits

    def place(self, features: Tensor) -> Tensor:
        """Codes (N, k) as points (N, 3)."""
        return (features - self.mean) @ self.directions.T


@per_model
def space_of(loaded: Loaded) -> Space:
    """The space of a model with three directions at least (Pearson 1901)."""
    codes, labels = test_codes(loaded), loaded.statistics["labels"].long()
    mean, directions, variances = (part.float() for part in principal_directions(codes))
    shares = (100 * variances / variances.sum().clamp_min(1e-12))[:3].tolist()
    points = (codes - mean) @ directions[:3].T
    present = [points[labels == digit].mean(0) for digit in range(10) if (labels == digit).any()]
    return Space(mean, directions[:3], shares, points[:DIGITS], labels[:DIGITS], torch.stack(present))


@torch.inference_mode()
def place_of(loaded: Loaded, x: Tensor) -> list[float]:
    """Where an image x (1, 1, 28, 28) lies in the model's space."""
    return space_of(loaded).place(loaded.model.features(x.to(loaded.model.device)).cpu())[0].tolist()


def told(space: Space) -> str:
    """How much of the codes' variety the three directions show. Markdown."""
    first, second, third = space.shares
    rest = 100 - sum(space.shares)
    told = f"Of all that varies in these codes the three directions show **{sum(space.shares):.0f} %**"
    return f"{told} ({first:.0f}, {second:.0f} and {third:.0f} %); the other {rest:.0f} % stay hidden."


def figure(space: Space, own: list[float], title: str, ink: str, eye: tuple[float, ...]) -> go.Figure:
    """The cloud, a colour for each digit, which the legend shows and hides; `own`: where the digit `title` lies.

    `ink`: the colour of words; `eye`: where it is looked at from.
    """
    shown = go.Figure()
    for digit, colour in enumerate(DIGIT_COLOURS):
        shown.add_trace(_dots(space.points[space.labels == digit], digit, colour))
    x, y, z = space.middles.T.tolist()
    names = [str(digit) for digit in space.labels.unique().tolist()]
    font = {"size": 26, "family": "sans-serif", "color": ink}
    shown.add_scatter3d(x=x, y=y, z=z, text=names, mode="text", textfont=font, hoverinfo="skip", showlegend=False)
    x, y, z = ([value] for value in own)
    mark = {"size": 10, "symbol": "diamond", "color": OWN, "line": {"color": ink, "width": 2}}
    shown.add_scatter3d(
        x=x,
        y=y,
        z=z,
        name=title,
        text=[title],
        mode="markers+text",
        textposition="top center",
        textfont=font | {"size": 13},
        marker=mark,
        showlegend=False,
        hovertemplate=f"{title}<extra></extra>",
    )
    axes = {f"{'xyz'[i]}axis": _axis(i + 1, share) for i, share in enumerate(space.shares)}
    camera = {"eye": dict(zip("xyz", eye, strict=True))}
    shown.update_layout(
        scene=axes | {"aspectmode": "data", "camera": camera, "dragmode": "turntable"},
        legend={"itemsizing": "constant", "orientation": "h", "y": -0.02, "title": {"text": ""}},
    )
    return shown


def _dots(points: Tensor, digit: int, colour: str) -> Any:
    x, y, z = (part.numpy().round(2) for part in points.T)
    return go.Scatter3d(
        x=x,
        y=y,
        z=z,
        mode="markers",
        name=str(digit),
        marker={"size": 2.5, "color": colour, "opacity": 0.7},
        hovertemplate=f"a test digit: <b>{digit}</b><extra></extra>",
    )


def _axis(number: int, share: float) -> dict[str, Any]:
    return HIDDEN_AXIS | {
        "title": {"text": f"direction {number}: {share:.0f} %"},
        "gridcolor": GRID,
    }

"""What the latent page shows of models whose code is two numbers."""

import base64
from functools import cache
from typing import Any

import torch
from torch import Tensor

from .answers import picture
from .figures import model_hue
from .runtime import Loaded


def on_a_map(loaded: list[Loaded]) -> list[Loaded]:
    """The models whose codes are points of a plane."""
    return [one for one in loaded if one.card.code_kind == "vector" and one.card.code_size == 2]


@cache
def _codes(loaded: Loaded) -> str:
    codes = loaded.statistics["codes"].float().mul(1000).round().clamp(-32767, 32767).to(torch.int16)
    return base64.b64encode(codes.numpy().tobytes()).decode()


@cache
def labels_of(loaded: Loaded) -> str:
    """The test digits' labels, one byte each, in base64."""
    return base64.b64encode(loaded.statistics["labels"].numpy().tobytes()).decode()


@torch.inference_mode()
def map_of(loaded: Loaded, x: Tensor | None) -> dict[str, Any]:
    """The codes of the test digits (thousandths as int16, base64), and where the drawing x (1, 1, 28, 28) lies.

    The note says how much of the map is empty (evaluation.holes).
    For a generative model also the posterior's standard deviations, so that its ellipse is drawn to scale.
    """
    shown = {
        "name": loaded.card.name,
        "title": loaded.card.title,
        "hue": model_hue(loaded.card.name),
        "prior": loaded.card.generative,
        "note": f"{100 * loaded.card.metrics['holes']:.0f} % of its land decodes to something no test digit is near",
        "codes": _codes(loaded),
        "own": None,
        "spread": None,
    }
    if x is None:
        return shown
    x = x.to(next(loaded.model.parameters()).device)
    if loaded.card.generative:
        mu, logvar = loaded.model.posterior(x)
        return shown | {"own": _rounded(mu), "spread": _rounded((0.5 * logvar).exp())}
    return shown | {"own": _rounded(loaded.model.encode(x))}


def _rounded(z: Tensor) -> list[float]:
    return [round(value, 4) for value in z[0].tolist()]


@torch.inference_mode()
def digit_at(loaded: Loaded, z: tuple[float, float]) -> dict[str, Any]:
    """What the model decodes from the point z, and which test digit's code is nearest."""
    point = torch.tensor([z], device=next(loaded.model.parameters()).device)
    distances = (loaded.statistics["codes"].float() - torch.tensor(z)).norm(dim=1)
    nearest = int(distances.argmin())
    return {
        "title": loaded.card.title,
        "hue": model_hue(loaded.card.name),
        "picture": picture(loaded.model.decode(point)),
        "main": str(int(loaded.statistics["labels"][nearest])),
        "note": f"is the nearest of 10,000 test digits, {float(distances[nearest]):.2f} away",
    }

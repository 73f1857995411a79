"""One unit's story, and what the drawing does to the units while it changes."""

import time
from typing import Any

import torch
from torch import Tensor

from ..kept import per_model
from ..live.pictures import packed, picture, thousandths
from .figures import named
from .runtime import Loaded
from .state import Look
from .units import layer_names_of, means, peaks, selectivities


def _weights_picture(weights: Tensor) -> str:
    """Weights (1, 28, 28) -> 784 bytes in base64, 127 at the strongest."""
    return packed((127 * weights / weights.abs().max().clamp_min(1e-12)).nan_to_num().round().to(torch.int8))


@per_model
@torch.inference_mode()
def story(one: Loaded, layer: str, unit: int) -> dict[str, Any]:
    """All that stays while the drawing and the slider move: weights, histograms by digit, the digits that fire it most.

    Those digits are the model's own reconstructions, decoded from the test codes.
    """
    statistics = one.statistics
    weights = one.model.incoming_weights(layer)
    top = statistics[f"top/{layer}"][unit].long()
    low, high = statistics[f"unit_range/{layer}"][unit].tolist()
    layer_low, layer_high = statistics[f"range/{layer}"].tolist()
    shares = (statistics[f"class_histogram/{layer}"][unit].float() / 255).square()
    return named(one.card) | {
        "id": f"{one.card.name}:{unit}",
        "layer": layer,
        "unit": unit,
        "mean": float(means(one, layer)[unit]),
        "selectivity": float(selectivities(one, layer)[unit]),
        "favourite": int(statistics[f"strength/{layer}"][unit].argmax()),
        "silent": bool(peaks(one, layer)[unit] == 0),
        "weights": None if weights is None else _weights_picture(weights[unit]),
        "direct": layer == layer_names_of(one)[0],
        "range": [low, high],
        "shares": thousandths(shares),
        "top": _decoded(one, statistics["codes"][top].float().to(one.model.device)),
        "labels": statistics["labels"][top].tolist(),
        "slider": [round(min(0.0, layer_low), 3), round(1.0 if layer_low >= 0 and layer_high <= 1 else layer_high, 3)],
        "steerable": layer in one.model.resumable(),
    }


def _decoded(one: Loaded, codes: Tensor) -> list[str]:
    """The model's reconstructions of codes (N, k); none where the statistics hold what it cannot decode."""
    return [picture(x) for x in one.model.decode(codes).split(1)] if one.card.code_kind == "vector" else []


@torch.inference_mode()
def live(loaded: list[Loaded], x: Tensor, own: bool, now: Look) -> dict[str, Any]:
    """What the drawing x (1, 1, 28, 28) does to the compared layer of each model, and to the unit that is looked at.

    `own`: whether it is the visitor's drawing, not an example. `stamp` grows, so that pages know which is the newest.
    """
    answers = {}
    for one in loaded:
        activations = one.model.activations(x.to(one.model.device))
        if now.layer in activations:
            answers[one.card.name] = activations[now.layer]
    looked_at = next((one for one in loaded if one.card.name == now.model and now.model in answers), None)
    return {
        "layer": now.layer,
        "own": own,
        "selected": now.name,
        "sent": now.sent,
        "stamp": time.time_ns() // 1000,
        "models": {name: thousandths(values[0]) for name, values in answers.items()},
        "unit": _steer(looked_at, answers[now.model], now) if looked_at else None,
    }


def _steer(one: Loaded, answers: Tensor, now: Look) -> dict[str, Any] | None:
    """The pictures that follow when the unit answers as it does, as the slider says, not at all, and its strongest."""
    unit = now.unit
    if now.layer not in one.model.resumable() or unit >= answers.shape[1]:
        return None
    as_it_is = float(answers[0, unit])
    level = as_it_is if now.level is None else now.level
    turned = answers.repeat(4, 1)
    turned[:, unit] = torch.tensor([as_it_is, level, 0.0, float(peaks(one, now.layer)[unit])])
    pictures = one.model.resume(now.layer, turned).split(1)
    names = ("as_it_is", "turned", "off", "full")
    return {
        "id": now.name,
        "answer": round(as_it_is, 4),
        "level": round(level, 4),
        "steered": now.level is not None,
    } | {name: picture(x_hat) for name, x_hat in zip(names, pictures, strict=True)}

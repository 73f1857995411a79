"""What a drawing does to the units of a layer, and the story of a single unit."""

from typing import Any

import torch
from torch import Tensor

from ..evaluation.units import class_selectivity
from ..support.kept import per_model
from . import shelf
from .answers import ink_or
from .door import Unanswerable
from .messages import LEVELS, Tell, Wake
from .pictures import packed, picture, thousandths
from .shelf import Loaded

HIGHEST = 1e6  # an activation beyond is said to be this


@per_model
def layer_names_of(loaded: Loaded) -> tuple[str, ...]:
    """The names of a model's layers, in order."""
    with torch.inference_mode():
        return tuple(loaded.model.activations(torch.zeros(1, 1, 28, 28, device=loaded.model.device)))


def peaks(loaded: Loaded, layer: str) -> Tensor:
    """The largest strength (absolute activation) of each unit on any test digit: (units,)."""
    return loaded.statistics[f"unit_range/{layer}"].float().abs().amax(1)


def means(loaded: Loaded, layer: str) -> Tensor:
    """rho_hat, the mean activation of each unit over the test digits: (units,)."""
    return loaded.statistics[f"mean/{layer}"]


def selectivities(loaded: Loaded, layer: str) -> Tensor:
    """How far each unit answers a single digit, 0 to 1: (units,)."""
    return class_selectivity(loaded.statistics[f"strength/{layer}"].float())


@torch.inference_mode()
def wake(question: Wake) -> dict[str, Any]:
    """What the layer's units answer in each network that has such a layer. Raises Unanswerable."""
    x, own = ink_or(question.drawing, question.instead)
    told = {}
    for name in question.networks:
        loaded = shelf.find(name)
        answers = loaded.model.activations(x.to(loaded.model.device)) if loaded else {}
        if question.layer in answers:
            told[name] = thousandths(answers[question.layer][0])
    return {"layer": question.layer, "own": own, "models": told}


@per_model
@torch.inference_mode()
def _weights(loaded: Loaded, layer: str) -> Tensor | None:
    """The units' incoming weights, int8 (units, 1, 28, 28), 127 at each unit's strongest; None for no picture."""
    weights = loaded.model.incoming_weights(layer)
    if weights is None:
        return None
    strongest = weights.abs().amax((1, 2, 3), keepdim=True).clamp_min(1e-12)
    return (127 * weights / strongest).nan_to_num().round().to(torch.int8)


@per_model
@torch.inference_mode()
def about(loaded: Loaded, layer: str, unit: int) -> dict[str, Any]:
    """All that stays while the drawing and the slider move: weights, histograms by digit, the digits that fire it most.

    Those digits are the model's own reconstructions, decoded from the test codes.
    """
    statistics, weights = loaded.statistics, _weights(loaded, layer)
    top = statistics[f"top/{layer}"][unit].long()
    lowest, highest = statistics[f"range/{layer}"].tolist()
    low, high = min(0.0, lowest), 1.0 if lowest >= 0 and highest <= 1 else highest
    return {
        "mean": float(means(loaded, layer)[unit]),
        "selectivity": float(selectivities(loaded, layer)[unit]),
        "favourite": int(statistics[f"strength/{layer}"][unit].argmax()),
        "silent": bool(peaks(loaded, layer)[unit] == 0),
        "weights": None if weights is None else packed(weights[unit]),
        "direct": layer == layer_names_of(loaded)[0],
        "range": statistics[f"unit_range/{layer}"][unit].tolist(),
        "shares": thousandths((statistics[f"class_histogram/{layer}"][unit].float() / 255).square()),
        "top": _decoded(loaded, statistics["codes"][top].float().to(loaded.model.device)),
        "labels": statistics["labels"][top].tolist(),
        "slider": [round(max(low, -LEVELS), 3), round(min(high, LEVELS), 3)],
        "steerable": layer in loaded.model.decodable_layers(),
    }


def _decoded(loaded: Loaded, codes: Tensor) -> list[str]:
    """The model's reconstructions of codes (N, k); none where the statistics hold what it cannot decode."""
    return [picture(x) for x in loaded.model.decode(codes).split(1)] if loaded.card.code_kind == "vector" else []


@torch.inference_mode()
def story(question: Tell) -> dict[str, Any]:
    """What a unit answers to the drawing, what comes of turning it and, where that is asked, all `about` it.

    Raises Unanswerable where there is no such unit.
    """
    loaded, layer, unit = shelf.find(question.network), question.layer, question.unit
    if loaded is None or unit >= len(loaded.statistics.get(f"strength/{layer}", ())):
        raise Unanswerable("There is no such unit here.")
    x, own = ink_or(question.drawing, question.instead)
    answers = loaded.model.activations(x.to(loaded.model.device))[layer]
    as_it_is = float(answers[0, unit].nan_to_num(0, HIGHEST, -HIGHEST).clamp(-HIGHEST, HIGHEST))
    level = as_it_is if question.level is None else question.level
    return {
        "network": question.network,
        "layer": layer,
        "unit": unit,
        "own": own,
        "answer": round(as_it_is, 4),
        "level": round(level, 4),
        "steered": question.level is not None,
        "pictures": _turned(loaded, layer, unit, answers, level),
        "about": about(loaded, layer, unit) if question.about else None,
    }


def _turned(loaded: Loaded, layer: str, unit: int, answers: Tensor, level: float) -> dict[str, str] | None:
    """The pictures when the layer answers `answers` (1, units), and its unit `level`, nothing, and its strongest."""
    if layer not in loaded.model.decodable_layers():
        return None
    turned = answers.repeat(4, 1)
    turned[1:, unit] = torch.tensor([level, 0.0, float(peaks(loaded, layer)[unit])])
    names = ("as_it_is", "turned", "off", "full")
    pictures = loaded.model.decode_from_layer(layer, turned).split(1)
    return {name: picture(x_hat) for name, x_hat in zip(names, pictures, strict=True)}

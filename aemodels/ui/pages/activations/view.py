"""What the activations page shows of layers: figures, histograms, walls of units, maps by digit."""

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor

from ....evaluation.units import FINE_WIDTH, RESTING
from ....live.pictures import packed, thousandths
from ....live.units import layer_names_of, means, peaks, selectivities
from ....support.kept import per_model
from ... import session
from ...runtime import Loaded
from ...shared.figures import named

MANY = 400  # from so many units on, a wall's tiles are small enough for weights of 14 x 14


def layers_of(loaded: list[Loaded]) -> dict[str, dict[str, int]]:
    """For each model its layers in order and their numbers of units, as far as the statistics know them."""
    return {
        one.card.name: {
            layer: len(one.statistics[f"strength/{layer}"])
            for layer in layer_names_of(one)
            if f"strength/{layer}" in one.statistics
        }
        for one in loaded
    }


def layer_names(layers: dict[str, dict[str, int]], models: Iterable[str]) -> list[str]:
    """The names of all layers of these models (see `layers_of`), each once."""
    return list(dict.fromkeys(layer for name in models for layer in layers[name]))


def with_units(loaded: list[Loaded]) -> tuple[list[Loaded], list[str]]:
    """The models whose statistics tell of their units, and a sentence for each of the others."""
    layers = layers_of(loaded)
    problems = [
        f"The statistics of {name} do not tell of its units. Renew them: python -m aemodels evaluate {name} --write"
        for name, of_model in layers.items()
        if not of_model
    ]
    return [one for one in loaded if layers[one.card.name]], problems


def penalty_of(one: Loaded) -> str | None:
    """The sparsity penalty that the model's hidden layers were trained with, "KL" (to a target rho) or "L1", if any."""
    if not one.model.keeps_quiet or not one.card.config["beta"]:
        return None
    return "KL" if "rho" in one.card.config else "L1"


def twins(loaded: list[Loaded]) -> tuple[Loaded, Loaded] | None:
    """A model trained with a sparsity penalty and the one that differs from it in nothing else, if both are here."""
    for sparse in filter(penalty_of, loaded):
        for plain in loaded:
            same = plain.card.variant == sparse.card.variant and not penalty_of(plain)
            if same and plain.card.config | {"beta": 0} == sparse.card.config | {"beta": 0}:
                return sparse, plain
    return None


def default_models(loaded: list[Loaded]) -> tuple[str, ...]:
    """Names of the two models that the page opens with."""
    pair = twins(loaded) or loaded[:2]
    return tuple(one.card.name for one in pair)


def _counts(one: Loaded, layer: str) -> tuple[int, Tensor]:
    return int(one.statistics[f"fine_first/{layer}"]), one.statistics[f"fine/{layer}"].double()


def resting_share(one: Loaded, layer: str) -> float:
    """Share of the layer's units that are at rest, within 0.05 of 0, on a test digit; 0 to 1, mean over digits."""
    first, counts = _counts(one, layer)
    reach = round(RESTING / FINE_WIDTH)
    low, high = max(0, -reach - first), max(0, reach - first)
    return float(counts[low:high].sum() / counts.sum())


def mean_strengths(one: Loaded, layer: str) -> Tensor:
    """Mean absolute activation of each unit over the test digits: (units,)."""
    share = one.statistics["labels"].long().bincount(minlength=10).float()
    return one.statistics[f"strength/{layer}"].float() @ (share / share.sum())


@per_model
def panel(one: Loaded, layer: str) -> dict[str, Any]:
    """The layer's histogram over the test digits and its four figures, for the histograms component."""
    first, counts = _counts(one, layer)
    return named(one.card) | {
        "units": len(means(one, layer)),
        "range": one.statistics[f"range/{layer}"].tolist(),
        "first": first,
        "counts": [int(count) for count in counts],
        "mean": float(means(one, layer).mean()),
        "size": float(mean_strengths(one, layer).mean()),
        "resting": resting_share(one, layer),
        "hoyer": float(one.statistics[f"hoyer/{layer}"]),
        "silent": int((peaks(one, layer) < RESTING).sum()),
    }


def full_brightness(one: Loaded, layer: str) -> float:
    """The activation at which a tile is fully lit: 1 in 1,000 is stronger."""
    first, counts = _counts(one, layer)
    strengths = (torch.arange(len(counts)) + first + 0.5).abs() * FINE_WIDTH
    order = strengths.argsort()
    at = int((counts[order].cumsum(0) < 0.999 * counts.sum()).sum())
    return float(strengths[order][min(at, len(counts) - 1)])


@per_model
@torch.inference_mode()
def wall(one: Loaded, layer: str) -> dict[str, Any]:
    """Every unit's incoming weights (int8 in base64, 127 at the strongest 1 in 50), and what sorts the units."""
    weights = one.model.incoming_weights(layer)
    tiles, side = None, 0
    if weights is not None:
        side = 14 if len(weights) > MANY else 28
        weights = torch.nn.functional.adaptive_avg_pool2d(weights.cpu(), side)
        strongest = weights.abs().flatten()[:: max(1, weights.numel() // 1_000_000)].quantile(0.98).clamp_min(1e-12)
        whole = (127 * weights / strongest).nan_to_num().round().clamp(-127, 127).to(torch.int8)
        tiles = packed(whole)
    return named(one.card) | {
        "units": len(means(one, layer)),
        "side": side,
        "tiles": tiles,
        "full": round(full_brightness(one, layer), 3),
        "means": thousandths(means(one, layer)),
        "strengths": thousandths(one.statistics[f"strength/{layer}"]),
    }


@per_model
def by_digit(one: Loaded, layer: str) -> dict[str, Any]:
    """Each unit's mean strength for each digit and the layer's selectivity, for the map by digit."""
    return named(one.card) | {
        "units": len(means(one, layer)),
        "strengths": thousandths(one.statistics[f"strength/{layer}"]),
        "selectivity": round(float(selectivities(one, layer).mean()), 4),
    }


@per_model
def penalty(one: Loaded, layer: str) -> dict[str, Any]:
    """Each unit's mean activation and mean strength, and what the model was trained with, for the penalty component."""
    config, trained = one.card.config, penalty_of(one) or "neither"
    if trained != "neither" and layer in one.model.penalised:
        target = f"rho = {config['rho']:g}, " if "rho" in config else ""
        trained = f"{trained}, {target}weight {config['beta']:g}"
    elif trained != "neither":
        trained = f"{trained}, but not on this layer"
    low, high = one.statistics[f"range/{layer}"].tolist()
    return named(one.card) | {
        "means": [round(value, 6) for value in means(one, layer).tolist()],
        "strengths": [round(value, 6) for value in mean_strengths(one, layer).tolist()],
        "trained": trained,
        "bounded": low >= 0 and high <= 1,
        "range": [round(low, 2), round(high, 2)],
    }


def rho_of(loaded: list[Loaded]) -> float:
    """The target that one of the models was trained with, or Ng's example of 0.05."""
    return next((one.card.config["rho"] for one in loaded if penalty_of(one) == "KL"), 0.05)


def verdict(here: list[Loaded], layer: str) -> str:
    """How many units of each model are awake on a test digit, in a sentence."""
    parts = []
    for one in here:
        units = len(means(one, layer))
        parts.append(f"**{units * (1 - resting_share(one, layer)):.0f} of {units}** in {one.card.title}")
    return f"Units that an average test digit wakes: {', '.join(parts)}." if parts else ""


def without_layer(chosen: list[Loaded], here: list[Loaded], layer: str) -> str | None:
    """A sentence about the chosen models that are not among those `here`, which have the layer."""
    titles = [one.card.title for one in chosen if one not in here]
    return f"There is no layer called {layer} in: {', '.join(titles)}." if titles else None


def digits_verdict(here: list[Loaded], layer: str) -> str:
    """What the map by digit shows, and which layer is the more selective one, by how much."""
    text = (
        "A column is a unit, a row a digit. A specialist lights up in one row, a unit that answers everything in all."
    )
    if len(here) < 2:
        return text
    ranked = sorted(here, key=lambda one: by_digit(one, layer)["selectivity"], reverse=True)
    first, second = (by_digit(one, layer) for one in ranked[:2])
    lead = f"{first['selectivity'] - second['selectivity']:.2f}"
    return f"{text} The units of **{first['title']}** are the more selective ones, by **{lead}**."


# Of the exercise that many courses use: sigmoid 784-300-30-300-784, Adam, 20,000 steps of 60 images, with a KL penalty
# of rho = 0.02 on both hidden layers or without; squared errors per image.
OBSERVED = {"without": (0.191, 6.94), "with": (0.053, 18.1)}


def observed_table(loaded: list[Loaded]) -> str:
    """A Markdown table: the first layer's mean activation and the squared error in the classic exercise and here."""
    pair = twins([one for one in loaded if not session.is_own(one.card)])
    if pair is None:
        return ""
    sparse, plain = (one.card for one in pair)
    rows = [
        f"| {words} | {OBSERVED[key][0]:.3f} | {card.metrics['mean_activation']:.3f} ({card.title}) "
        f"| {OBSERVED[key][1]:.1f} | {card.metrics['squared_error']:.1f} | {card.metrics['selectivity']:.2f} |"
        for words, key, card in (("Without the penalty", "without", plain), ("With it", "with", sparse))
    ]
    head = "| | mean activation, classic exercise | here | squared error, classic exercise | here | selectivity here |"
    more = sparse.metrics["squared_error"] - plain.metrics["squared_error"]
    words = f"With the penalty, the squared error here is {abs(more):.2f} {'higher' if more > 0 else 'lower'}."
    return "\n".join([head, "|---|---|---|---|---|---|", *rows, "", words])

"""What the pretraining page shows of a stack: its stages, its features, and what pretraining was worth."""

from typing import Any

import plotly.graph_objects as go
import torch
from torch import Tensor

from ....live.pictures import picture
from ....live.sheets import sheet
from ....live.words import figure
from ....models.stacked import StackedAutoencoder
from ....store import extras
from ....store.cards import Card, PretrainedError
from ....support.kept import per_model
from ... import session
from ...runtime import Loaded
from ...shared import charts
from ...shared.figures import model_hue

FEATURES, COLUMNS = 36, 6  # pictures of units in a wall

# Test errors that others have reported after training on all labels, in %.
REPORTED = (
    (1.6, "random start, best reported at the time (Hinton and Salakhutdinov 2006)"),
    (1.4, "stacked autoencoder, three layers (Vincent et al. 2010; 10,000 of the labels kept to choose settings by)"),
    (1.28, "stacked denoising autoencoder, three layers (Vincent et al. 2010; likewise)"),
    (1.2, "784-500-500-2000-10, pretrained (Hinton and Salakhutdinov 2006)"),
)


def was_stacked(card: Card) -> bool:
    """Whether a shipped model was trained level by level, and its card tells how that went."""
    return not session.is_own(card) and "by_stage" in card.metrics.get("experiment", {})


@per_model
def _kept(loaded: Loaded) -> dict[str, Tensor] | PretrainedError:
    try:
        return extras.load_extras(loaded.card.name)
    except PretrainedError as error:
        return error


def damage(loaded: Loaded) -> str | None:
    """A sentence when what the training left besides its weights cannot be read: then there is no film of it."""
    found = _kept(loaded)
    return str(found) if isinstance(found, PretrainedError) else None


@per_model
def film(loaded: Loaded) -> dict[str, Any]:
    """The training as a film: for each stage what it is, its figures, ten example digits as redrawn by then, features.

    Of the greedy weights only the first level's are kept, so the features of higher levels are those of the tuned net.
    """
    kept, told = _kept(loaded), loaded.card.metrics["experiment"]
    rows, walls = told["by_stage"], features(loaded)
    sizes, last = [784, *(row["units"] for row in rows.values())], len(rows)
    stages = [
        _stage(
            f"Level {level}",
            _task(int(level), sizes, loaded.card.config["noise"]),
            row["squared_error"],
            row["probe_accuracy"],
            int(level),
        )
        | {"sheet": _row(kept[f"film/level {level}"]), "wall": walls[0 if level == "1" else int(level)]}
        for level, row in rows.items()
    ]
    whole = "All levels up and down as one network of twice the depth. Nothing has been trained since."
    error, probe = told["squared_error_before_tuning"], rows[str(last)]["probe_accuracy"]
    stages.append(stages[-1] | _stage("Unrolled", whole, error, probe, last))
    tuned = "The whole network learns to redraw the pixels, from where the levels have brought it."
    metrics = loaded.card.metrics
    stages.append(
        _stage("Fine-tuned", tuned, metrics["squared_error"], metrics["probe_accuracy"], last)
        | {"sheet": _row(kept["film/unrolled and tuned"]), "wall": walls[1]}
    )
    return {"hue": model_hue(loaded.card.name), "sizes": sizes, "stages": stages}


def _task(level: int, sizes: list[int], noise: float) -> str:
    what = "the pixels" if level == 1 else f"what level {level - 1} answers"
    corrupted = (
        f" A share of {noise:g} of them is set to 0 each time, so that it cannot simply copy." if level == 1 else ""
    )
    return f"Learns to redraw {what}, {sizes[level - 1]:,} numbers through {sizes[level]:,}.{corrupted}"


def _stage(title: str, words: str, error: float, probe: float, trained: int) -> dict[str, Any]:
    return {"title": title, "words": words, "error": figure(error), "probe": f"{100 * probe:.1f} %", "trained": trained}


def _row(frame: Tensor) -> str:
    return sheet(frame.reshape(-1, 1, 28, 28).float() / 255, len(frame))


@per_model
def beginnings(loaded: Loaded) -> list[dict[str, Any]]:
    """The same net trained at once from random weights: the ten digits and the squared error."""
    kept, told = _kept(loaded), loaded.card.metrics["experiment"]
    rows = [
        ("Level by level, then tuned", loaded.card.metrics["squared_error"], "film/unrolled and tuned", None),
        ("All at once, as many epochs", told["at_once"]["squared_error"], "film/at once", told["at_once"]["epochs"]),
        (
            "All at once, from small weights",
            told["at_once_from_small_weights"]["squared_error"],
            "film/at once, small weights",
            told["at_once_from_small_weights"]["epochs"],
        ),
    ]
    return [
        {
            "title": title,
            "error": figure(error),
            "note": "" if epochs is None else f"{epochs} epochs",
            "sheet": _row(kept[entry]),
        }
        for title, error, entry, epochs in rows
    ]


@per_model
@torch.inference_mode()
def features(loaded: Loaded) -> list[dict[str, Any]]:
    """For each level what its first units stand for in pixels, and level 1 as it was before the fine-tuning.

    A unit's feature is what changes in the picture when it goes from 0 to 1 while the others stand at their mean over
    the test digits (Erhan et al. 2009 compare ways of showing higher layers), scaled to its own largest change.
    """
    model: StackedAutoencoder = loaded.model  # type: ignore[assignment]  # as its card has told
    before = _kept(loaded)["filters/greedy"].float()[:FEATURES]
    walls = [{"title": "Level 1, before the fine-tuning: its weights", "sheet": _wall(before)}]
    for level, layer in enumerate(model.activations(torch.zeros(1, 1, 28, 28, device=loaded.model.device)), 1):
        mean = loaded.statistics[f"mean/{layer}"].to(loaded.model.device)
        count = min(FEATURES, len(mean) // COLUMNS * COLUMNS)
        low = mean.expand(count, -1).clone()
        high, units = low.clone(), torch.arange(count)
        low[units, units], high[units, units] = 0, 1
        change = (model.decode_from(high, level) - model.decode_from(low, level)).flatten(1).cpu()
        walls.append({"title": f"Level {level}, fine-tuned: {len(mean):,} units", "sheet": _wall(change)})
    return walls


def _wall(values: Tensor) -> str:
    """Signed pictures (N, 784) as grey ones, each with 0 in the middle and its largest value at an end."""
    most = values.abs().amax(1, keepdim=True).clamp_min(1e-9)
    return sheet((0.5 + 0.5 * values / most).reshape(-1, 1, 28, 28), COLUMNS)


@torch.inference_mode()
def through(loaded: Loaded, x: Tensor) -> list[dict[str, Any]]:
    """x (1, 1, 28, 28) through the first 0, 1, ... levels of the tuned stack and back."""
    model: StackedAutoencoder = loaded.model  # type: ignore[assignment]  # as its card has told
    there = x.to(loaded.model.device)
    rows = [("Your digit", "784 pixels", x)]
    for levels in range(1, model.levels + 1):
        h = model.encode_to(there, levels)
        rows.append(
            (f"Through {levels} of {model.levels}", f"{h.shape[1]:,} numbers", model.decode_from(h, levels).cpu())
        )
    return [
        {
            "title": title,
            "note": note,
            "picture": picture(y),
            "error": figure(float((y - x).square().sum())) if title != "Your digit" else "",
        }
        for title, note, y in rows
    ]


def label_figure(card: Card) -> go.Figure:
    """Classification error in % by number of labels, from both starts, with the standard error over seeds.

    Both axes are logarithmic. Rings at the right: what others have reported (REPORTED).
    """
    rows = card.metrics["experiment"]["by_labels"]
    counts = [int(count) for count in rows]
    shown = go.Figure()
    for start, title, hue in (("random", "Random start", charts.GREY), ("pretrained", "Pretrained", None)):
        errors = [round(100 * row[start], 2) for row in rows.values()]
        spread = [round(100 * row[f"{start}_standard_error"], 2) for row in rows.values()]
        shown.add_scatter(
            x=counts,
            y=errors,
            error_y={"array": spread, "thickness": 1.5, "width": 4},
            name=title,
            mode="lines+markers+text",
            text=[f"{error:.3g}" for error in errors],
            textposition="top right" if start == "random" else "bottom left",
            marker={"size": 9},
            line={"color": hue or charts.colour(card.name), "width": 2.5},
            hovertemplate=f"{title}, %{{x:,}} labels: <b>%{{y:.2f}} %</b> wrong<extra></extra>",
        )
    ring = {"symbol": "circle-open", "size": 9, "color": charts.GREY, "line": {"width": 2}}
    shown.add_scatter(
        x=[counts[-1] * 1.35] * len(REPORTED),
        y=[value for value, _ in REPORTED],
        text=[source for _, source in REPORTED],
        name="Reported by others",
        mode="markers",
        marker=ring,
        hovertemplate="%{text}: <b>%{y:.2f} %</b><extra></extra>",
    )
    ticks = {"tickvals": counts, "ticktext": [f"{count:,}" for count in counts]}
    shown.update_layout(
        xaxis=charts.axis("Labels to learn from", type="log", **ticks),
        yaxis=charts.axis("Wrong test digits, %", type="log", tickvals=[1, 2, 5, 10, 20, 40]),
        legend=charts.LEGEND,
    )
    return shown


def conclusion(card: Card) -> str:
    """What our own figures allow to say, in Markdown."""
    told = card.metrics["experiment"]
    said = [_compared(int(count), row) for count, row in told["by_labels"].items()]
    tuned, at_once = card.metrics["squared_error"], told["at_once"]["squared_error"]
    if at_once < 0.98 * tuned:
        redraw = "trained **at once** it redraws better"
    elif at_once > 1.02 * tuned:
        redraw = "**pretrained** it redraws better"
    else:
        redraw = "it makes **no difference**"
    return (
        "\n".join(f"- {line}" for line in said)
        + f"\n- For redrawing, with as many epochs from weights that sigmoids can use, {redraw}: a squared error of "
        f"{figure(at_once)} against {figure(tuned)} pretrained."
    )


def _compared(count: int, row: dict[str, Any]) -> str:
    """What a row of the label curve allows to say: a difference counts when it is twice its standard error."""
    gain = 100 * (row["random"] - row["pretrained"])
    error = 100 * (row["random_standard_error"] ** 2 + row["pretrained_standard_error"] ** 2) ** 0.5
    both = f"{100 * row['pretrained']:.2f} % pretrained against {100 * row['random']:.2f} %"
    if abs(gain) <= 2 * error:
        return f"With **{count:,} labels**: {both}; a difference that {row['seeds']} seeds do not tell from luck."
    better = "fewer" if gain > 0 else "more"
    return (
        f"With **{count:,} labels**: {both}. Pretraining makes {abs(gain):.2g} points {better} mistakes "
        f"(standard error {error:.2g})."
    )

"""What the monitor shows of a training."""

import base64
from itertools import cycle
from typing import Any

import plotly.graph_objects as go

from .... import lab
from ...shared import charts
from ...shared.figures import DIGIT_COLOURS

TERMS = {"kl": "KL to the prior"}  # terms of a loss whose names in the code are too short for people
# The same where the loss counts them so many times; the chart has room for two words.
WEIGHTED = {"kl": "beta × KL", "sparsity": "beta × sparsity", "weight_decay": "lambda × decay"}
BESIDE = ("kl",)  # terms that mean something by themselves, also where the loss counts them otherwise
DASHES = ("dash", "dot", "dashdot", "longdash")
ORDINALS = ("first", "second", "third", "fourth", "fifth")


def untrained(plan: lab.Plan, stage: lab.Stage, frame: lab.Frame) -> dict[str, Any]:
    """A network before anybody has trained it, for the monitor component."""
    words = f"Not trained yet: this is what chance makes of the ten digits. {plan.training.epochs} epochs are set."
    return _shown(stage, [_frame(frame, 1)], "ready", words) | {"curves": None, "share": 0.0}


def training(run: lab.Run, status: lab.Status) -> dict[str, Any] | None:
    """A training as it stood at `status`, with all kept frames where it rests; None before there is any to show."""
    stage = run.stage
    if stage is None or status.frame is None:
        return None
    resting = status.ended or status.state == "paused"
    frames = [*run.frames] if resting else []
    if not frames or frames[-1].step != status.frame.step:
        frames.append(status.frame)
    shown = [_frame(frame, run.batches) for frame in frames]
    data = _shown(stage, shown, status.state, sentence(status) + _verdict(status, stage))
    data["end"] = run.plan.training.epochs
    return data | {
        "curves": _curves(status.points, stage.weights, run.batches),
        "share": round(status.step / status.steps, 4),
    }


def checked(question: lab.Question, guess: int | None, run: lab.Run, failed: bool) -> str:
    """What came of a preset's question, set against what the visitor had guessed, and why; Markdown."""
    metrics = run.result.card.metrics if run.result else None if failed else {}
    outcome = question.outcome(metrics)
    if outcome is None:
        return f"It was not measured this time. {question.because}"
    value = metrics[question.figure] if metrics else None
    measured = "It broke off" if value is None else f"Measured: {question.words} **{value:.3g}**"
    said = ""
    if guess is not None:
        said = " You had it **right**." if guess == outcome else f" You said: {question.options[guess]}."
    return f"{measured}. *{question.options[outcome]}.*{said} {question.because}"


def sentence(status: lab.Status) -> str:
    """Where a training stands, in words."""
    epoch = f"Epoch {min(status.epoch + 1, status.epochs)} of {status.epochs}"
    if status.state == "waiting":
        place = ORDINALS[status.place - 1] if status.place <= len(ORDINALS) else f"number {status.place}"
        return f"All cores are busy with other visitors' trainings. You are the {place} to come."
    if status.state == "preparing":
        return f"Fetching the digits: {100 * status.share:.0f} %"
    if status.state == "training":
        return epoch + (f", {_seconds(status.seconds_left)} left" if status.seconds_left is not None else "")
    if status.state == "paused":
        return f"Paused after {status.epoch} of {status.epochs} epochs. Wind back with the slider."
    if status.state == "measuring":
        return "Trained. Now it is measured on the test digits."
    if status.state == "failed":
        return status.message
    done = f"{status.message} " if status.message else ""
    if status.state == "stopped" and not status.step:
        return f"{done}Stopped before the first step."
    spent = f"{_seconds(status.seconds)} of training"
    return f"{done}{'Stopped after' if status.state == 'stopped' else 'Done:'} {status.epoch} epochs, {spent}."


def _verdict(status: lab.Status, stage: lab.Stage) -> str:
    """What to change when a network has learned no more than what the mean digit looks like."""
    if status.state not in ("done", "stopped") or not status.frame.step or status.frame.error < 0.95 * stage.mean_error:
        return ""
    return (
        f" It does no better than answering everything with the mean digit, whose squared error is "
        f"{stage.mean_error:.0f}: try a smaller learning rate, more epochs, or smaller weights on the penalties."
    )


def _seconds(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"


def _shown(stage: lab.Stage, frames: list[dict], state: str, words: str) -> dict[str, Any]:
    hidden = [units for _, units in stage.layers]
    return {
        "state": state,
        "words": words,
        "sizes": [784, *hidden, *reversed(hidden[:-1]), 784],
        "code": len(hidden),
        "parameters": f"{stage.parameters:,}",
        "originals": _text(stage.originals),
        "labels": _text(stage.labels),
        "colours": DIGIT_COLOURS,
        "frames": frames,
    }


def _frame(frame: lab.Frame, batches: int) -> dict[str, Any]:
    tallest = max(frame.histogram) or 1
    return {
        "epoch": round(frame.step / batches, 2),
        "error": round(frame.error, 2),
        "pictures": _text(frame.pictures),
        "codes": None if frame.codes is None else _text(frame.codes.numpy().tobytes()),
        "bars": [round(count / tallest, 3) for count in frame.histogram],
        "edges": [round(edge, 3) for edge in frame.edges],
        "activity": f"{frame.activity:.3f}",
    }


def _curves(points: tuple, weights: dict[str, float], batches: int) -> dict[str, Any] | None:
    """The losses as lines over epochs: the whole on training and test digits, and what it is made of on test digits.

    That is its addends, each a term times its weight, and beside them the weighted terms that mean something as such.
    """
    if not points:
        return None
    terms = [name for name in points[0].test if name != "loss"]
    return {
        "x": [round(point.step / batches, 3) for point in points],
        "loss": [
            {"title": "training digits", "y": [_four(point.train["loss"]) for point in points]},
            {"title": "test digits", "y": [_four(point.test["loss"]) for point in points]},
        ],
        "addends": [
            *({"title": _addend(name, weights), "y": _values(points, name, weights.get(name, 1.0))} for name in terms),
            *({"title": TERMS[name], "y": _values(points, name)} for name in BESIDE if name in weights),
        ],
    }


def curve_figure(run: lab.Run, status: lab.Status) -> go.Figure | None:
    """The losses of a training that has ended, over epochs, to be read off; None where nothing was measured."""
    curves = _curves(status.points, run.stage.weights, run.batches) if run.stage else None
    if curves is None:
        return None
    shown = go.Figure()
    for line, colour in zip(curves["loss"], (charts.GREY, charts.ACCENT), strict=True):
        _line(shown, curves["x"], line, {"color": colour, "width": 2.5})
    for line, dash in zip(curves["addends"] if len(curves["addends"]) > 1 else [], cycle(DASHES)):
        _line(shown, curves["x"], line, {"color": charts.ACCENT, "width": 1.5, "dash": dash})
    shown.update_layout(
        xaxis=charts.axis("Epochs"),
        yaxis=charts.axis("Loss per digit", rangemode="tozero"),
        legend=charts.LEGEND,
        hovermode="x unified",
    )
    return shown


def _line(shown: go.Figure, x: list[float], line: dict[str, Any], style: dict[str, Any]) -> None:
    mode = "lines+markers" if len(x) < 40 else "lines"
    shown.add_scatter(x=x, y=line["y"], name=line["title"], mode=mode, line=style, hovertemplate="%{y:.4g}")


def _addend(name: str, weights: dict[str, float]) -> str:
    plain = TERMS.get(name, name.replace("_", " "))
    return WEIGHTED.get(name, f"{weights[name]:g} × {plain}") if name in weights else plain


def _values(points: tuple, name: str, weight: float = 1.0) -> list[float]:
    return [_four(weight * point.test[name]) for point in points]


def _four(value: float) -> float:
    return float(f"{value:.4g}")


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()

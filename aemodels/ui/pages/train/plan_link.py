"""A plan as the link has it: the experiment that was chosen, and what differs from that one's plan."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from .... import lab
from ....models.choices import defaults
from ....models.registry import variant_class
from ....training.config import TrainConfig
from ....training.recipes import variant_names

PRESET, KIND, SETTINGS, TRAINING, PICTURES, IMAGES = "try", "kind", "settings", "training", "pictures", "images"
UNFIT = "The link asks for a training that cannot be had here. This page starts with another one."


def beginning() -> str:
    """The name of the experiment that the page starts with."""
    return next(iter(lab.PRESETS))


def usual_pictures() -> str:
    """The source that the page starts with: the first that is at hand."""
    return next(name for name, one in lab.SOURCES.items() if one.here())


def said(plan: lab.Plan, preset: str | None) -> dict[str, str | None]:
    """What the link says of `plan`, which was made after the experiment `preset`, or after none; None for nothing."""
    about = lab.PRESETS.get(preset or "")
    config, training = _usual(plan.variant, preset)
    return {
        PRESET: None if preset == beginning() else preset or "none",
        KIND: None if about and about.variant == plan.variant else plan.variant,
        SETTINGS: _differing(plan.config, config),
        TRAINING: _differing(asdict(plan.training), training),
        PICTURES: None if plan.source == usual_pictures() else plan.source,
        IMAGES: None if plan.images == lab.SOURCES[plan.source].usual else str(plan.images),
    }


def read(link: Mapping[str, str | None]) -> tuple[str | None, lab.Plan]:
    """The experiment, and the plan that differs from it as the link says. Raises lab.InvalidPlan."""
    preset = link[PRESET] or beginning()
    about, source = lab.PRESETS.get(preset), link[PICTURES] or usual_pictures()
    variant = link[KIND] or (about.variant if about else "")
    if (about is None and preset != "none") or variant not in variant_names() or source not in lab.SOURCES:
        raise lab.InvalidPlan(UNFIT)
    config, training = _usual(variant, preset)
    images = link[IMAGES]
    try:
        plan = lab.Plan(
            variant,
            config | _values(link[SETTINGS], config),
            TrainConfig(**training | _values(link[TRAINING], training)),
            source,
            _whole(images) if images else lab.SOURCES[source].usual,
        )
    except (ValueError, KeyError) as error:
        raise lab.InvalidPlan(UNFIT) from error
    if not lab.SOURCES[source].here() or plan.images not in lab.SOURCES[source].stops:
        raise lab.InvalidPlan(UNFIT)
    lab.check(plan)
    return (preset if about else None), plan


def _usual(variant: str, preset: str | None) -> tuple[dict[str, Any], dict[str, Any]]:
    about = lab.PRESETS.get(preset or "")
    first = lab.PRESETS[beginning()]
    config = defaults(variant_class(variant).Config)
    if about and about.variant == variant:
        return config | about.config, asdict(about.training)
    return config | (first.config if variant == first.variant else {}), asdict(first.training)


def _differing(values: Mapping[str, Any], usual: Mapping[str, Any]) -> str | None:
    return ",".join(f"{name}:{_text(value)}" for name, value in values.items() if value != usual[name]) or None


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return "-".join(f"{one[0]}@{one[1]:g}" if isinstance(one, tuple) else str(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _values(text: str | None, usual: Mapping[str, Any]) -> dict[str, Any]:
    """What `text` says of some of the fields that `usual` has. Raises ValueError or KeyError."""
    parts = [part.partition(":") for part in text.split(",")] if text else []
    return {name: _value(said, usual[name]) for name, _, said in parts}


def _value(text: str, usual: Any) -> Any:
    if isinstance(usual, bool):
        return {"yes": True, "no": False}[text]
    if isinstance(usual, tuple):
        pairs = bool(usual) and isinstance(usual[0], tuple)
        return tuple(_amount(part) if pairs else _whole(part) for part in text.split("-"))
    return _whole(text) if isinstance(usual, int) else float(text) if isinstance(usual, float) else text


def _amount(text: str) -> tuple[str, float]:
    name, _, amount = text.partition("@")
    return name, float(amount)


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 6:
        raise ValueError("no whole number")
    return int(text)

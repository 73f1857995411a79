"""Controls made from what choices.py says of a configuration's fields."""

from dataclasses import asdict
from typing import Any

import streamlit as st

from .... import lab
from ....data import mnist
from ....models.choices import Choice, choices, defaults
from ....models.registry import variant_class
from ....noise import NOISES
from ....training.config import TrainConfig
from ....training.recipes import variant_names
from ...session import _training as keys
from ...session import trainings

KIND, DIGITS, PRESET = "train_kind", "train_digits", "train_preset"
# Names as their authors write them; others are only capitalised.
WORDS = {"gelu": "GELU", "relu": "ReLU", "adamw": "AdamW", "sgd": "SGD with momentum"}
WORDS |= {name: noise.title for name, noise in NOISES.items()}
_HIDDEN_FIELDS = ("bfloat16",)


def words(option: str) -> str:
    """An option's name for people."""
    return WORDS.get(option, option.replace("_", " ").capitalize())


def presets() -> None:
    """The presets as chips, with the prediction of the chosen one."""
    st.pills(
        "Things to try",
        list(lab.PRESETS),
        format_func=lambda name: lab.PRESETS[name].title,
        key=keys.hold(PRESET, next(iter(lab.PRESETS))),
        on_change=_take_preset,
        label_visibility="collapsed",
    )
    chosen = lab.PRESETS.get(keys.held(PRESET))
    st.markdown(f"**A prediction:** {chosen.prediction}" if chosen else "Choose one, or set everything yourself.")


def _take_preset() -> None:
    chosen = lab.PRESETS.get(st.session_state[PRESET])
    if chosen is None:
        return
    st.session_state[keys.PRESETS_TAKEN] = st.session_state.get(keys.PRESETS_TAKEN, 0) + 1
    keys.put(keys.numbered(KIND), chosen.variant)
    for name, value in (defaults(variant_class(chosen.variant).Config) | chosen.config).items():
        _put(_key(chosen.variant, name), value)
    for name, value in asdict(chosen.training).items():
        if name not in _HIDDEN_FIELDS:
            _put(_key("training", name), value)


def _put(key: str, value: Any) -> None:
    """Set what a field's widget, or widgets, hold."""
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        keys.put(key, [name for name, _ in value])
        for name, amount in value:
            keys.put(f"{key} {name}", float(amount))
    else:
        keys.put(key, ", ".join(map(str, value)) if isinstance(value, tuple) else value)


def _key(group: str, name: str) -> str:
    return keys.numbered(f"train {group} {name}")


def plan() -> lab.Plan:
    """All controls, and the plan that they make. Raises lab.InvalidPlan when they make none."""
    first = lab.PRESETS[next(iter(lab.PRESETS))]
    variant = _kind(first.variant)
    usual = defaults(variant_class(variant).Config) | (first.config if variant == first.variant else {})
    described = choices(variant_class(variant).Config)
    values = _offer(variant, {name: one for name, one in described.items() if not one.advanced}, usual)
    source, images = _digits()
    taught = choices(TrainConfig, leave_out=_HIDDEN_FIELDS)
    usual_training = asdict(first.training)
    trained = _offer("training", {name: one for name, one in taught.items() if not one.advanced}, usual_training)
    with st.expander("More"):
        trained |= _offer("training", {name: one for name, one in taught.items() if one.advanced}, usual_training)
        values |= _offer(variant, {name: one for name, one in described.items() if one.advanced}, usual)
    return lab.Plan(variant, values, TrainConfig(**trained), source, images)


def _kind(usual: str) -> str:
    key = keys.hold(keys.numbered(KIND), usual)
    st.selectbox("Kind of autoencoder", variant_names(), format_func=lab.title_of, key=key)
    return keys.held(key)


def _digits() -> tuple[str, int]:
    """Where the digits come from and how many; with the way to MNIST where it is not on disk."""
    there = mnist.present(mnist.default_folder())
    names = list(lab.SOURCES) if there else ["strokes"]
    if there:
        key = keys.hold(DIGITS, "mnist")
        st.segmented_control(
            "Digits", names, format_func=lambda name: lab.SOURCES[name].title, key=key, required=True, width="stretch"
        )
        source = keys.held(DIGITS)
    else:
        source = "strokes"
        _way_to_mnist()
    about = lab.SOURCES[source]
    key = keys.hold(f"train images {source}", about.usual)
    st.select_slider("Training digits", about.stops, format_func="{:,}".format, key=key)
    return source, keys.held(key)


def _way_to_mnist() -> None:
    st.markdown("**Digits:** stroke digits, written here by a program. The real thing is MNIST, written by people.")
    going = trainings.download().share is not None
    st.fragment(_download, run_every=0.5 if going else None)(going)


def _download(going: bool) -> None:
    fetching = trainings.download()
    if going and fetching.share is None:
        st.rerun()
    if fetching.share is not None:
        st.progress(fetching.share, f"Fetching MNIST: {100 * fetching.share:.0f} %")
        return
    if st.button("Download MNIST (11 MB)", icon=":material/download:", width="stretch"):
        fetching.start()
        st.rerun()
    if fetching.problem:
        st.warning(fetching.problem, icon=":material/cloud_off:")


def _offer(group: str, described: dict[str, Choice], usual: dict[str, Any]) -> dict[str, Any]:
    """A widget for each field, and what they hold."""
    return {name: _widget(about, usual[name], _key(group, name)) for name, about in described.items()}


def _widget(about: Choice, usual: Any, key: str) -> Any:
    if isinstance(usual, tuple) and usual and isinstance(usual[0], tuple):
        return _amounts(about, usual, key)
    if isinstance(usual, tuple):
        key = keys.hold(key, ", ".join(map(str, usual)))
        st.text_input(about.title, help=about.help, key=key, max_chars=60)
        return _sizes(about, keys.held(key))
    keys.hold(key, usual)
    if isinstance(usual, bool):
        st.toggle(about.title, help=about.help, key=key)
    elif isinstance(usual, str):
        st.selectbox(about.title, about.options, format_func=words, help=about.help, key=key)
    elif about.stops:
        stops = sorted({*about.stops, usual, st.session_state[key]})
        st.select_slider(about.title, stops, format_func="{:,g}".format, help=about.help, key=key)
    elif about.step:
        st.slider(about.title, about.low, about.high, step=about.step, help=about.help, key=key)
    else:
        whole = isinstance(usual, int)
        low, high = (None if bound is None else type(usual)(bound) for bound in (about.low, about.high))
        st.number_input(about.title, low, high, step=1 if whole else None, help=about.help, key=key)
    return keys.held(key)


def _amounts(about: Choice, usual: tuple, key: str) -> tuple[tuple[str, float], ...]:
    """Some of the options, each with an amount."""
    known = dict(usual)
    keys.hold(key, list(known))
    st.pills(about.title, about.options, selection_mode="multi", format_func=words, help=about.help, key=key)
    chosen = []
    for name in (one for one in about.options if one in keys.held(key)):
        amount = keys.hold(f"{key} {name}", float(known.get(name, (about.low + about.high) / 2)))
        st.slider(f"{words(name)}, at most", about.low, about.high, step=0.05, key=amount)
        chosen.append((name, keys.held(amount)))
    return tuple(chosen)


def _sizes(about: Choice, text: str) -> tuple[int, ...]:
    parts = text.replace(",", " ").split()
    if not all(part.isdecimal() and len(part) <= 6 for part in parts):
        raise lab.InvalidPlan(f"{about.title} takes whole numbers with commas between them, such as 500, 250.")
    return tuple(map(int, parts))

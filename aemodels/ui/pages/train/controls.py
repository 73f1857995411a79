"""Controls made from what choices.py says of a configuration's fields."""

from dataclasses import asdict
from typing import Any

import streamlit as st

from .... import lab
from ....data.datasets import DATASETS
from ....models.choices import Choice, choices, defaults
from ....models.registry import variant_class
from ....noise import NOISES
from ....training.config import TrainConfig
from ....training.recipes import variant_names
from ...session import _training as keys
from ...session import trainings
from . import plan_link, view

KIND, DIGITS, PRESET = "train_kind", "train_digits", "train_preset"
# Names as their authors write them; others are only capitalised.
WORDS = {"gelu": "GELU", "relu": "ReLU", "adamw": "AdamW", "sgd": "SGD with momentum"}
WORDS |= {name: noise.title for name, noise in NOISES.items()}
_HIDDEN_FIELDS = ("bfloat16",)


def words(option: str) -> str:
    """An option's name for people."""
    return WORDS.get(option, option.replace("_", " ").capitalize())


def open_link() -> str | None:
    """Start from what the link asks to be trained. Returns a sentence where that cannot be."""
    link = keys.link()
    if link is None:
        return None
    try:
        preset, asked = plan_link.read(link)
    except lab.InvalidPlan as error:
        keys.start(PRESET, plan_link.beginning())  # so that it is said once
        return str(error)
    keys.start(PRESET, preset)
    keys.start(DIGITS, asked.source)
    keys.put(f"train images {asked.source}", asked.images)
    _put_all(asked.variant, asked.config, asked.training)
    return None


def renew_link(plan: lab.Plan) -> None:
    """Let the link say what is to be trained."""
    keys.renew_link(plan_link.said(plan, keys.held(PRESET)))


def presets() -> None:
    """The presets as chips, with the question of the chosen one: first one's own answer, then the training's."""
    st.pills(
        "Things to try",
        list(lab.PRESETS),
        format_func=lambda name: lab.PRESETS[name].title,
        default=keys.begun(PRESET, plan_link.beginning()),
        key=PRESET,
        on_change=_take_preset,
        label_visibility="collapsed",
    )
    chosen = lab.PRESETS.get(keys.held(PRESET))
    if chosen is None:
        st.markdown("Choose one, or set everything yourself.")
        return
    guess = _guess(keys.held(PRESET), chosen.question)
    run = trainings.current()
    status = run.status() if run and chosen.is_plan(run.plan) else None
    if run and status and status.ended:
        st.markdown(view.checked(chosen.question, guess, run, status.state == "failed"))
    else:
        st.markdown("Make up your mind, then press Train." if guess is None else "Now press Train and see.")


def _guess(preset: str, question: lab.Question) -> int | None:
    name = f"train guess {preset}"
    before = keys.begun(name, None)
    options = question.options
    place = options.index(before) if before in options else None
    st.radio(question.text, options, place, key=keys.key(name), horizontal=True)
    guess = keys.held(name)
    return options.index(guess) if guess in options else None


def _take_preset() -> None:
    chosen = lab.PRESETS.get(st.session_state[PRESET])
    if chosen is None:
        return
    _put_all(chosen.variant, defaults(variant_class(chosen.variant).Config) | chosen.config, chosen.training)


def _put_all(variant: str, config: dict[str, Any], training: TrainConfig) -> None:
    keys.put(KIND, variant)
    for name, value in config.items():
        _put(_name(variant, name), value)
    for name, value in asdict(training).items():
        if name not in _HIDDEN_FIELDS:
            _put(_name("training", name), value)


def _put(name: str, value: Any) -> None:
    """Set what a field's control, or controls, hold."""
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        keys.put(name, [option for option, _ in value])
        for option, amount in value:
            keys.put(f"{name} {option}", float(amount))
    else:
        keys.put(name, ", ".join(map(str, value)) if isinstance(value, tuple) else value)


def _name(group: str, field: str) -> str:
    return f"train {group} {field}"


def plan() -> lab.Plan:
    """All controls, and the plan that they make. Raises lab.InvalidPlan when they make none."""
    first = lab.PRESETS[plan_link.beginning()]
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
    names = variant_names()
    place = names.index(keys.begun(KIND, usual))
    st.selectbox("Kind of autoencoder", names, place, format_func=lab.title_of, key=keys.key(KIND))
    return keys.held(KIND)


def _digits() -> tuple[str, int]:
    """Where the pictures come from and how many; with the way to those that are not on disk."""
    here = [name for name, one in lab.SOURCES.items() if one.here()]
    source = here[0]
    if len(here) > 1:
        st.pills(
            "Pictures",
            here,
            default=source if keys.begun(DIGITS, source) not in here else keys.begun(DIGITS, source),
            format_func=lambda name: lab.SOURCES[name].title,
            key=DIGITS,
            required=True,
        )
        source = keys.held(DIGITS)
    _ways_to_more([name for name in DATASETS if name not in here])
    about = lab.SOURCES[source]
    name = f"train images {source}"
    usual = keys.begun(name, about.usual)
    st.select_slider("Training pictures", about.stops, usual, format_func="{:,}".format, key=keys.key(name))
    return source, keys.held(name)


def _ways_to_more(absent: list[str]) -> None:
    """Where to get the data sets that are not on disk; MNIST, which all pages are about, stands open."""
    going = trainings.download().share is not None
    if "mnist" in absent:
        st.markdown("**Digits:** stroke digits, written here by a program. The real thing is MNIST, written by people.")
    if absent or going:
        st.fragment(_downloads, run_every=0.5 if going else None)(absent, going)


def _downloads(absent: list[str], going: bool) -> None:
    fetching = trainings.download()
    if going and fetching.share is None:
        st.rerun()
    if fetching.share is not None:
        st.progress(fetching.share, f"Fetching {fetching.dataset.title}: {100 * fetching.share:.0f} %")
        return
    _way_to([name for name in absent if name == "mnist"])
    others = [name for name in absent if name != "mnist"]
    if others:
        with st.popover("Other pictures", icon=":material/download:", width="stretch"):
            st.markdown("Ten kinds each, 60,000 to train on. They stay with this server, for everybody.")
            _way_to(others)
    if fetching.problem:
        st.warning(fetching.problem, icon=":material/cloud_off:")


def _way_to(names: list[str]) -> None:
    for name in names:
        about = DATASETS[name]
        if st.button(f"Download {about.title} ({about.megabytes} MB)", icon=":material/download:", width="stretch"):
            trainings.download().start(name)
            st.rerun()


def _offer(group: str, described: dict[str, Choice], usual: dict[str, Any]) -> dict[str, Any]:
    """A control for each field, and what they hold."""
    return {name: _control(about, usual[name], _name(group, name)) for name, about in described.items()}


def _control(about: Choice, usual: Any, name: str) -> Any:
    if isinstance(usual, tuple) and usual and isinstance(usual[0], tuple):
        return _amounts(about, dict(usual), name)
    told: dict[str, Any] = {"label": about.title, "help": about.help, "key": keys.key(name)}
    if isinstance(usual, tuple):
        st.text_input(value=keys.begun(name, ", ".join(map(str, usual))), max_chars=60, **told)
        return _sizes(about, keys.held(name))
    value = keys.begun(name, usual)
    if isinstance(usual, bool):
        st.toggle(value=value, **told)
    elif isinstance(usual, str):
        st.selectbox(options=about.options, index=about.options.index(value), format_func=words, **told)
    elif about.stops:
        stops = sorted({*about.stops, usual, value})
        st.select_slider(options=stops, value=value, format_func="{:,g}".format, **told)
    elif about.step:
        st.slider(min_value=about.low, max_value=about.high, value=value, step=about.step, **told)
    else:
        whole = isinstance(usual, int)
        low, high = (None if bound is None else type(usual)(bound) for bound in (about.low, about.high))
        st.number_input(min_value=low, max_value=high, value=value, step=1 if whole else None, **told)
    return keys.held(name)


def _amounts(about: Choice, usual: dict[str, float], name: str) -> tuple[tuple[str, float], ...]:
    """Some of the options, each with an amount."""
    st.pills(
        about.title,
        about.options,
        selection_mode="multi",
        default=keys.begun(name, list(usual)),
        format_func=words,
        help=about.help,
        key=keys.key(name),
    )
    low, high = about.low or 0.0, about.high or 0.0
    chosen = []
    for option in (one for one in about.options if one in keys.held(name)):
        amount = f"{name} {option}"
        value = keys.begun(amount, float(usual.get(option, (low + high) / 2)))
        st.slider(f"{words(option)}, at most", low, high, value, step=0.05, key=keys.key(amount))
        chosen.append((option, keys.held(amount)))
    return tuple(chosen)


def _sizes(about: Choice, text: str) -> tuple[int, ...]:
    parts = text.replace(",", " ").split()
    if not all(part.isdecimal() and len(part) <= 6 for part in parts):
        raise lab.InvalidPlan(f"{about.title} takes whole numbers with commas between them, such as 500, 250.")
    return tuple(map(int, parts))

"""The visitor's training and the models that come of it."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import lru_cache

import streamlit as st
from streamlit import runtime as streamlit_runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ... import lab
from ...live import shelf
from ...store.cards import as_tuples
from ...support.kept import once
from ...training.config import TrainConfig
from . import _training as keys
from . import choose_too


@once
def queue() -> "lab.Queue":
    """The queue of this process: one training for each core at a time."""
    return lab.Queue()


@once
def download() -> "lab.Download":
    """The download of a data set, one for all visitors."""
    return lab.Download()


@dataclass(frozen=True, eq=False)
class Own(shelf.Loaded):
    """A model of the visitor's, with what it takes to keep it."""

    result: "lab.Result"


def _visitor() -> Callable[[], bool]:
    """Whether the visitor who is here now still has the page open; asked from any thread, any time later."""
    session = getattr(get_script_run_ctx(suppress_warning=True), "session_id", "")

    def is_here() -> bool:
        return not streamlit_runtime.exists() or streamlit_runtime.get_instance().is_active_session(session)

    return is_here


def current() -> "lab.Run | None":
    """The visitor's latest training."""
    return st.session_state.get(keys.RUN)


def is_active() -> bool:
    """Whether the visitor's training still goes on."""
    run = current()
    return run is not None and not run.status().ended


def start(plan: "lab.Plan | None") -> None:
    """Train `plan` in place of whatever the visitor trains now; notes a sentence when it asks for too much.

    None, for which no button that can be pressed asks, trains nothing.
    """
    st.session_state[keys.NOTICE] = None
    if plan is None:
        return
    try:
        run = queue().start(plan, _visitor())
    except lab.InvalidPlan as error:
        st.session_state[keys.NOTICE] = str(error)
        return
    if before := current():
        before.stop(keep=False)
    st.session_state[keys.RUN] = run


def again(seed: int | None = None) -> None:
    """Train the same plan anew, from the same seed or another; nothing where nothing was trained yet."""
    run = current()
    if run is None:
        return
    start(run.plan if seed is None else replace(run.plan, training=replace(run.plan.training, seed=seed)))


def adopt() -> None:
    """Take the result of a training that has ended among the visitor's models, where every page finds it."""
    run = current()
    if run is None or run is st.session_state.get(keys.TAKEN) or run.result is None:
        return
    st.session_state[keys.TAKEN] = run
    add(run.result)


def add(result: "lab.Result") -> None:
    """Put a model first among the visitor's own; beyond MOST_OWN the oldest goes."""
    count = st.session_state[keys.COUNT] = st.session_state.get(keys.COUNT, 0) + 1
    st.session_state[keys.OWN] = [_own(result.called(f"own-{count}")), *keys.own()][: keys.MOST_OWN]
    choose_too("models", f"own-{count}")


def _own(result: "lab.Result") -> Own:
    shown = shelf.ready(result.card, result.model, result.statistics)
    return Own(shown.card, shown.model, shown.statistics, shown.code_reach, result)


def rename(name: str, title: str) -> str:
    """Give one of the visitor's models another title; returns the one it has got."""
    models = [_own(one.result.named(title)) if one.card.name == name else one for one in keys.own()]
    st.session_state[keys.OWN] = models
    return next((one.card.title for one in models if one.card.name == name), "")


def remove(name: str) -> None:
    """Let one of the visitor's models go."""
    st.session_state[keys.OWN] = [one for one in keys.own() if one.card.name != name]


def preview(plan: "lab.Plan") -> "tuple[lab.Stage, lab.Frame]":
    """What the untrained network of `plan` makes of the ten digits. Raises lab.InvalidPlan."""
    return _preview(json.dumps([asdict(plan)["config"], asdict(plan.training)]), plan.variant, plan.source, plan.images)


@lru_cache(64)
def _preview(choices: str, variant: str, source: str, images: int) -> "tuple[lab.Stage, lab.Frame]":
    config, training = json.loads(choices)
    plan = lab.Plan(variant, as_tuples(config), TrainConfig(**training), source, images)
    return lab.preview(lab.check(plan), *lab.SOURCES[source].sample())

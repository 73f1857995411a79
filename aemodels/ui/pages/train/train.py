"""Train an autoencoder and watch it learn."""

import streamlit as st

from aemodels import lab
from aemodels.store.bundle import LARGEST_ZIP, BadPackage
from aemodels.ui.pages.train import controls
from aemodels.ui.pages.train import view as watching
from aemodels.ui.pages.train.monitor import monitor
from aemodels.ui.session import _training as keys
from aemodels.ui.session import trainings
from aemodels.ui.shared import charts, frame

REFRESH = 0.8  # seconds between two looks at a training


def bench(plan: lab.Plan | None, complaint: str | None, refreshing: bool) -> None:
    """Buttons, and what is being learned below them; runs again and again while a training goes on."""
    run = trainings.current()
    status = run.status() if run else None  # one look for all, or the buttons would contradict what stands below them
    active = status is not None and not status.ended
    buttons(plan, status, active)
    if active != refreshing:
        trainings.adopt()
        st.rerun()
    frame.show_notices(complaint, st.session_state.get(keys.NOTICE))
    shown = watching.training(run, status) if run else None
    if shown is None and plan:
        shown = watching.untrained(plan, *trainings.preview(plan))
        if status and active:
            shown |= {"state": status.state, "words": watching.sentence(status)}
    if shown:
        monitor(shown)
    if run and status and status.ended:
        to_read(run, status)


def to_read(run: lab.Run, status: lab.Status) -> None:
    """The curves of a training that has ended, one click deeper: values to point at, and a picture to keep."""
    figure = watching.curve_figure(run, status)
    if figure:
        with st.expander("The training curves, to read off and to keep"):
            charts.show(figure, "curves", "Loss on training and test digits by epoch", 400)


def buttons(plan: lab.Plan | None, status: lab.Status | None, active: bool) -> None:
    """Train, or pause and go on; one epoch; stop; the same again."""
    run = trainings.current()
    state = status.state if status else "none"
    with st.container(key="lab-buttons", horizontal=True, gap="small"):
        if run and state == "paused":
            st.button("Continue", type="primary", icon=":material/play_arrow:", on_click=run.resume)
        elif run and active:
            st.button(
                "Pause", type="primary", icon=":material/pause:", on_click=run.pause, disabled=state == "measuring"
            )
        else:
            st.button(
                "Train",
                type="primary",
                icon=":material/play_arrow:",
                on_click=trainings.start,
                args=(plan,),
                disabled=plan is None,
            )
        learning = active and state != "measuring"
        step, end = run.one_epoch if run and learning else None, run.stop if run and active else None
        st.button("One epoch", icon=":material/skip_next:", on_click=step, disabled=not learning)
        st.button("Stop", icon=":material/stop:", on_click=end, disabled=not active)
        st.button("Same seed again", icon=":material/replay:", on_click=trainings.again, disabled=run is None)
        st.button("New seed", icon=":material/casino:", on_click=new_seed, disabled=run is None)


def new_seed() -> None:
    """The same plan from the next seed, which the control then shows as well."""
    run = trainings.current()
    if run is None:
        return
    seed = (run.plan.training.seed + 1) % 10_000
    keys.put("train training seed", seed)
    trainings.again(seed)


def chosen() -> tuple[lab.Plan | None, str | None]:
    """What the controls ask for, or why that cannot be."""
    try:
        plan = controls.plan()
        trainings.preview(plan)
        controls.renew_link(plan)
    except (lab.InvalidPlan, FileNotFoundError) as error:
        return None, lab.told(error)
    return plan, None


def yours() -> None:
    """The visitor's models: to name, to keep, to let go, to bring back."""
    with st.container(key="lab-yours"):
        st.header("Your models")
        if not keys.own():
            st.markdown("What you train appears here and, for you alone, on all other pages.")
        else:
            st.markdown(
                f"The latest {keys.MOST_OWN} are on all other pages, for you alone, as long as this tab stays open. "
                "Download what you want to keep."
            )
        for one in keys.own():
            row(one)
        upload()


def row(one: trainings.Own) -> None:
    """One model with its name, its figures and what can be done with it."""
    name = one.card.name
    with st.container(key=f"own-row-{name}", horizontal=True, gap="small", vertical_alignment="center"):
        st.text_input(
            "Name",
            keys.begun(f"title {name}", one.card.title),
            key=keys.key(f"title {name}"),
            label_visibility="collapsed",
            max_chars=40,
            on_change=rename,
            args=(name,),
        )
        error = one.card.metrics.get("squared_error")
        st.markdown(f"squared error {'not known' if error is None else f'{error:.2f}'}, {one.card.summary}")
        st.download_button(
            "Download",
            one.result.zip,
            f"{name}.zip",
            "application/zip",
            on_click="ignore",
            icon=":material/download:",
            key=f"download {name}",
        )
        st.button("Remove", icon=":material/close:", key=f"remove {name}", on_click=trainings.remove, args=(name,))


def rename(name: str) -> None:
    """Take over a new title, which may come out plainer than it was typed."""
    keys.put(f"title {name}", trainings.rename(name, keys.held(f"title {name}")))


def upload() -> None:
    """A small door for models."""
    with st.popover("Upload a model", icon=":material/upload:"):
        file = st.file_uploader("A zip that was downloaded here", type="zip", max_upload_size=LARGEST_ZIP // 1_000_000)
    if file is None or st.session_state.get(keys.MODEL_UPLOAD) == file.file_id:
        return
    try:
        trainings.add(lab.read(file.getvalue()))
    except BadPackage as error:
        st.warning(str(error), icon=":material/info:")
        return
    st.session_state[keys.MODEL_UPLOAD] = file.file_id
    st.rerun()


unfit = controls.open_link()
frame.opening("train")
frame.show_notices(unfit)
with st.container(key="lab-presets"):
    controls.presets()
controls_place, bench_place = frame.layout("lab", "controls", "bench")
with controls_place:
    wanted, problem = chosen()
going = trainings.is_active()
with bench_place:
    st.fragment(bench, run_every=REFRESH if going else None)(wanted, problem, going)
trainings.adopt()
yours()
frame.explanations("train")

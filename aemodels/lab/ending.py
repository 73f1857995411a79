"""How a training ends: by somebody's wish, by grief, and with a model that has been measured."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from torch import nn

from ..data.mnist import DataMissing
from ..models.base import Autoencoder
from ..training.loop import TrainingDiverged
from . import results, sources
from .plan import Plan
from .results import Result
from .sources import Digits

FEW = "It was measured on ten test digits only."


class Stop(Exception):
    """Raised out of whatever a run does through its callbacks. `keep`: whether what has been learned so far is kept."""

    def __init__(self, message: str = "", keep: bool = True):
        super().__init__(message)
        self.keep = keep


@dataclass(frozen=True)
class Wish:
    """That a run should end, and how. An exception would hold all that its traceback has passed."""

    message: str = ""
    keep: bool = True


def told(error: Exception, what: str = "training") -> str:
    """What is said to people of an error that has ended the training, or the measuring; logs what nobody foresaw."""
    if not isinstance(error, TrainingDiverged | DataMissing):
        logging.getLogger(__name__).error("a %s broke off", what, exc_info=error)
        return f"The {what} broke off, and not through your choices. Please start it again."
    return sources.told(error)


def measured(
    plan: Plan,
    model: Autoencoder,
    digits: Digits,
    epochs: float,
    seconds: float,
    begin: Callable[[], None],
    check: Callable[[], None],
) -> tuple[Result, str]:
    """`model` measured on all test digits, and "" as there is nothing to say of that; or on ten, and why.

    Ten come first, which takes a moment: then there is something to keep when the rest, which may take minutes, is
    stopped or breaks off. `begin` is called before the rest, and `check` before every layer; both may raise Stop, which
    is raised on where nothing is to be kept.
    """

    def insist() -> None:
        try:
            check()
        except Stop as stop:
            if not stop.keep:
                raise

    with before_each_layer(model, insist):
        few = results.measure(plan, model, digits.few(), epochs, seconds, noise_images=1)
    try:
        begin()
        with before_each_layer(model, check):
            return results.measure(plan, model, digits, epochs, seconds), ""
    except Stop as stop:
        if not stop.keep:
            raise
        return few, FEW
    except Exception as error:
        return few, f"{told(error, 'measuring')} {FEW}"


@contextmanager
def before_each_layer(model: nn.Module, call: Callable[[], None]) -> Iterator[None]:
    """Have `call` called before every layer of `model` works; it may raise to break off what the model is used for."""
    hooks = [layer.register_forward_pre_hook(lambda *_: call()) for layer in model.modules()]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()

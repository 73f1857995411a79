"""What is kept of a model at one moment of its training: small, and always of the same digits."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor

from ..models import losses
from ..models.base import Autoencoder
from .sources import Digits, ten

CROWD = 500  # test digits (and as many training digits) that losses, codes and activities are taken of
BINS = 40


@dataclass(frozen=True)
class Frame:
    """Ten digits redrawn, a map of codes if a code is two numbers, and what the first layer answers, after `step`s."""

    step: int
    error: float  # squared error on the test digits of the crowd
    pictures: bytes  # 10 x 784 pixels
    codes: Tensor | None  # int16 (CROWD, 2), thousandths
    histogram: tuple[int, ...]  # counts of the first layer's activations in BINS equal bins
    edges: tuple[float, float]
    activity: float  # mean activation of the first layer


@dataclass(frozen=True)
class Point:
    """The loss and its terms after `step`s, on the same training and test digits each time, in eval mode."""

    step: int
    train: dict[str, float]
    test: dict[str, float]
    error: float


@dataclass(frozen=True)
class Stage:
    """What stays the same in all frames of a training."""

    originals: bytes  # the ten digits, 10 x 784 pixels
    labels: bytes  # of the crowd
    layers: tuple[tuple[str, int], ...]  # names and units, from the first hidden layer to the code
    parameters: int
    mean_error: float  # squared error of always answering the mean of the crowd
    weights: dict[str, float]  # how often the loss counts its terms; those that are not listed count once


class Viewer:
    """Looks at a model while it learns, always at the same digits, and leaves no trace in it."""

    def __init__(self, model: Autoencoder, digits: Digits, device: torch.device):
        self.model = model
        self.ten = ten(digits.test, digits.labels).to(device)
        self.train, self.test = (x[:CROWD].to(device) for x in (digits.train, digits.test))
        self.labels = digits.labels[:CROWD]
        self.flat = model.code_kind == "vector" and model.code_size == 2

    @torch.no_grad()
    def stage(self) -> Stage:
        """What the frames have in common."""
        with _looking_at(self.model):
            layers = tuple((name, h.shape[1]) for name, h in self.model.activations(self.ten[:1]).items())
        mean_error = float(losses.squared_error(self.test.mean(0, keepdim=True).expand_as(self.test), self.test).mean())
        labels = self.labels.byte().numpy().tobytes()
        weights = self.model.loss_weights
        return Stage(_bytes(self.ten), labels, layers, self.model.parameter_count, mean_error, weights)

    @torch.no_grad()
    def frame(self, step: int) -> Frame:
        """What the model makes of the digits now."""
        with _looking_at(self.model):
            first = next(iter(self.model.activations(self.test).values())).flatten().float().nan_to_num()
            low, high = (float(value) for value in first.aminmax())
            low, high = (low, high) if high > low else (low - 0.5, low + 0.5)
            codes = self.model.encode(self.test).float() if self.flat else None
            return Frame(
                step,
                float(losses.squared_error(self.model(self.test), self.test).mean()),
                _bytes(self.model(self.ten)),
                None if codes is None else codes.nan_to_num().mul(1000).round().clamp(-32_000, 32_000).short().cpu(),
                tuple(first.cpu().histc(BINS, low, high).int().tolist()),
                (low, high),
                float(first.mean()),
            )

    @torch.no_grad()
    def point(self, step: int) -> Point:
        """The loss now."""
        with _looking_at(self.model):
            error = float(losses.squared_error(self.model(self.test), self.test).mean())
            return Point(step, self._losses(self.train), self._losses(self.test), error)

    def _losses(self, x: Tensor) -> dict[str, float]:
        generator = torch.Generator(x.device).manual_seed(0)  # the same noise at each moment
        return {name: float(term) for name, term in self.model.loss(x, generator).items()}


def _bytes(x: Tensor) -> bytes:
    return x.nan_to_num().mul(255).round().clamp(0, 255).byte().cpu().numpy().tobytes()


@contextmanager
def _looking_at(model: Autoencoder) -> Iterator[None]:
    mode = model.training
    model.eval()
    try:
        yield
    finally:
        model.train(mode)


def preview(model: Autoencoder, x: Tensor, labels: Tensor) -> tuple[Stage, Frame]:
    """What a model that nobody has trained makes of some digits."""
    viewer = Viewer(model.eval(), Digits(x, x, labels, {}), torch.device("cpu"))
    return viewer.stage(), viewer.frame(0)

"""What an encoder knows before it is told: a softmax on top, trained with few labels or many."""

from dataclasses import replace
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..models.batches import in_batches
from ..models.registry import fresh
from ..models.stacked import StackedAutoencoder
from .loop import Fit, TrainConfig, fit

Labelled = tuple[Tensor, Tensor]  # images (N, 1, 28, 28) and labels (N,)

# Labels -> passes over them: 200, 400, 1,200 and 4,690 gradient steps.
PASSES = {100: 200, 1_000: 40, 10_000: 12, 60_000: 10}
SEEDS = 5  # trainings of each kind: their outcome hangs on which labels they are, and on their order


class Classifier(nn.Module):
    """The sigmoid layers of a stack with a softmax on top; all weights learn from the labels.

    For `fit`, which knows no labels, its data are the numbers of the images: `loss` looks both up.
    """

    def __init__(self, model: StackedAutoencoder, data: Labelled):
        super().__init__()
        hidden = len(model.config.hidden)
        self.weights = nn.ParameterList(weight.detach().clone() for weight in model.weights[:hidden])
        self.biases = nn.ParameterList(bias.detach().clone() for bias in model.up_biases[:hidden])
        # From 0, so that nothing here is left to chance.
        self.top_weight = nn.Parameter(torch.zeros(10, self.weights[-1].shape[0], device=data[0].device))
        self.top_bias = nn.Parameter(torch.zeros(10, device=data[0].device))
        self._data = data

    def forward(self, x: Tensor) -> Tensor:
        """Images (N, 1, 28, 28) -> logits of the ten digits (N, 10)."""
        h = x.flatten(1)
        for weight, bias in zip(self.weights, self.biases, strict=True):
            h = F.linear(h, weight, bias).sigmoid()
        return F.linear(h, self.top_weight, self.top_bias)

    def loss(self, numbers: Tensor, generator: torch.Generator) -> dict[str, Tensor]:  # noqa: ARG002 nothing random here
        """Cross-entropy in nats over the images that `numbers` (N,) count out."""
        x, labels = (part[numbers] for part in self._data)
        nats = F.cross_entropy(self(x).float(), labels)
        return {"loss": nats, "cross_entropy": nats}


def balanced(labels: Tensor, count: int, generator: torch.Generator) -> Tensor:
    """Numbers of `count` images by chance, equally many of each digit (all of them where there are too few)."""
    order = torch.randperm(len(labels), generator=generator, device=generator.device).to(labels.device)
    if count >= len(labels):
        return order
    return torch.cat([order[labels[order] == digit][: count // 10] for digit in range(10)])


def classification_error(
    model: StackedAutoencoder, train: Labelled, test: Labelled, config: TrainConfig, count: int, fit: Fit = fit
) -> float:
    """Share of test images that the classifier on top of `model` takes for another digit, 0 to 1.

    It learns from `count` training labels, which follow, like the order of the batches, from `config.seed`. `model`
    itself stays as it is.
    """
    chosen = balanced(train[1], count, torch.Generator().manual_seed(config.seed))
    classifier = Classifier(model, train).to(train[0].device)
    fit(classifier, chosen, replace(config, affine_share=0))
    with torch.no_grad():
        answers = in_batches(classifier, test[0]).argmax(1)
    return float((answers != test[1]).float().mean())


def label_curve(
    model: StackedAutoencoder, train: Labelled, test: Labelled, config: TrainConfig, fit: Fit = fit
) -> dict[str, dict[str, Any]]:
    """Classification errors by number of labels, of `model`'s encoder and of the same net from random weights.

    {"100": {"pretrained": mean over the seeds, "pretrained_standard_error": of that mean, "random": ...,
    "random_standard_error": ..., "seeds": how many}, ...}; as shares, 0 to 1. The standard error is the seeds' standard
    deviation (with n - 1) over the root of their number.
    """
    curve = {}
    device = model.device
    for count, passes in PASSES.items():
        row: dict[str, Any] = {}
        for start in ("pretrained", "random"):
            errors = []
            for seed in range(SEEDS):
                net = model if start == "pretrained" else fresh(type(model), seed, **vars(model.config)).to(device)
                training = replace(config, seed=seed, epochs=passes, batch_size=100 if count < 60_000 else 128)
                errors.append(classification_error(net, train, test, training, count, fit))
            row[start] = float(torch.tensor(errors).mean())
            row[f"{start}_standard_error"] = float(torch.tensor(errors).std()) / SEEDS**0.5
        curve[str(count)] = row | {"seeds": SEEDS}
    return curve

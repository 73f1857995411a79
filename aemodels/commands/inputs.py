"""What the commands are given to work on: the pictures of a data set, its recipes and its models."""

from argparse import Namespace
from dataclasses import replace

import torch

from ..data import mnist
from ..data.datasets import DATASETS, of_card
from ..store import pretrained
from ..training.classification import Labelled
from ..training.recipes import Recipe


def load_data(arguments: Namespace, device: torch.device) -> dict[str, Labelled]:
    """The training and the test images, "train" and "test", with their labels."""
    _fetch(arguments)
    return {
        split: _on(device, *mnist.load(arguments.data, split, name=arguments.dataset)) for split in ("train", "test")
    }


def validation_data(arguments: Namespace, device: torch.device) -> dict[str, Labelled]:
    """The training images alone: "test" is what mnist.split holds out of them."""
    _fetch(arguments)
    parts = mnist.split(*mnist.load(arguments.data, "train", name=arguments.dataset))
    return {name: _on(device, *one) for name, one in zip(("train", "test"), parts, strict=True)}


def _fetch(arguments: Namespace) -> None:
    if arguments.download:
        mnist.download(arguments.data, name=arguments.dataset)


def _on(device: torch.device, x: torch.Tensor, labels: torch.Tensor) -> Labelled:
    return x.to(device), labels.to(device)


def recipe_for(recipe: Recipe, dataset: str) -> Recipe:
    """The recipe for a data set: models of another one than MNIST are called after it."""
    about = DATASETS[dataset]
    title = recipe.title if dataset == "mnist" else f"{recipe.title}, {about.title}"
    return replace(recipe, name=about.model(recipe.name), title=title)


def models_of(arguments: Namespace) -> list[str]:
    """The models to measure: those that are named, or all of the data set.

    Raises ValueError where there are none, and where the card of another data set's model would be renewed.
    """
    dataset = DATASETS[arguments.dataset]
    found = {name: of_card(pretrained.card(name).data) or dataset for name in arguments.names or pretrained.names()}
    others = [name for name, of in found.items() if of is not dataset]
    if others and arguments.names and arguments.write:
        of = found[others[0]]
        raise ValueError(f"{others[0]} was trained on {of.title}; to renew its card say --dataset {of.name}")
    names = arguments.names or [name for name in found if name not in others]
    if not names:
        raise ValueError(f"no model here was trained on {dataset.title}")
    return names

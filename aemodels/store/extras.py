"""NAME.extras.safetensors: what a training left besides the weights of its model.

| key | form | meaning |
|---|---|---|
| `SETTING=VALUE/PARAMETER` | float16 | weights at another setting, such as `beta=2/to_pixels.weight` |
| `film/STAGE` | uint8 (10, 784) | the ten hand-made example digits as redrawn after a stage of a greedy training |
| `filters/greedy` | float16 (units, 784) | first-level weights of some units before the fine-tuning changed them |
"""

from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor

from ..models.base import Autoencoder
from . import pretrained
from .files import EXTRAS


def load_extras(name: str | Path, folder: Path | None = None) -> dict[str, Tensor]:
    """What the training of model `name` left besides weights; {} where its card knows of nothing.

    Raises PretrainedError like `load`.
    """
    files = pretrained.files_of(name, folder)
    about = pretrained.read_card(files)
    return pretrained.read_tensors(files, EXTRAS, about) if EXTRAS in about.sha256 else {}


def checkpoints(model: Autoencoder, found: dict[str, Tensor]) -> dict[float, Autoencoder]:
    """Models by setting, ascending, from the extras `found` of `model`: {0.5: ..., 1.0: ..., 4.0: model itself, ...}.

    All are in eval mode on the device of `model`. {} when the extras hold no checkpoints.
    """
    weights: dict[tuple[str, float], dict[str, Tensor]] = {}
    for key, value in found.items():
        label, _, parameter = key.partition("/")
        setting, equals, amount = label.partition("=")
        if equals:
            weights.setdefault((setting, float(amount)), {})[parameter] = value.float()
    models: dict[float, Autoencoder] = {}
    for (setting, number), state in weights.items():
        like = type(model)(replace(model.config, **{setting: number}))
        like.load_state_dict(state)
        models[number] = like.to(model.device).eval().requires_grad_(False)
        models[float(getattr(model.config, setting))] = model
    return dict(sorted(models.items()))


def load_checkpoints(
    name: str | Path, device: str | torch.device | None = None, folder: Path | None = None
) -> dict[float, Autoencoder]:
    """The pretrained model `name` at every setting it was trained at, as `checkpoints` gives them.

    {} for a model without checkpoints. Raises PretrainedError like `load`.
    """
    found = load_extras(name, folder)
    return checkpoints(pretrained.load(name, device, folder), found) if found else {}

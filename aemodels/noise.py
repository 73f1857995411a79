"""Every corruption of a picture. Amounts may differ from image to image; randomness comes from a generator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch
    from torch import Tensor

PATCH = 4  # side of an erased patch in pixels: 7 x 7 patches cover the picture


@dataclass(frozen=True)
class Noise:
    """One kind of corruption: `maximum` is the largest amount that still means something, `unit` what amount counts.

    `amounts`: at which cards tell how well a model denoises; pages begin at the one in the middle.
    """

    title: str
    unit: str
    maximum: float
    amounts: tuple[float, ...]
    apply: Callable[[Tensor, Tensor, torch.Generator | None], Tensor]


def _drawn(draw: str, shape: tuple[int, ...], x: Tensor, generator: torch.Generator | None) -> Tensor:
    import torch  # here: pages name the kinds of noise before torch is there

    # Drawn where the generator lives, so that one seed gives one picture on every device that shares it.
    source = generator.device if generator is not None else x.device
    return getattr(torch, draw)(shape, generator=generator, device=source).to(x.device)


def _gaussian(x: Tensor, amount: Tensor, generator: torch.Generator | None) -> Tensor:
    return (x + amount * _drawn("randn", x.shape, x, generator)).clamp(0, 1)


def _masking(x: Tensor, amount: Tensor, generator: torch.Generator | None) -> Tensor:
    return x * (_drawn("rand", x.shape, x, generator) >= amount)


def _salt_and_pepper(x: Tensor, amount: Tensor, generator: torch.Generator | None) -> Tensor:
    draw = _drawn("rand", x.shape, x, generator)
    return x.where(draw >= amount, (draw < amount / 2).to(x.dtype))


def _erase_patches(x: Tensor, amount: Tensor, generator: torch.Generator | None) -> Tensor:
    patches = _drawn("rand", (len(x), 1, 28 // PATCH, 28 // PATCH), x, generator)
    return x * (patches >= amount).repeat_interleave(PATCH, 2).repeat_interleave(PATCH, 3)


NOISES: dict[str, Noise] = {
    "gaussian": Noise("Gaussian", "standard deviation", 1.0, (0.25, 0.5, 0.75), _gaussian),
    "masking": Noise("Masking", "share of pixels set to black", 1.0, (0.25, 0.5, 0.75), _masking),
    "salt_and_pepper": Noise(
        "Salt and pepper", "share of pixels set to black or white", 1.0, (0.1, 0.25, 0.4), _salt_and_pepper
    ),
    "erase_patches": Noise(
        "Erased patches", "share of 4 × 4 patches set to black", 1.0, (0.1, 0.25, 0.5), _erase_patches
    ),
}


def corrupt(x: Tensor, name: str, amount: float | Tensor, generator: torch.Generator | None = None) -> Tensor:
    """Corrupt images: float32 (N, 1, 28, 28) in [0, 1] -> the same form, a new tensor.

    `name` is a key of NOISES: "gaussian" (amount: standard deviation, result clipped to [0, 1]), "masking" (expected
    share of pixels set to 0; Vincent et al. 2010, section 3.3), "salt_and_pepper" (expected share of pixels set to 0
    or 1, half each), "erase_patches" (expected share of the 49 patches of 4 x 4 pixels set to 0).
    `amount` is one number or one per image, (N,), from 0 to the noise's `maximum`. The same generator state gives the
    same noise. Raises KeyError for an unknown name and ValueError for an amount out of range.
    """
    if name not in NOISES:
        raise KeyError(f"no noise is called {name!r}; known are: {', '.join(NOISES)}")
    import torch

    amounts = torch.as_tensor(amount, dtype=x.dtype, device=x.device)
    if amounts.numel() not in (1, len(x)):
        raise ValueError(f"{amounts.numel()} amounts do not fit {len(x)} images: give one, or one for each")
    if not bool(((amounts >= 0) & (amounts <= NOISES[name].maximum)).all()):
        raise ValueError(f"the amount of {name} noise must lie between 0 and {NOISES[name].maximum}, not {amount}")
    return NOISES[name].apply(x, amounts.reshape(-1, 1, 1, 1), generator)

"""Where the models run."""

import os
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor


def best_device(choice: str | None = None) -> torch.device:
    """CUDA when there is one, then MPS, then the CPU; `choice` or the environment's AEMODELS_DEVICE overrides.

    "auto" and the empty string mean no choice. Raises ValueError for a device that torch does not know or this
    machine does not have.
    """
    chosen = None if choice == "auto" else choice
    wanted = chosen or os.environ.get("AEMODELS_DEVICE") or "auto"
    if wanted == "auto":
        if torch.cuda.is_available():
            return torch.device("cuda")
        return torch.device("mps" if torch.backends.mps.is_available() else "cpu")
    try:
        device = torch.device(wanted)
        torch.empty(1, device=device)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        raise ValueError(
            f"the device {wanted!r} (from --device or AEMODELS_DEVICE) cannot be used here: "
            f"{str(error).splitlines()[0]}. Choose one of auto, cuda, mps, cpu."
        ) from error
    return device


def in_float64(x: Tensor) -> Tensor:
    """x as float64, on its own device, or on the CPU where that is MPS, which knows no float64."""
    return (x.cpu() if x.device.type == "mps" else x).double()


def multiplies_bfloat16(device: torch.device) -> bool:
    """Whether `device` has instructions for products of bfloat16 matrices; without them float32 is the faster one.

    Told by what the processor can do and not by the clock, so that one seed gives one training on a machine.
    """
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    return device.type == "cpu" and any(_capabilities().get(name) for name in ("avx512_bf16", "amx_bf16", "bf16"))


def _capabilities() -> Mapping[str, Any]:
    """What torch knows of the CPU; older versions tell less, and that of Intel and AMD alone."""
    if hasattr(torch.cpu, "get_capabilities"):
        return torch.cpu.get_capabilities()
    return {"avx512_bf16": torch.cpu._is_avx512_bf16_supported(), "amx_bf16": torch.cpu._is_amx_tile_supported()}

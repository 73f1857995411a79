"""Codes as bytes: half the space on disk, and a step finer than any picture shows."""

import torch
from torch import Tensor

FEWEST = 8  # codes of fewer numbers stay as they are: on a map the steps would show as a grid


def pack(statistics: dict[str, Tensor]) -> dict[str, Tensor]:
    """Statistics with `codes` float16 (N, k) -> the same for the disk, with long codes as bytes.

    `codes` then is uint8 and stands for `codes/low` + codes * `codes/step`, both float32 (k,): each dimension's range
    in 255 equal steps, so that no entry is off by more than half a step.
    """
    codes = statistics.get("codes")
    if codes is None or codes.dim() != 2 or codes.shape[1] < FEWEST:
        return statistics
    low, high = codes.float().aminmax(dim=0)
    step = (high - low).clamp_min(1e-12) / 255
    return statistics | {
        "codes": ((codes.float() - low) / step).round().clamp(0, 255).to(torch.uint8),
        "codes/low": low,
        "codes/step": step,
    }


def unpack(found: dict[str, Tensor]) -> dict[str, Tensor]:
    """What `pack` was given, codes as float16 again. Raises ValueError when the packed codes do not fit together."""
    codes, low, step = (found.get(f"codes{part}") for part in ("", "/low", "/step"))
    if step is None:
        return found
    fits = low is not None and codes is not None and low.shape == step.shape == codes.shape[1:]
    if low is None or codes is None or not fits or codes.dim() != 2 or codes.dtype != torch.uint8:
        raise ValueError("its codes are packed in a way that this version does not know")
    rest = {key: value for key, value in found.items() if key not in ("codes/low", "codes/step")}
    return rest | {"codes": (low + codes * step).half()}

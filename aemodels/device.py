"""Where the models run."""

import os

import torch


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

"""Pictures and numbers as the page's scripts read them: bytes in base64."""

import base64
from typing import Any

import torch
from torch import Tensor


def packed(values: Tensor) -> str:
    """Whole numbers as they lie in memory, in base64, which the components unpack."""
    return base64.b64encode(values.detach().cpu().contiguous().numpy().tobytes()).decode()


def thousandths(values: Tensor) -> str:
    """Values from -32.767 to 32.767, any shape -> thousandths as int16, packed; what is no number becomes 0."""
    return packed(values.detach().float().nan_to_num().mul(1000).round().clamp(-32767, 32767).to(torch.int16))


def pictures(x: Tensor) -> list[str]:
    """Images (N, 1, 28, 28) in [0, 1] -> 784 bytes in base64 for each, which the components paint."""
    pixels = x.detach().nan_to_num().mul(255).round_().clamp_(0, 255).to("cpu", torch.uint8).numpy()
    return [base64.b64encode(one.tobytes()).decode() for one in pixels]


def picture(x: Tensor) -> str:
    """One image (1, 1, 28, 28) in [0, 1] as `pictures` has it."""
    return pictures(x)[0]


def still(x: Tensor) -> dict[str, Any]:
    """One image (1, 1, 28, 28) in [0, 1], as a page asks the door about it (messages.Drawn)."""
    return {"picture": picture(x)}


def image(content: bytes) -> Tensor:
    """784 bytes -> an image (1, 1, 28, 28) in [0, 1], the inverse of `picture` before its base64."""
    return torch.frombuffer(bytearray(content), dtype=torch.uint8).reshape(1, 1, 28, 28) / 255

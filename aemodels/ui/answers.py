"""A model's answer to a drawing, measured and ready to paint."""

import base64
from typing import Any

import torch
from torch import Tensor

from ..metrics import share_above, squared_error
from .figures import model_hue
from .runtime import Loaded


def picture(x: Tensor) -> str:
    """One image (1, 1, 28, 28) in [0, 1] -> 784 bytes in base64, which the components paint."""
    return base64.b64encode(x.mul(255).round().clamp(0, 255).to(torch.uint8).cpu().numpy().tobytes()).decode()


def describe(loaded: Loaded) -> dict[str, Any]:
    """What a component shows of a model before there is anything to answer."""
    card = loaded.card
    return {"name": card.name, "title": card.title, "summary": card.summary, "size": card.code_size} | {
        "hue": model_hue(card.name),
        "answer": None,
    }


@torch.inference_mode()
def answer(loaded: Loaded, x: Tensor) -> dict[str, Any]:
    """describe() with the model's answer to x (1, 1, 28, 28): reconstruction, code in bars (-1 to 1), squared error,

    and the share of the 10,000 test images whose error is larger.
    """
    x = x.to(next(loaded.model.parameters()).device)
    z = loaded.model.encode(x)
    x_hat = loaded.model.decode(z)
    error = float(squared_error(x_hat, x))
    return describe(loaded) | {
        "answer": {
            "picture": picture(x_hat),
            "code": [round(value, 3) for value in (z[0] / loaded.code_reach).clamp(-1, 1).tolist()],
            "error": round(error, 4),
            "better": round(share_above(loaded.statistics["error_quantiles"], error), 4),
        },
    }

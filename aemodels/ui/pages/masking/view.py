"""What stands around the holes of the masking page: who is asked, the curves, and the words about attention."""

from typing import Any

from ....live import shelf
from ....live.masking import MEAN_DIGIT
from ...runtime import Loaded
from ...session import Mask
from ...shared.figures import named

NOBODY = {"name": "mean", "title": MEAN_DIGIT, "hue": None}


def fillers(models: list[Loaded]) -> list[dict[str, Any]]:
    """Who answers a hole, for the filled component: the models, then nobody, whom no network stands for."""
    asked = [named(one.card) | {"network": shelf.lend(one)} for one in models]
    return [*asked, NOBODY | {"network": None}]


def about_looks(mask: Mask) -> str:
    """What the attention maps show, in words."""
    if mask.hidden[mask.asked] == "0":
        what = "It is visible, so these are its looks in the **encoder**, which knows the visible patches alone."
    else:
        what = "It is hidden, so these are its looks in the **decoder**, where a mask token stands at its place."
    return (
        f"The patch with the frame is asked: *where do you look?* {what} The brighter the yellow, the more it takes in "
        "from there.\n\nChoose **Ask a patch** below the board and move over the digit. Does a head look at "
        "neighbours, along strokes, or at one place whatever is asked? Nobody told it where to look."
    )


def chart(models: list[Loaded]) -> dict[str, Any]:
    """Error in the hole against the share of patches hidden, on the test set, for the curves component."""
    known = [one for one in models if "hole_error" in one.statistics]
    lines = [named(one.card) | _line(one, "hole_error") for one in known]
    lines.append(NOBODY | _line(models[0], "hole_error_of_mean"))
    highest = max(value for line in lines for value in line["y"])
    return {
        "name": f"holes {','.join(line['name'] for line in lines)}",
        "title": "Squared error per hidden pixel on 1,000 test digits, by share of patches hidden",
        "x": {"title": "Share of the patches that is hidden", "domain": [0, 1]},
        "y": {"title": "Squared error per hidden pixel", "domain": [0, 0.05 * (1 + highest // 0.05)]},
        "trained": 0,
        "lines": lines,
    }


def _line(one: Loaded, entry: str) -> dict[str, Any]:
    shares, values = (one.statistics[key].tolist() for key in ("hole_share", entry))
    return {"x": [round(share, 3) for share in shares], "y": [round(value, 4) for value in values]}

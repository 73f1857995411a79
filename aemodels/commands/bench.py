"""How fast and how big: the measurements behind `python -m aemodels bench`."""

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from ..data import strokes
from ..models.base import Autoencoder
from ..models.registry import create
from ..store import pretrained, shipped
from ..support.device import multiplies_bfloat16
from ..training.loop import TrainConfig, fit

BATCH = 128
APP = Path(__file__).resolve().parents[2]


def _row(what: str, value: float, unit: str) -> dict[str, Any]:
    return {"what": what, "value": value, "unit": unit}


def _synchronise(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize()


def _median_ms(work: Callable[[], object], device: torch.device, repeats: int) -> float:
    times = []
    for _ in range(repeats + 3):
        start = time.perf_counter()
        work()
        _synchronise(device)
        times.append(1000 * (time.perf_counter() - start))
    return median(times[3:])


@torch.inference_mode()
def _models(device: torch.device) -> list[dict[str, Any]]:
    rows = []
    pictures = torch.rand(256, 1, 28, 28, generator=torch.Generator().manual_seed(0)).to(device)
    for card in pretrained.available():
        model = pretrained.load(card.name, device)
        one, many = pictures[:1], pictures
        size = (shipped.FOLDER / f"{card.name}.safetensors").stat().st_size / 1e6
        rows += [
            _row(f"{card.name}: one image", _median_ms(partial(model, one), device, 100), "ms"),
            _row(f"{card.name}: 256 images", _median_ms(partial(model, many), device, 20), "ms"),
            _row(f"{card.name}: parameters", card.parameters, ""),
            _row(f"{card.name}: weights on disk", size, "MB"),
        ]
    return rows


class _Pictures(Dataset):
    """What torchvision's MNIST does for each item: a PIL picture made from the array, then ToTensor, and a label."""

    def __init__(self, images: Tensor, labels: Tensor):
        from PIL import Image
        from torchvision.transforms import ToTensor

        self.images, self.labels = images, labels
        self.picture, self.transform = Image.fromarray, ToTensor()

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        return self.transform(self.picture(self.images[index].numpy())), int(self.labels[index])


def _loader_epoch(model: Autoencoder, loader: DataLoader, device: torch.device) -> None:
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3, fused=True)
    generator = torch.Generator(device).manual_seed(0)
    for x, _ in loader:
        optimiser.zero_grad()
        model.loss(x.to(device), generator)["loss"].backward()
        optimiser.step()


def _throughput(device: torch.device, count: int = 6_000, rounds: int = 3) -> list[dict[str, Any]]:
    """Images a second of fit and of a plain DataLoader loop, in turns, on the same network and the same pictures.

    fit runs in float32, as the plain loop does, and as the recipes do: with matrix products in bfloat16, or in float32
    in their place where the device has no instructions for them; the rows say which.
    """
    x, labels = strokes.dataset(1_000, torch.Generator().manual_seed(0))
    x, labels = x.repeat(count // 1_000, 1, 1, 1), labels.repeat(count // 1_000)
    config: dict[str, Any] = {"code_size": 20, "hidden": (400,), "activation": "relu", "normalise": False}
    models = [create("vae", **config).to(device) for _ in range(3)]
    loader = DataLoader(_Pictures(x.mul(255).byte()[:, 0], labels), BATCH, shuffle=True, generator=torch.Generator())
    whole, training = x.to(device), TrainConfig(epochs=1, batch_size=BATCH, affine_share=0)
    half = "fit, bfloat16" if multiplies_bfloat16(device) else "fit, float32 in place of bfloat16"
    ways = {
        "DataLoader + ToTensor": lambda: _loader_epoch(models[0], loader, device),
        "fit": lambda: fit(models[1], whole, training),
        half: lambda: fit(models[2], whole, replace(training, bfloat16=True)),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, work in ways.items():
            start = time.perf_counter()
            work()
            _synchronise(device)
            seconds[name].append(time.perf_counter() - start)
    speed = {name: count / median(taken) for name, taken in seconds.items()}
    plain = speed["DataLoader + ToTensor"]
    return [
        *(_row(f"training 784-400-20 VAE, {name}", value, "images/s") for name, value in speed.items()),
        _row("fit over DataLoader", speed["fit"] / plain, "times"),
        _row(f"{half}, over DataLoader", speed[half] / plain, "times"),
    ]


def _in_a_fresh_process(code: str) -> float:
    """What `code` prints last, as a number, run by a Python of its own from the repository's root."""
    done = subprocess.run([sys.executable, "-c", code], cwd=APP, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def _start_up() -> list[dict[str, Any]]:
    clock = "import time; start = time.perf_counter(); {work}; print(time.perf_counter() - start)"
    pages = "import streamlit, aemodels.ui.runtime, aemodels.ui.shared.pickers, aemodels.live"
    memory = (
        "import sys, aemodels, aemodels.commands.bench as b; models = [aemodels.load(n) for n in b.pretrained.names()];"
        "print(b.resident_memory())"
    )
    return [
        _row("import aemodels", _in_a_fresh_process(clock.format(work="import aemodels")), "s"),
        _row("import what the app needs", _in_a_fresh_process(clock.format(work=pages)), "s"),
        _row("resident memory with all models loaded", _in_a_fresh_process(memory), "MB"),
    ]


def resident_memory() -> float:
    """Resident memory of this process in MB. Raises OSError where the system has no way to tell."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) / 1e3 for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    import resource  # not on Windows; peak instead of current on a Mac

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def measure(device: torch.device) -> list[dict[str, Any]]:
    """All measurements as rows {"what", "value", "unit"}: medians; ratios within this run tell more than figures."""
    return [
        _row(f"torch threads on {device}", torch.get_num_threads(), ""),
        *_models(device),
        *_throughput(device),
        *_start_up(),
    ]

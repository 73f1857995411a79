"""Command line: python -m aemodels train | evaluate | denoise | bench."""

import argparse
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from tqdm import tqdm

from . import __version__, drawing
from .commands import report as summary
from .commands.inputs import load_data, models_of, recipe_for, validation_data
from .commands.tables import metrics_tables, table
from .data import mnist, strokes
from .data.datasets import DATASETS
from .evaluation import metrics, report, retrieval
from .models.base import Autoencoder
from .models.registry import create
from .models.weights import round_weights
from .noise import NOISES, corrupt
from .store import extras, pretrained, shipped
from .support.device import best_device
from .training import strategies
from .training.loop import Learner, Progress, TrainConfig, TrainingDiverged, fit
from .training.recipes import RECIPES, Recipe
from .training.strategies import Trained


def _git_commit() -> str:
    """Commit of the code that runs, "+changes" when tracked files differ from it, "unknown" outside a repository."""
    here = Path(__file__).resolve().parent
    try:
        commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=here, capture_output=True, text=True, check=True)
        dirty = subprocess.run(["git", "diff", "--quiet", "HEAD", "--", "."], cwd=here, check=False)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return commit.stdout.strip() + ("+changes" if dirty.returncode else "")


def _fit_with_bar(model: Learner, data: torch.Tensor, config: TrainConfig, what: str) -> list[Progress]:
    """training.fit under a progress bar that says `what` is trained."""
    batches = -(-len(data) // config.batch_size)
    layout = "{desc} {percentage:3.0f}% |{bar}| {elapsed} spent, {remaining} left{postfix}"
    with tqdm(total=config.epochs * batches, bar_format=layout, desc=f"{what} epoch 0") as bar:

        def on_epoch(progress: Progress) -> None:
            bar.set_description(f"{what} epoch {progress.epoch}/{progress.epochs}", refresh=False)
            bar.set_postfix({name: f"{value:.3f}" for name, value in progress.losses.items()})

        return fit(model, data, config, on_epoch, lambda _: bar.update())


def _measured(
    model: Autoencoder,
    checkpoints: dict[float, Autoencoder],
    data: dict[str, Any],
    experiment: dict[str, Any],
) -> dict[str, Any]:
    """The metrics for a card: what evaluation finds, at every checkpoint too, and what only the training could tell."""
    if "pixels" not in data:  # once for all models
        data["pixels"] = retrieval.known_of_pixels(data["train"], data["test"])
    found = report.evaluate(model, data["test"], data["train"], pixels=data["pixels"])
    found |= report.sweep(checkpoints, data["test"][0])
    return found | ({"experiment": experiment} if experiment else {})


def _trained(recipe: Recipe, data: dict[str, Any], device: torch.device) -> tuple[Autoencoder, Trained, dict[str, Any]]:
    """A model that `recipe` makes of the data's training images, and its metrics on their test images."""
    model = create(recipe.variant, recipe.training.seed, **recipe.config).to(device)
    trained = strategies.STRATEGIES[recipe.strategy](model, recipe, data, _fit_with_bar)
    round_weights(model)
    return model, trained, _measured(model, extras.checkpoints(model, trained.extras), data, trained.experiment)


def train(arguments: argparse.Namespace) -> None:
    """Train one shipped model and write its weights, card and statistics; with --validate, only compare recipes."""
    recipe, dataset = recipe_for(RECIPES[arguments.name], arguments.dataset), DATASETS[arguments.dataset]
    epochs = arguments.epochs or recipe.training.epochs
    recipe = replace(recipe, training=replace(recipe.training, epochs=epochs, seed=arguments.seed))
    if arguments.validate:
        _validate(recipe, arguments)
        return
    Path(arguments.out).mkdir(parents=True, exist_ok=True)  # a folder that cannot be had is better known at once
    commit = _git_commit()  # of the code that trains, not of what a long training leaves behind it
    device = best_device(arguments.device)
    data = load_data(arguments, device)
    counts = len(data["train"][0]), len(data["test"][0])
    model, trained, measured = _trained(recipe, data, device)
    about = {
        "name": recipe.name,
        "title": recipe.title,
        "summary": recipe.summary,
        "data": mnist.entry(arguments.data, *counts, dataset.name),
        "seed": arguments.seed,
        "epochs": epochs,
        "seconds": round(trained.seconds, 1),
        "command": f"python -m aemodels train {arguments.name} --data DIR{dataset.option} --epochs {epochs} "
        f"--seed {arguments.seed}",
        "git_commit": commit,
        "metrics": measured,
    }
    statistics = report.statistics(model, *data["test"], train=data["train"][0])
    card = pretrained.save(model, about, statistics, Path(arguments.out), trained.extras)
    print(metrics_tables([(card.name, card.metrics)]))
    files = [f"{card.name}.{ending}" for ending in ("safetensors", "json", "stats.safetensors")]
    files += [f"{card.name}.extras.safetensors"] if trained.extras else []
    print(f"wrote {', '.join(files[:-1])} and {files[-1]} to {arguments.out}")


def _validate(recipe: Recipe, arguments: argparse.Namespace) -> None:
    """Measure what `recipe` gives without a look at the test images, and write nothing."""
    device = best_device(arguments.device)
    data = validation_data(arguments, device)
    *_, measured = _trained(recipe, data, device)
    print(metrics_tables([(recipe.name, measured)]))
    print(f"measured on {len(data['test'][0]):,} of the training images, which were held out; nothing was written")


def evaluate(arguments: argparse.Namespace) -> None:
    """Measure weights on their data set; with --write, renew cards and statistics; with --cards, only read cards."""
    if arguments.cards:
        if arguments.write:
            (shipped.FOLDER / summary.FILE).write_text(summary.readme(), encoding="utf-8")
            print(f"wrote {summary.FILE} beside the cards")
            return
        kept = [(name, pretrained.card(name).metrics) for name in arguments.names or pretrained.names()]
        print(json.dumps(dict(kept), indent=2) if arguments.json else metrics_tables(kept))
        return
    device = best_device(arguments.device)
    names = models_of(arguments)  # a wrong one is better known before the data are read
    recipes = {one.name: one for one in (recipe_for(recipe, arguments.dataset) for recipe in RECIPES.values())}
    data = load_data(arguments, device)
    measured = []
    for name in names:
        model = pretrained.load(name, device)
        kept = pretrained.card(name).metrics.get("experiment", {})
        if arguments.labels and "by_labels" in kept:
            kept |= strategies.by_labels(model, recipes[name], data, _fit_with_bar)  # type: ignore[arg-type]  # a stack
        measured.append((name, _measured(model, extras.load_checkpoints(name, device), data, kept)))
        if arguments.write:
            recipe = recipes.get(name)
            words = {"title": recipe.title, "summary": recipe.summary} if recipe else {}
            pretrained.renew(
                name,
                words | {"metrics": measured[-1][1]},
                report.statistics(model, *data["test"], train=data["train"][0]),
            )
    print(json.dumps(dict(measured), indent=2) if arguments.json else metrics_tables(measured))


@torch.inference_mode()
def denoise(arguments: argparse.Namespace) -> None:
    """Corrupt a picture or an example and let every model denoise it, as the noise page does."""
    if arguments.picture:
        x = drawing.from_image(drawing.open_picture(arguments.picture))
    else:
        label, style = arguments.example
        x = drawing.from_strokes(strokes.digit(label, style - 1))
    corrupted = corrupt(x, arguments.noise, arguments.amount, torch.Generator().manual_seed(arguments.seed))
    device = best_device(arguments.device)
    answers = {name: pretrained.load(name, device)(corrupted.to(device)).cpu() for name in pretrained.names()}
    shown = {"(corrupted)": corrupted} | answers
    print(table(["answer", "PSNR dB", "squared error"], [[name, *_off(y, x)] for name, y in shown.items()]))
    if arguments.out:
        strip = torch.cat([x, *shown.values()], dim=3)[0, 0].clamp(0, 1).mul(255).round().byte().numpy()
        Image.fromarray(strip).resize((8 * strip.shape[1], 8 * 28), Image.Resampling.NEAREST).save(arguments.out)
        print(f"wrote {arguments.out}: the clean picture, the corrupted one, then the answers in the table's order")


def _off(y: torch.Tensor, x: torch.Tensor) -> tuple[str, str]:
    return f"{float(metrics.psnr(y, x)):.2f}", f"{float(metrics.squared_error(y, x)):.2f}"


def bench(arguments: argparse.Namespace) -> None:
    """Latency, throughput, import time and memory of this machine, as one table."""
    from .commands.bench import measure  # the only command that needs what it imports

    results = measure(best_device(arguments.device))
    if arguments.json:
        print(json.dumps(results, indent=2))
    else:
        print(table(["what", "value", "unit"], [[row["what"], f"{row['value']:,.4g}", row["unit"]] for row in results]))


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def _example(text: str) -> tuple[int, int]:
    label, _, style = text.partition("-")
    if not (label.isdecimal() and (style or "1").isdecimal() and int(label) <= 9):
        raise argparse.ArgumentTypeError(f"{text!r} is not a digit and a handwriting, such as 7 or 7-2")
    if not 1 <= int(style or 1) <= strokes.styles(int(label)):
        raise argparse.ArgumentTypeError(f"the {label} has handwritings 1 to {strokes.styles(int(label))}, not {style}")
    return int(label), int(style or 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m aemodels", description=__doc__)
    parser.add_argument("--version", action="version", version=f"aemodels {__version__}")
    commands = parser.add_subparsers(required=True, metavar="train | evaluate | denoise | bench")
    device = argparse.ArgumentParser(add_help=False)
    device.add_argument("--device", default="auto", help="auto, cuda, mps or cpu (default: auto, or AEMODELS_DEVICE)")
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument(
        "--data", default=str(mnist.default_folder()), help="folder that holds MNIST/raw, or that of another data set"
    )
    data.add_argument("--download", action="store_true", help="fetch the data set (MNIST: 11 MB) into --data first")
    data.add_argument("--dataset", choices=DATASETS, default="mnist", help="default: mnist")

    command = commands.add_parser("train", parents=[device, data], help=train.__doc__)
    command.add_argument("name", choices=RECIPES)
    command.add_argument("--epochs", type=_positive, help="default: the recipe's")
    command.add_argument("--seed", type=int, default=0)
    command.add_argument("--out", default=str(shipped.FOLDER), help="folder to write to (default: pretrained)")
    command.add_argument(
        "--validate",
        action="store_true",
        help="train on 50,000 of the training images, measure on the 10,000 others, print the table and write nothing",
    )
    command.set_defaults(run=train, interrupted=": nothing was written")

    command = commands.add_parser("evaluate", parents=[device, data], help=evaluate.__doc__)
    command.add_argument("names", nargs="*", metavar="NAME", help="default: all")
    command.add_argument("--json", action="store_true")
    command.add_argument("--write", action="store_true", help="renew the cards' metrics and the statistics files")
    command.add_argument(
        "--labels", action="store_true", help="train the stack's classifiers again as well (about an hour)"
    )
    command.add_argument(
        "--cards",
        action="store_true",
        help="print what the cards say, with --write into pretrained/README.md; needs no data",
    )
    command.set_defaults(run=evaluate, interrupted="")

    command = commands.add_parser("denoise", aliases=["mend"], parents=[device], help=denoise.__doc__)
    command.add_argument("picture", nargs="?", help="a picture file; without one the example is corrupted")
    command.add_argument("--example", type=_example, default=(3, 2), metavar="DIGIT[-HAND]", help="default: 3-2")
    command.add_argument("--noise", choices=NOISES, default="gaussian")
    command.add_argument("--amount", type=float, default=0.5)
    command.add_argument("--seed", type=int, default=1)
    command.add_argument("--out", metavar="PNG", help="write the pictures side by side")
    command.set_defaults(run=denoise, interrupted=": nothing was written")

    command = commands.add_parser("bench", parents=[device], help=bench.__doc__)
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=bench, interrupted="")
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run the command line; returns the exit status. Expected failures print one sentence to stderr."""
    arguments = _parser().parse_args(argv)
    try:
        arguments.run(arguments)
    except KeyboardInterrupt:
        print("\ninterrupted" + arguments.interrupted, file=sys.stderr)
        return 130
    except (OSError, pretrained.PretrainedError, TrainingDiverged, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

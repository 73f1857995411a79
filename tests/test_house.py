"""The house: who may import what, what lies at the top level, what never enters the repository."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = sorted(path for path in (ROOT / "aemodels").rglob("*.py") if "ui" not in path.relative_to(ROOT).parts)
TOP_LEVEL = {"app.py", "requirements.txt", "README.md", "aemodels", "pretrained", "tests"}
PICKLES = (".pkl", ".pickle", ".pt", ".pth", ".ckpt", ".joblib", ".npy", ".npz", ".bin")
DATA_SETS = ("ubyte", ".gz", ".zip", ".tar", ".h5", ".hdf5", ".parquet", ".arrow", ".csv", ".mat")


@pytest.fixture(scope="module")
def tracked():
    try:
        done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"git cannot list the repository's files: {error}")
    return [Path(name) for name in done.stdout.split("\0") if name]


def imported(path):
    """Every module that a file imports anywhere in it, relative ones as aemodels.…"""
    package = path.relative_to(ROOT).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(package[: len(package) - node.level]) if node.level else ""
            module = ".".join(part for part in (start, node.module) if part)
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def test_the_reader_of_imports_sees_relative_and_local_ones():
    found = set(imported(ROOT / "aemodels" / "variants" / "vae.py"))
    assert {
        "torch",
        "aemodels.losses",
        "aemodels.registry.register",
        "aemodels.variants.autoencoder.DenseAutoencoder",
    } <= found
    assert "torchvision.transforms" in set(imported(ROOT / "aemodels" / "bench.py"))  # inside a method


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_library_knows_no_user_interface(path):
    roots = {module.partition(".")[0] for module in imported(path)}
    assert not roots & {"streamlit", "plotly"}
    assert not [module for module in imported(path) if module.startswith("aemodels.ui")]


def test_importing_the_library_stays_light():
    heavy = ("torchvision", "streamlit", "plotly", "sklearn", "matplotlib")
    code = (
        "import sys, aemodels, aemodels.strokes, aemodels.evaluation, aemodels.noise, aemodels.mnist;"
        "aemodels.create('autoencoder');"
        f"print(*[name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_the_top_level_holds_what_was_agreed(tracked):
    visible = {path.parts[0] for path in tracked if not path.parts[0].startswith(".")}
    assert visible <= TOP_LEVEL


def test_no_pickle_and_no_data_set_is_tracked(tracked):
    assert not [path for path in tracked if path.name.lower().endswith((*PICKLES, *DATA_SETS))]
    assert not [path for path in tracked if "__pycache__" in path.parts]


def test_shipped_models_stay_small():
    files = list((ROOT / "pretrained").iterdir())
    assert {path.suffix for path in files} <= {".json", ".safetensors"}
    assert sum(path.stat().st_size for path in files) < 40e6

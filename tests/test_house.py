"""The house: who may import what, what lies at the top level, what never enters the repository."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
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
    found = set(imported(ROOT / "aemodels" / "models" / "vae.py"))
    assert {
        "torch",
        "aemodels.models.losses",
        "aemodels.models.registry.register",
        "aemodels.models.autoencoder.DenseAutoencoder",
    } <= found
    assert "torchvision.transforms" in set(imported(ROOT / "aemodels" / "commands" / "bench.py"))  # inside a method


# Each room imports from those before it alone. What draws and what corrupts stand at the door of the room of data.
ROOMS = ["support", "data", "models", "evaluation", "training", "store", "commands", "lab", "live", "ui"]
DOORS = {"drawing": "data", "noise": "data"}
PYTHON = sorted((ROOT / "aemodels").rglob("*.py"))
named = pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT / "aemodels")))


def room_of(module):
    """The room of a module of ours; "" of the package itself, which knows them all."""
    room = [*module.split("."), ""][1]
    return DOORS.get(room, room)


def ours(path):
    """The modules of ours that a file imports, and its own name."""
    own = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return own, [module for module in imported(path) if module.startswith("aemodels.")]


@named
def test_a_room_imports_from_those_before_it(path):
    own, modules = ours(path)
    if room_of(own) in ROOMS:
        reach = ROOMS.index(room_of(own))
        assert [module for module in modules if room_of(module) in ROOMS[reach + 1 :]] == []


@named
def test_only_the_user_interface_knows_streamlit_and_plotly(path):
    roots = {module.partition(".")[0] for module in imported(path)}
    assert room_of(ours(path)[0]) == "ui" or not roots & {"streamlit", "plotly"}


@named
def test_no_page_imports_another_and_none_is_imported_by_what_they_share(path):
    own, modules = ours(path)
    if own.startswith("aemodels.ui."):
        page = own.split(".")[3] if own.startswith("aemodels.ui.pages.") else None
        others = {module.split(".")[3] for module in modules if module.startswith("aemodels.ui.pages.")}
        assert others <= {page}


@pytest.mark.parametrize("path", [path for path in PYTHON if path.stem in ("view", "placed", "novelty")], ids=str)
def test_what_makes_tensors_into_what_is_shown_knows_no_streamlit(path):
    assert "streamlit" not in {module.partition(".")[0] for module in imported(path)}


@named
def test_nobody_but_models_asks_which_variant_a_model_is(path):
    asked = [
        ast.unparse(call.args[1])
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func) in ("isinstance", "issubclass")
    ]
    assert room_of(ours(path)[0]) == "models" or not [kind for kind in asked if "Autoencoder" in kind]


def test_importing_the_library_stays_light():
    heavy = ("torchvision", "torch._dynamo", "streamlit", "plotly", "sklearn", "matplotlib")
    code = (
        "import sys, aemodels, aemodels.data.strokes, aemodels.evaluation.report, aemodels.noise, aemodels.data.mnist;"
        "aemodels.create('autoencoder'); aemodels.data.mnist.DATASETS['kmnist'].classes;"
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
    assert {path.suffix for path in files if path.name != "README.md"} <= {".json", ".safetensors"}
    assert sum(path.stat().st_size for path in files) < 40e6

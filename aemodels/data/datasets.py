"""The data sets in MNIST's form: which there are, and what torchvision knows of them; needs no torch until asked.

Each has 60,000 pictures to train on and 10,000 to test on, of ten kinds, in four files under DIR/CLASS/raw.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

# md5 of the uncompressed files of http://yann.lecun.com/exdb/mnist (LeCun et al. 1998); torchvision knows the packed.
MD5 = {
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
}
_ALONE = f"{__package__}.torchvision"


def torchvision_mnist() -> Any:
    """torchvision's module datasets/mnist.py without the package around it, under a name of ours.

    `import torchvision` brings in its networks and torch's compiler: 168 MB and more than a second. The module itself
    takes 2 MB and a hundredth of that.
    """
    package = find_spec("torchvision")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("torchvision is not installed: pip install -r requirements.txt")
    home = Path(package.origin).parent
    for name, folder in ((_ALONE, home), (f"{_ALONE}.datasets", home / "datasets")):
        bare = ModuleType(name)
        bare.__path__ = [str(folder)]
        sys.modules.setdefault(name, bare)
    return import_module(f"{_ALONE}.datasets.mnist")


@dataclass(frozen=True)
class Dataset:
    """How a data set is called in commands and by people, what it shows, and how large its download is.

    `kind`: torchvision's class, whose name is that of the folder. `md5`: of the uncompressed files, where known.
    """

    name: str
    title: str
    kind: str
    pictures: str
    megabytes: int
    md5: Mapping[str, str] = field(default_factory=dict)

    @property
    def facts(self) -> Any:
        """torchvision's class: `mirrors`, `resources` (packed files and their md5) and `classes`."""
        return getattr(torchvision_mnist(), self.kind)

    @property
    def classes(self) -> tuple[str, ...]:
        """What the ten labels stand for: "0" to "9", or "T-shirt/top" to "Ankle boot"."""
        return tuple(name.partition(" - ")[0] for name in self.facts.classes)

    @property
    def option(self) -> str:
        """What a command has to say to mean this data set; nothing for the usual one."""
        return "" if self.name == "mnist" else f" --dataset {self.name}"

    def raw(self, folder: str | Path) -> Path:
        """Where its files lie in `folder`."""
        return Path(folder) / self.kind / "raw"

    def model(self, recipe: str) -> str:
        """The name of a model that a recipe makes of this data set: "ae", or "ae-kmnist"."""
        return recipe if self.name == "mnist" else f"{recipe}-{self.name}"


_ALL = (
    Dataset("mnist", "MNIST", "MNIST", "digits", 11, MD5),
    Dataset("fashion-mnist", "Fashion-MNIST", "FashionMNIST", "clothes", 31),  # Xiao, Rasul and Vollgraf 2017
    Dataset("kmnist", "Kuzushiji-MNIST", "KMNIST", "characters", 21),  # Clanuwat et al. 2018
)
DATASETS = {one.name: one for one in _ALL}


def of_card(data: Mapping[str, Any]) -> Dataset | None:
    """The data set that a card's entry `data` names, MNIST where it names none; None for digits of another kind."""
    return next((one for one in _ALL if one.title == data.get("name", "MNIST")), None)


def of_model(name: str) -> tuple[str, Dataset]:
    """Recipe and data set of a model, by its name as `Dataset.model` makes it."""
    usual, *others = _ALL
    for one in others:
        if name.endswith(f"-{one.name}"):
            return name.removesuffix(f"-{one.name}"), one
    return name, usual

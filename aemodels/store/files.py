"""The files of one model as bytes, by the ending of their names: in a folder, or in memory as out of a zip."""

from dataclasses import dataclass
from pathlib import Path

from .cards import PretrainedError

WEIGHTS, CARD, STATISTICS, EXTRAS = ".safetensors", ".json", ".stats.safetensors", ".extras.safetensors"


@dataclass(frozen=True)
class Files:
    """Where a model's files are: how messages name that place, and the remedy for one of them that is no good."""

    name: str
    place: str  # "" or something with a slash at its end
    remedy: str

    def called(self, ending: str) -> str:
        """The file with this ending as messages name it."""
        return f"{self.place}{self.name}{ending}"

    def read(self, ending: str) -> bytes:
        """The content of the file with this ending. Raises PretrainedError where there is none."""
        raise NotImplementedError


@dataclass(frozen=True)
class InFolder(Files):
    """The files NAME.* in a folder."""

    folder: Path

    def read(self, ending: str) -> bytes:
        """The content of the file with this ending. Raises PretrainedError where it is missing or cannot be read."""
        try:
            return (self.folder / f"{self.name}{ending}").read_bytes()
        except FileNotFoundError:
            known = ", ".join(sorted(path.stem for path in self.folder.glob("*.json"))) or "none"
            told = f"{self.called(ending)} does not exist (models there: {known})."
            raise PretrainedError(told, self.remedy) from None
        except OSError as error:
            raise PretrainedError(f"{self.called(ending)} cannot be read ({error.strerror}).", self.remedy) from error


@dataclass(frozen=True)
class InMemory(Files):
    """Files that somebody else has read, by ending."""

    content: dict[str, bytes]

    def read(self, ending: str) -> bytes:
        """The content of the file with this ending. Raises PretrainedError where there is none."""
        if ending not in self.content:
            raise PretrainedError(f"{self.called(ending)} does not exist.", self.remedy)
        return self.content[ending]

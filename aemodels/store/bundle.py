"""A model's three files in one zip, and the checks that such a file from a stranger has to pass."""

import io
import re
import zipfile

from .files import CARD, STATISTICS, WEIGHTS

ENDINGS = (WEIGHTS, CARD, STATISTICS)
# Bytes that each file may have once unpacked; a zip that says less and holds more is refused as well.
LARGEST = {WEIGHTS: 24_000_000, CARD: 64_000, STATISTICS: 16_000_000}
LARGEST_ZIP = 10_000_000  # as much as the server takes (.streamlit/config.toml), and more than trains here
MOST_ENTRIES = 100
DIRECTORY_ENTRY = b"PK\x01\x02"  # begins each entry of a zip's list of files
THREE = "This zip does not hold one model's three files, NAME.safetensors, NAME.json and NAME.stats.safetensors."
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class BadPackage(ValueError):
    """A zip is not one of a model; the message says why to the person who brought it."""


def pack(name: str, files: dict[str, bytes]) -> bytes:
    """The zip of model `name`: `files` maps each of ENDINGS to its file's content. The same files, the same bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for ending in ENDINGS:
            archive.writestr(zipfile.ZipInfo(f"{name}{ending}"), files[ending], zipfile.ZIP_DEFLATED)
    return content.getvalue()


def unpack(content: bytes) -> tuple[str, dict[str, bytes]]:
    """The model's name and its three files by ending, as `pack` takes them. Writes nothing anywhere.

    Raises BadPackage for anything but a zip of exactly NAME.safetensors, NAME.json and NAME.stats.safetensors, each
    no larger than LARGEST.
    """
    if len(content) > LARGEST_ZIP:
        raise BadPackage(f"This file is larger than {LARGEST_ZIP // 1_000_000} MB, and no model from here is.")
    if content.count(DIRECTORY_ENTRY) > MOST_ENTRIES:  # a list of a million files takes long to read
        raise BadPackage(THREE)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            name = _name(archive)
            return name, {ending: _content(archive, name + ending, LARGEST[ending]) for ending in ENDINGS}
    except BadPackage:
        raise
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise BadPackage("This file is no zip, or a damaged one. Choose one that was downloaded here.") from error
    except Exception as error:  # zlib.error and whatever else a forged header brings about
        raise BadPackage("This zip cannot be read. Choose one that was downloaded here.") from error


def _name(archive: zipfile.ZipFile) -> str:
    entries = archive.infolist()
    cards = [entry.filename for entry in entries if entry.filename.endswith(".json")]
    name = cards[0].removesuffix(".json") if len(cards) == 1 else ""
    if sorted(entry.filename for entry in entries) != sorted(name + ending for ending in ENDINGS):
        raise BadPackage(THREE)
    if not NAME.fullmatch(name):
        raise BadPackage("The model in this zip has no proper name: small letters, digits and hyphens, at most 40.")
    return name


def _content(archive: zipfile.ZipFile, file: str, most: int) -> bytes:
    entry = archive.getinfo(file)
    if entry.flag_bits & 0x1:
        raise BadPackage("This zip is encrypted. Choose one that was downloaded here.")
    if entry.file_size > most:
        raise BadPackage(f"{file} would unpack to more than {most / 1e6:g} MB, and no model from here is that large.")
    with archive.open(entry) as opened:
        content = opened.read(most + 1)  # not as much as the header says: it may lie
    if len(content) > most:
        raise BadPackage(f"{file} unpacks to more than {most / 1e6:g} MB, and no model from here is that large.")
    return content

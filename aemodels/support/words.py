"""Words that others have written, made fit to stand in a sentence for people."""

import re
from pathlib import Path

MOST = 100  # characters of a stranger's words in one place
# What is left of Markdown among the kept signs: underscores round words, :directives: and addresses without a scheme.
_MARKS = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])|:(?=\S)|(?<=www)\.", re.IGNORECASE)
# An absolute path but for its last part, here or on Windows; not the middle of an address.
_PATH = re.compile(r"(?<![\w.:/])/(?:[^\s/'\"()]+/)*(?=[^\s/])|\b[A-Za-z]:\\(?:[^\s\\'\"()]+\\)*")


def plain(text: object, most: int = MOST) -> str:
    """`text` as one line of words: nothing that a page could take for more than text, `most` characters at most.

    Letters, digits and " .,:+-()" stay, and underscores within a word.
    """
    kept = "".join(" " if letter == "/" else letter for letter in str(text)[: 10 * most] if _stays(letter))
    kept, before = " ".join(kept.split())[:most], ""
    while kept != before:  # for what is left may come to be a mark where another has gone
        kept, before = " ".join(_MARKS.sub("", kept).split()), kept
    return kept


def _stays(letter: str) -> bool:
    return letter.isalnum() or letter.isspace() or letter in "./,:+-()_"


def sentence(error: Exception, *folders: Path) -> str:
    """What `error` says as a sentence for visitors, who need no more of a path than its end.

    Of `folders`, which may have spaces in their names, the name is left; of other absolute paths the last part.
    """
    text = str(error)
    for folder in folders:
        if folder.is_absolute():
            text = text.replace(str(folder), folder.name)
    text = _PATH.sub("", text)
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")

"""What the process keeps: each made once even where two visitors ask at once, and out of reach of their messages.

Streamlit's own caches are emptied for everybody when any browser sends its clear-cache message: the queue of trainings
would be another one, and all models would be read again.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

USUAL = 64  # results of one function that are kept of one model
_stores: "WeakSet[Store]" = WeakSet()


class _Entry:
    def __init__(self) -> None:
        self.lock, self.made, self.result = Lock(), False, None


class Store:
    """Results by key; beyond `most` of them the one goes that nobody has asked for longest."""

    def __init__(self, most: int | None = None):
        self._most, self._lock = most, Lock()
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        _stores.add(self)

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The result under `key`; `make` makes it where there is none. Whoever asks for another key need not wait."""
        with self._lock:
            entry = self._entries.setdefault(key, _Entry())
            self._entries.move_to_end(key)
            if self._most is not None and len(self._entries) > self._most:
                self._entries.popitem(last=False)
        with entry.lock:
            if not entry.made:
                entry.result, entry.made = make(), True
            return entry.result

    def clear(self) -> None:
        """Let everything go."""
        with self._lock:
            self._entries.clear()


def once(function: Callable[..., Any], most: int | None = None) -> Callable[..., Any]:
    """Remember what `function` gives for the same arguments; its `clear()` forgets."""
    store = Store(most)

    @wraps(function)
    def remembered(*arguments: Hashable) -> Any:
        return store.get(arguments, lambda: function(*arguments))

    remembered.clear = store.clear  # type: ignore[attr-defined]  # a function's own attribute
    return remembered


def per_model(function: Callable[..., Any]) -> Callable[..., Any]:
    """Remember what `function(loaded, ...)` gives, for as long as the model is there: visitors' models come and go.

    USUAL results of each model are kept; what is kept must not hold the model itself.
    """
    stores: WeakKeyDictionary[Any, Store] = WeakKeyDictionary()
    lock = Lock()

    @wraps(function)
    def remembered(loaded: Any, *rest: Hashable) -> Any:
        with lock:
            store = stores.get(loaded) or stores.setdefault(loaded, Store(USUAL))
        return store.get(rest, lambda: function(loaded, *rest))

    return remembered


def forget() -> None:
    """Make everything anew, as a process that has just begun: for tests."""
    for store in list(_stores):
        store.clear()

"""What visitors leave behind when they close the page."""

import gc
import logging
import threading
from time import sleep

from streamlit import runtime as streamlit_runtime

from ...support.memory import give_back

EVERY = 10  # seconds between two looks


def watch() -> None:
    """Look now and then, for as long as the process lives, whether something can be let go."""
    threading.Thread(target=_watch, name="departed", daemon=True).start()


def _watch() -> None:
    while True:
        sleep(EVERY)
        try:
            let_go()
            give_back()
        except Exception:
            logging.getLogger(__name__).exception("what departed visitors left could not be let go")


def let_go() -> int:
    """Forget the sessions whose visitors may no longer come back, with their models; returns how many those were.

    Streamlit 1.67 keeps a session for two minutes (server.disconnectedSessionTTL), in case the network was interrupted.
    Afterwards it forgets it not before another visitor leaves, and its loop holds the last one until another comes: 40
    MB with a large model, all night. There is no public way to make it look.
    """
    if not streamlit_runtime.exists():
        return 0
    manager = getattr(streamlit_runtime.get_instance(), "_session_mgr", None)  # none where a test plays the server
    if manager is None:
        return 0
    with manager._storage_lock:
        gone = manager._session_storage._cache.expire()
    for _, kept in gone:
        kept.session.shutdown()
        kept.session.session_state.clear()
        kept.session._fragment_storage.clear()
    count = len(gone)
    gone = kept = None
    if count:
        gc.collect()  # what visitors have hangs together in circles, and nobody may come for hours
    return count

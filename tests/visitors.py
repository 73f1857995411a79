"""Visitors without a browser: they speak Streamlit's protocol over a websocket, and may say what no page would."""

import json
import time
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

STREAM = "/_stcore/stream"  # where the app's websocket is
PROTOCOL = "streamlit"


class Session:
    """What a page knows of the app, by what it is sent.

    `ids`: of the widgets it has seen, by their keys, or by their labels where there is none. `fragments`: which of them
    stand in a fragment, and in which one. `exceptions`: what the pages said of those.
    """

    def __init__(self):
        self.ids: dict[str, str] = {}
        self.fragments: dict[str, str] = {}
        self.exceptions: list[str] = []

    def rerun(self, page: str = "", query: str = "", fragment_of: str = "", **values) -> bytes:
        """The message that asks for a run, of another page if told, with what widgets hold by key or label.

        `fragment_of`: the widget whose fragment is to run, nothing else.
        """
        message = BackMsg()
        state = message.rerun_script
        state.query_string = query
        state.page_name = page
        state.fragment_id = self.fragments.get(fragment_of, "")
        for key, value in values.items():
            held = state.widget_states.widgets.add(id=self.ids[key])
            if isinstance(value, dict):
                held.json_value = json.dumps(value)
            elif isinstance(value, bool):
                held.trigger_value = value
            elif isinstance(value, list):
                held.string_array_value.data.extend(map(str, value))
            else:
                held.string_value = str(value)
        return message.SerializeToString()

    def hear(self, content: bytes) -> bool:
        """Take in a message of the app; whether it says that a run has ended."""
        message = ForwardMsg.FromString(content)
        kind = message.WhichOneof("type")
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._hear(message.delta)
        return kind == "script_finished"

    def _hear(self, delta) -> None:
        kind = delta.new_element.WhichOneof("type")
        if kind == "exception":
            self.exceptions.append(delta.new_element.exception.message)
        inner = getattr(delta.new_element, kind) if kind else None
        identity = getattr(inner, "id", "")
        if isinstance(identity, str) and identity:
            key = identity.rsplit("-", 1)[-1]
            key = getattr(inner, "label", key) if key == "None" else key
            self.ids[key] = identity
            self.fragments[key] = delta.fragment_id


class Visitor:
    """A session of the app over a socket."""

    def __init__(self, socket):
        self.socket = socket
        self.session = Session()

    @property
    def exceptions(self) -> list[str]:
        """What the pages said of those."""
        return self.session.exceptions

    def run(self, page: str = "", query: str = "", **values) -> "Visitor":
        """Ask for a run (see Session.rerun) and wait for its end."""
        self.socket.send(self.session.rerun(page, query, **values))
        return self.listen()

    def clear_cache(self) -> None:
        """Send what the browser's menu of a developer sends: forget everything, for everybody."""
        self.socket.send(BackMsg(clear_cache=True).SerializeToString())

    def listen(self, seconds: float = 60) -> "Visitor":
        """Take in what the app sends, until a run has ended."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.session.hear(self.socket.recv(timeout=seconds)):
                return self
        raise TimeoutError(f"no run ended within {seconds} s")


@contextmanager
def visitor(address: str):
    """A visitor who has just opened the app, and whose first run is still to be asked for."""
    where = address.replace("http", "ws") + STREAM
    with connect(where, subprotocols=[PROTOCOL], max_size=None, origin=address) as socket:
        yield Visitor(socket)

"""Visitors without a browser: they speak Streamlit's protocol over a websocket, and may say what no page would."""

import json
import time
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect


class Visitor:
    """One session of the app. `ids`: of the widgets it has seen, by their keys, or by their labels where there is none.

    `exceptions`: what the pages said of those.
    """

    def __init__(self, socket):
        self.socket = socket
        self.ids: dict[str, str] = {}
        self.exceptions: list[str] = []

    def run(self, page: str = "", query: str = "", **values) -> "Visitor":
        """Ask for a run, of another page if told, with what widgets hold by key or label; wait for its end."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string = query
        state.page_name = page
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
        return self.send(message).listen()

    def send(self, message: BackMsg) -> "Visitor":
        """Send whatever it is."""
        self.socket.send(message.SerializeToString())
        return self

    def clear_cache(self) -> None:
        """Send what the browser's menu of a developer sends: forget everything, for everybody."""
        self.send(BackMsg(clear_cache=True))

    def listen(self, seconds: float = 60) -> "Visitor":
        """Take in what the app sends, until a run has ended."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            message = ForwardMsg.FromString(self.socket.recv(timeout=seconds))
            kind = message.WhichOneof("type")
            if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self._hear(message.delta.new_element)
            elif kind == "script_finished":
                return self
        raise TimeoutError(f"no run ended within {seconds} s")

    def _hear(self, element) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.exceptions.append(element.exception.message)
        inner = getattr(element, kind) if kind else None
        identity = getattr(inner, "id", "")
        if isinstance(identity, str) and identity:
            key = identity.rsplit("-", 1)[-1]
            self.ids[getattr(inner, "label", key) if key == "None" else key] = identity


@contextmanager
def visitor(address: str):
    """A visitor who has just opened the app, and whose first run is still to be asked for."""
    where = address.replace("http", "ws") + "/_stcore/stream"
    with connect(where, subprotocols=["streamlit"], max_size=None, origin=address) as socket:
        yield Visitor(socket)

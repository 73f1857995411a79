"""What a visitor had goes some time after the visitor, though nobody else comes."""

import os
import re
import time

from app_server import running_app
from page_data import message
from visitors import visitor

# The log says how many drawings there are.
COUNT = """
import gc, threading, time

def count():
    from aemodels.ui.session import departed
    from aemodels.ui.session import Drawing
    departed.EVERY = 0.2
    while True:
        time.sleep(0.2)
        print("drawings", sum(type(one) is Drawing for one in gc.get_objects()), flush=True)

threading.Thread(target=count, daemon=True).start()
"""


def test_what_a_departed_visitor_had_is_let_go(tmp_path):
    log = tmp_path / "log"

    def counted(wanted, seconds=20):
        """Whether the log comes to say so; a process that is just importing torch counts slowly."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            counts = re.findall(r"drawings (\d+)", log.read_text())
            if counts and wanted(int(counts[-1])):
                return True
            time.sleep(0.1)
        return False

    with running_app(log, os.environ | {"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "1"}, COUNT) as address:
        with visitor(address) as somebody:
            somebody.run().run(canvas=message())
            assert counted(lambda there: there > 0)
        assert counted(lambda there: there == 0)
    assert "could not be let go" not in log.read_text()


# The log says what became of the trainings. Nobody is waited for long.
TELL = """
import threading, time

def tell():
    from aemodels.lab import run
    from aemodels.ui.session import trainings
    run.ASK_EVERY, run.GONE_AFTER = 0, 1
    while True:
        time.sleep(0.2)
        print(*(one.status().state + ": " + one.status().message for one in list(trainings.queue()._runs)), flush=True)

threading.Thread(target=tell, daemon=True).start()
"""


def test_a_training_goes_on_while_its_visitor_is_there_and_ends_when_the_page_is_closed(tmp_path):
    log = tmp_path / "log"

    def told(words):
        end = time.monotonic() + 40
        while words not in log.read_text() and time.monotonic() < end:
            time.sleep(0.1)
        return words in log.read_text()

    environment = os.environ | {"AEMODELS_DATA": str(tmp_path), "AEMODELS_TRAININGS": "1"}
    with running_app(log, environment, TELL) as address:
        with visitor(address) as somebody:
            somebody.run(page="train").run(page="train", Train=True)
            assert told("training: ")
            time.sleep(2)
            assert "has left" not in log.read_text()
        assert told("stopped: The visitor has left.")

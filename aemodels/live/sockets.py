"""How the server's connections send."""

import os
import socket
import stat
from pathlib import Path


def send_without_delay() -> None:
    """Turn Nagle's algorithm off on the server's sockets, the listening one included, from which later ones inherit.

    Streamlit 1.67 opens its socket without naming TCP, so asyncio does not do it. An answer that follows another
    then waits for the browser's delayed acknowledgement, 40 ms while a pen moves. Does nothing where the system does
    not list open files in /dev/fd.
    """
    listed = Path("/dev/fd")
    for entry in listed.iterdir() if listed.is_dir() else ():
        try:
            if not stat.S_ISSOCK(os.fstat(int(entry.name)).st_mode):
                continue
            with socket.socket(fileno=os.dup(int(entry.name))) as twin:
                if twin.family in (socket.AF_INET, socket.AF_INET6) and twin.type == socket.SOCK_STREAM:
                    twin.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError:
            continue  # closed in the meantime

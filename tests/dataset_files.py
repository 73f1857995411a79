"""Small data sets in MNIST's files, as torchvision lays them out, and a mirror that has them packed."""

import gzip
import random
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


def images(pixels):
    """The file of images, from their bytes."""
    sizes = (len(pixels) // 784, 28, 28)
    return b"\0\0\x08\x03" + b"".join(size.to_bytes(4, "big") for size in sizes) + pixels


def labels(values):
    """The file of labels, from their bytes."""
    return b"\0\0\x08\x01" + len(values).to_bytes(4, "big") + values


def write(raw, count, seed=0):
    """The four files of `count` pictures by chance for each part, labelled 0 to 9 in turn, into the folder `raw`."""
    raw.mkdir(parents=True)
    chance = random.Random(seed)
    for part in ("train", "t10k"):
        (raw / f"{part}-images-idx3-ubyte").write_bytes(images(chance.randbytes(count * 784)))
        (raw / f"{part}-labels-idx1-ubyte").write_bytes(labels(bytes(i % 10 for i in range(count))))


def pack(raw, store):
    """Every file of `raw`, compressed, in the new folder `store`."""
    store.mkdir()
    for path in raw.iterdir():
        (store / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))


@contextmanager
def mirror(store):
    """The address, ending in a slash, of a server on this computer that has the files in `store`."""
    quiet = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(quiet, directory=str(store)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()

"""One file per kind of autoencoder; importing this package registers them all, in teaching order."""

# isort: off
from . import linear, autoencoder, convolutional, denoising, sparse, sparse_l1, vae, beta_vae, stacked, masked, nested
# isort: on

__all__ = [
    "autoencoder",
    "beta_vae",
    "convolutional",
    "denoising",
    "linear",
    "masked",
    "nested",
    "sparse",
    "sparse_l1",
    "stacked",
    "vae",
]

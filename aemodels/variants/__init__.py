"""One file per kind of autoencoder; importing this package registers them all, in teaching order."""

# isort: off
from . import autoencoder, denoising, sparse, vae, convolutional, masked
# isort: on

__all__ = ["autoencoder", "convolutional", "denoising", "masked", "sparse", "vae"]

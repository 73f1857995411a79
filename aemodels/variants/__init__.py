"""One file per kind of autoencoder; importing this package registers them all, in teaching order."""

from . import autoencoder, denoising, sparse, vae

__all__ = ["autoencoder", "denoising", "sparse", "vae"]

"""The beta-VAE: a variational autoencoder whose KL term counts beta times (Higgins et al. 2017)."""

from dataclasses import dataclass

from ..registry import register
from .vae import VariationalAutoencoder


@register("beta_vae")
class BetaVariationalAutoencoder(VariationalAutoencoder):
    """With beta above 1, dimensions that do not pay for their nats are given back to the prior."""

    objective = r"-\mathbb{E}_{q(z|x)} \log p(x|z) + \beta \, \mathrm{KL}(q(z|x) \,\Vert\, N(0, I))"

    @dataclass(frozen=True)
    class Config(VariationalAutoencoder.Config):
        """`beta`: the weight of the KL term, 1 for the plain variational autoencoder (Higgins et al. 2017, eq. 4)."""

        code_size: int = 10
        beta: float = 4.0

    @property
    def kl_weight(self) -> float:
        return self.config.beta

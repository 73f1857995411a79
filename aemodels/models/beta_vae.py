"""The beta-VAE: a variational autoencoder whose KL term counts beta times (Higgins et al. 2017)."""

from dataclasses import dataclass

from .choices import choice
from .registry import register
from .vae import VariationalAutoencoder


@register("beta_vae")
class BetaVariationalAutoencoder(VariationalAutoencoder):
    """With beta above 1, dimensions that do not pay for their nats are given back to the prior."""

    objective = r"-\mathbb{E}_{q(z|x)} \log p(x|z) + \beta \, \mathrm{KL}(q(z|x) \,\Vert\, N(0, I))"

    @dataclass(frozen=True)
    class Config(VariationalAutoencoder.Config):
        """`beta`: the weight of the KL term, 1 for the plain variational autoencoder (Higgins et al. 2017, eq. 4)."""

        code_size: int = 10
        beta: float = choice(
            4.0,
            "Weight of the KL term, beta",
            "What it costs to say something in the code. 1 is the plain variational network.",
            stops=(0.0, 0.1, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 50.0),
        )

    config: Config

    @property
    def loss_weights(self) -> dict[str, float]:
        return {"kl": self.config.beta}

"""The variational autoencoder: a code that is a distribution (Kingma and Welling 2014)."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from . import losses
from .autoencoder import DenseAutoencoder
from .registry import register

ACTIVE = 0.01  # variance of a dimension's mean over the data above which it counts as active (Burda et al. 2016)


@register("vae")
class VariationalAutoencoder(DenseAutoencoder):
    """Gaussian posterior with diagonal covariance, standard normal prior, Bernoulli decoder."""

    objective = r"-\mathbb{E}_{q(z|x)} \log p(x|z) + \mathrm{KL}(q(z|x) \,\Vert\, N(0, I))"
    generative = True

    @dataclass(frozen=True)
    class Config(DenseAutoencoder.Config):
        """As for the plain network; `code_size` counts the dimensions of z."""

        code_size: int = 20

    def code_layer(self, inputs: int) -> nn.Module:
        return nn.Linear(inputs, 2 * self.config.code_size)

    def posterior(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """q(z|x): images (N, 1, 28, 28) -> mu and logvar, (N, code_size) each."""
        mu, logvar = self.to_code(self.encoder(x.flatten(1))).float().chunk(2, dim=1)
        return mu, logvar.clamp(-12, 12)

    def sample_posterior(self, mu: Tensor, logvar: Tensor, generator: torch.Generator) -> Tensor:
        """z = mu + sigma * epsilon, the reparameterisation of section 2.4: (N, code_size)."""
        epsilon = torch.randn(mu.shape, generator=generator, device=generator.device).to(mu.device)
        return mu + (0.5 * logvar).exp() * epsilon

    def encode(self, x: Tensor) -> Tensor:
        """The posterior's mean mu: (N, code_size)."""
        return self.posterior(x)[0]

    def elbo_terms(self, x: Tensor, generator: torch.Generator) -> dict[str, Tensor]:
        """-ELBO = reconstruction + kl in nats for each image, with one posterior sample: (N,) each."""
        mu, logvar = self.posterior(x)
        z = self.sample_posterior(mu, logvar, generator)
        return {
            "reconstruction": losses.bernoulli_nll(self.logits(z), x),
            "kl": losses.gaussian_kl(mu, logvar).sum(1),
        }

    @torch.no_grad()
    def extra_metrics(self, x: Tensor, train: Tensor | None, seed: int) -> dict[str, Any]:  # noqa: ARG002 none needed
        """-ELBO and its terms in nats with one posterior sample, KL by dimension, and how many dimensions are active.

        Kingma and Welling 2014, equation 10; a dimension is active when its posterior mean varies over the data by more
        than 0.01 (Burda et al. 2016, section 5.1.2).
        """
        generator = torch.Generator(x.device).manual_seed(seed)
        batches = [self.elbo_terms(part, generator) for part in x.split(1000)]
        terms = {name: float(torch.cat([batch[name] for batch in batches]).mean()) for name in batches[0]}
        mu, logvar = (torch.cat(parts) for parts in zip(*map(self.posterior, x.split(1000)), strict=True))
        return {
            "negative_elbo": sum(terms.values()),
            **terms,
            "kl_per_dimension": losses.gaussian_kl(mu, logvar).mean(0).tolist(),
            "active_units": int((mu.var(0) > ACTIVE).sum()),
        }

    def loss(self, x: Tensor, generator: torch.Generator) -> dict[str, Tensor]:
        return self.weighed({name: term.mean() for name, term in self.elbo_terms(x, generator).items()})

    def code_of(self, outputs: Tensor) -> Tensor:
        return outputs[:, : self.code_size]

    def activations(self, x: Tensor) -> dict[str, Tensor]:
        named = super().activations(x)
        return named | {"code": self.code_of(named["code"])}

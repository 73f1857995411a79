"""What new codes are drawn from: a prior, or mixtures of Gaussians fitted to the codes of training images.

Keys of the statistics (NAME.stats.safetensors) of models whose code is a vector, where there were training images:

| key | form | meaning |
|---|---|---|
| `law/PARTS/weights` | float32 (PARTS,) | for 1 and for 10 Gaussians: how often each is chosen |
| `law/PARTS/means` | float32 (PARTS, k) | their middles |
| `law/PARTS/roots` | float32 (PARTS, k, k) | their covariances' Cholesky factors |
"""

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from ..support.device import in_float64
from .latent import nearest
from .units import Forms

FITTED = (1, 10)  # Gaussians in the laws that are kept with a model
GAIN = (
    1e-5  # nats per code; EM has converged when a step wins less, which it must some time: the floor bounds densities
)
FLOOR = 1e-6  # times the codes' mean variance; what every covariance keeps in all directions


@dataclass(frozen=True)
class Mixture:
    """A mixture of Gaussians: weights (m,), means (m, k), and roots (m, k, k), the covariances' Cholesky factors."""

    weights: Tensor
    means: Tensor
    roots: Tensor

    def sample(self, count: int, generator: torch.Generator, temperature: float = 1.0) -> Tensor:
        """New codes (count, k). The Gaussians' standard deviations are multiplied by `temperature`.

        The same generator state gives the same choice of Gaussians and the same directions at every temperature.
        """
        chosen = torch.multinomial(self.weights, count, replacement=True, generator=generator)
        normal = torch.randn(count, self.means.shape[1], generator=generator)
        return self.means[chosen] + temperature * torch.einsum("nij,nj->ni", self.roots[chosen], normal)

    def log_densities(self, codes: Tensor) -> Tensor:
        """log(weight x density) of each code (N, k) under each Gaussian -> (N, m)."""
        laws = zip(self.weights.log(), self.means, self.roots, strict=True)
        return torch.stack([weight + _log_density(codes - mean, root) for weight, mean, root in laws], 1)

    def log_likelihood(self, codes: Tensor) -> float:
        """Mean log density of codes (N, k), in nats."""
        return float(self.log_densities(codes).logsumexp(1).mean())


def _log_density(off: Tensor, root: Tensor) -> Tensor:
    """log density of a Gaussian around 0 with Cholesky factor `root` (k, k) at points (N, k) -> (N,)."""
    scaled = torch.linalg.solve_triangular(root, off.T, upper=False)  # half the time of torch.distributions'
    return -0.5 * scaled.square().sum(0) - root.diagonal().log().sum() - 0.5 * len(root) * math.log(2 * math.pi)


def standard_normal(size: int) -> Mixture:
    """The prior of the variational autoencoder, N(0, I) in `size` dimensions."""
    return Mixture(torch.ones(1), torch.zeros(1, size), torch.eye(size)[None])


def fit(codes: Tensor, parts: int = 1, seed: int = 0) -> Mixture:
    """`parts` Gaussians with full covariances fitted to codes (N, k) by EM (Dempster, Laird and Rubin 1977).

    Fitting a density to a plain autoencoder's codes makes it a generator after all (Ghosh et al. 2020, section 4).
    With one part this is the sample mean and covariance. Starts from codes chosen far apart (k-means++, Arthur and
    Vassilvitskii 2007) and goes on until a step wins less than GAIN; the covariances keep a floor, so that no Gaussian
    shrinks to a point. Works in float64 and gives float32, on the CPU.
    """
    codes = in_float64(codes).cpu()
    generator = torch.Generator().manual_seed(seed)
    shares = F.one_hot(nearest(codes, _far_apart(codes, parts, generator))[1], parts).to(codes.dtype)
    before, won = -torch.inf, torch.inf
    while won > GAIN:
        mixture = _maximise(codes, shares)
        densities = mixture.log_densities(codes)
        now, shares = float(densities.logsumexp(1).mean()), densities.softmax(1)
        before, won = now, now - before
    return Mixture(mixture.weights.float(), mixture.means.float(), mixture.roots.float())


def _far_apart(codes: Tensor, parts: int, generator: torch.Generator) -> Tensor:
    """`parts` of the codes (N, k), each chosen with chances by its squared distance to those before -> (parts, k)."""
    chosen = codes[torch.randint(len(codes), (1,), generator=generator)]
    while len(chosen) < parts:
        chances = nearest(codes, chosen)[0].square().clamp_min(1e-12)  # for codes that are all equal
        chosen = torch.cat([chosen, codes[torch.multinomial(chances, 1, generator=generator)]])
    return chosen


def _maximise(codes: Tensor, shares: Tensor) -> Mixture:
    """The Gaussians that make codes (N, k) likeliest when each belongs to them by its shares (N, m)."""
    counts = shares.sum(0).clamp_min(1e-6)
    means = (shares.T @ codes) / counts[:, None]
    floor = (FLOOR * codes.var(0).mean()).clamp_min(1e-12) * torch.eye(codes.shape[1], dtype=codes.dtype)
    # One Gaussian at a time: (N, m, k) at once would be 300 MB for 60,000 codes.
    scatters = [_scatter(codes - mean, share) for mean, share in zip(means, shares.T, strict=True)]
    covariances = torch.stack(scatters) / counts[:, None, None] + floor
    return Mixture(counts / len(codes), means, torch.linalg.cholesky(covariances))


def _scatter(off: Tensor, share: Tensor) -> Tensor:
    """Sum of the outer products of rows (N, k), weighted by their shares (N,): (k, k)."""
    return (off * share[:, None]).T @ off


def statistics(codes: Tensor) -> dict[str, Tensor]:
    """The entries law/* of a statistics file, from codes (N, k) of training images."""
    laws = {parts: fit(codes, parts) for parts in FITTED}
    return {f"law/{parts}/{name}": value for parts, law in laws.items() for name, value in vars(law).items()}


def forms(size: int) -> Forms:
    """Type and shape of those entries for codes of `size` numbers."""
    shapes: dict[str, tuple[int, ...]] = {"weights": (), "means": (size,), "roots": (size, size)}
    return {
        f"law/{parts}/{name}": (torch.float32, (parts, *shape)) for parts in FITTED for name, shape in shapes.items()
    }


def sound(law: Mixture) -> bool:
    """Whether a law that a stranger brings is one: weights that add up to 1, and roots of covariances."""
    chances = bool((law.weights >= 0).all()) and abs(float(law.weights.sum()) - 1) < 1e-3
    roots = torch.equal(law.roots, law.roots.tril()) and bool((law.roots.diagonal(dim1=1, dim2=2) > 0).all())
    return chances and roots


def kept(found: dict[str, Tensor], parts: int) -> Mixture | None:
    """The law of `parts` Gaussians that statistics hold; None where they hold none."""
    keys = [f"law/{parts}/{name}" for name in ("weights", "means", "roots")]
    return Mixture(*(found[key] for key in keys)) if all(key in found for key in keys) else None

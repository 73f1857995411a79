"""The masked autoencoder: hide most of the picture and predict it from the rest (He et al. 2021)."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from . import losses
from .attention import AttentionStack, sine_cosine_positions
from .base import Autoencoder
from .choices import choice
from .patches import PATCH, PATCHES, SIDE, pixels_of
from .registry import register


def patchify(x: Tensor) -> Tensor:
    """Images (N, 1, 28, 28) -> patches (N, 49, 16), row by row, the pixels of a patch row by row too."""
    return F.unfold(x, PATCH, stride=PATCH).transpose(1, 2)


def unpatchify(patches: Tensor) -> Tensor:
    """The inverse of patchify: (N, 49, 16) -> (N, 1, 28, 28)."""
    return F.fold(patches.transpose(1, 2), 28, PATCH, stride=PATCH)


def order_of(hidden: Tensor) -> tuple[Tensor, Tensor]:
    """The permutation that puts the visible patches of `hidden` (N, 49) bool first, and its inverse: (N, 49) each.

    Both keep the picture's order among the visible and among the hidden ones.
    """
    shuffle = hidden.to(torch.uint8).argsort(dim=1, stable=True)
    return shuffle, shuffle.argsort(dim=1)


def _visible(hidden: Tensor) -> int:
    """How many patches every row of `hidden` leaves visible. Raises ValueError when rows differ."""
    counts = (~hidden).sum(1)
    if (counts != counts[0]).any():
        raise ValueError("the masks of one batch must all hide equally many patches")
    return int(counts[0])


def _quarters() -> Tensor:
    """Each patch's quarter, 0 to 3, such that every quarter is spread over the whole picture: (49,)."""
    place = torch.arange(PATCHES)
    return (2 * (place // SIDE) + place % SIDE) % 4


def _rows(tokens: Tensor, places: Tensor) -> Tensor:
    return tokens.gather(1, places[..., None].expand(-1, -1, tokens.shape[2]))


@register("masked")
class MaskedAutoencoder(Autoencoder):
    """A vision transformer on 7 x 7 patches of 4 x 4 pixels whose encoder never sees the hidden ones.

    A mask is `hidden`, bool (N, 49): true where a patch is hidden from the encoder; every row hides equally many, so
    that a batch stays one tensor. `forward` never answers a patch that it was shown: it hides about three quarters of
    the patches four times over, so that each is seen once, and gives the mean of the three predictions of each patch.
    """

    objective = r"\sum_{i \in \mathrm{hidden}} (g(f(x_\mathrm{visible}))_i - x_i)^2"
    code_kind = "tokens"
    knows_holes = True

    @dataclass(frozen=True)
    class Config:
        """`mask_ratio`: share, 0 to 1, of the patches that is hidden in training.

        `width`, `depth` and `heads` are those of the encoder's blocks; `expansion`: how many times wider than its
        tokens a block's dense layer is; `decoder_width` and `decoder_depth` are the decoder's. The size of the code
        follows: 49 tokens of `width` numbers.
        """

        mask_ratio: float = choice(
            0.75, "Mask ratio", "Share of the patches that is hidden in training.", low=0.05, high=0.95, step=0.05
        )
        width: int = choice(64, "Width", "Numbers in each token of the encoder.", stops=(16, 32, 48, 64, 96, 128))
        depth: int = choice(4, "Depth", "Blocks of the encoder.", stops=(1, 2, 3, 4, 6))
        heads: int = choice(4, "Heads", "Heads of attention in each block.", stops=(1, 2, 4, 8))
        expansion: int = choice(
            2,
            "Expansion",
            "How many times wider than its tokens a dense layer is.",
            stops=(1, 2, 4),
            advanced=True,
        )
        decoder_width: int = choice(
            48, "Decoder's width", "Numbers in each token of the decoder.", stops=(16, 32, 48, 64, 96), advanced=True
        )
        decoder_depth: int = choice(2, "Decoder's depth", "Blocks of the decoder.", stops=(1, 2, 3, 4), advanced=True)

    config: Config
    positions: Tensor
    decoder_positions: Tensor
    quarters: Tensor

    def __init__(self, config: Config):
        super().__init__(config)
        wide, narrow = config.width, config.decoder_width
        self.to_token = nn.Linear(PATCH * PATCH, wide)
        self.encoder = AttentionStack(wide, config.depth, config.heads, config.expansion)
        self.to_decoder = nn.Linear(wide, narrow)
        self.mask_token = nn.Parameter(0.02 * torch.randn(narrow))
        self.decoder = AttentionStack(narrow, config.decoder_depth, config.heads, config.expansion)
        self.to_pixels = nn.Linear(narrow, PATCH * PATCH)
        # Given by a formula, so no part of the weights.
        self.register_buffer("positions", sine_cosine_positions(SIDE, wide), persistent=False)
        self.register_buffer("decoder_positions", sine_cosine_positions(SIDE, narrow), persistent=False)
        self.register_buffer("quarters", _quarters(), persistent=False)

    @property
    def code_size(self) -> int:
        return PATCHES * self.config.width

    def hide(self, count: int, generator: torch.Generator, mask_ratio: float | None = None) -> Tensor:
        """`count` random masks (count, 49) bool that hide the share `mask_ratio`, by default the configuration's."""
        hidden = round(PATCHES * (self.config.mask_ratio if mask_ratio is None else mask_ratio))
        luck = torch.rand(count, PATCHES, generator=generator, device=generator.device)
        return (luck.argsort(1) < hidden).to(self.positions.device)

    def tokens(self, x: Tensor, hidden: Tensor | None = None) -> Tensor:
        """What the encoder is given: the visible patches with their positions, (N, visible, width)."""
        tokens = self.to_token(patchify(x)) + self.positions
        if hidden is None:
            return tokens
        return _rows(tokens, order_of(hidden)[0][:, : _visible(hidden)])

    def encode(self, x: Tensor, hidden: Tensor | None = None) -> Tensor:
        """Images (N, 1, 28, 28) -> a token for each visible patch, (N, visible, width), in the picture's order.

        Without a mask the encoder sees all 49 patches, as it does for use after training.
        """
        return self.encoder(self.tokens(x, hidden))

    def decode(self, z: Tensor, hidden: Tensor | None = None) -> Tensor:
        """Tokens (N, visible, width) of the patches that `hidden` (N, 49) leaves visible -> images in [0, 1].

        The loss counts hidden patches alone, so what stands at visible ones was never trained and means little.
        """
        decoded = self.decoder(self._decoder_tokens(z, hidden))
        # float(): under bfloat16 autocast the sigmoid would otherwise round pixels to three digits.
        return unpatchify(self.to_pixels(decoded).float().sigmoid())

    def _decoder_tokens(self, z: Tensor, hidden: Tensor | None) -> Tensor:
        """What the decoder is given: 49 tokens in the picture's order with their positions, masks where hidden."""
        tokens = self.to_decoder(z)
        if hidden is not None:
            empty = self.mask_token.to(tokens.dtype).expand(len(z), PATCHES - z.shape[1], -1)
            tokens = _rows(torch.cat([tokens, empty], 1), order_of(hidden)[1])
        return tokens + self.decoder_positions

    def predict(self, x: Tensor, hidden: Tensor) -> Tensor:
        """What the model expects of images x (N, 1, 28, 28) that it sees only where `hidden` (N, 49) is false.

        Every row of `hidden` must hide equally many patches. Visible patches come back as they are in x.
        """
        expected = self.decode(self.encode(x, hidden), hidden)
        return torch.where(pixels_of(hidden), expected, x)

    def forward(self, x: Tensor) -> Tensor:
        """Each patch as predicted while it was hidden: the mean of three predictions, one from each other quarter."""
        total = torch.zeros_like(x)
        for quarter in range(4):
            hidden = self.quarters.ne(quarter).expand(len(x), -1)
            total = total + torch.where(pixels_of(hidden), self.decode(self.encode(x, hidden), hidden), 0)
        return total / 3

    def fill(self, x: Tensor, hidden: Tensor) -> Tensor:
        """Images x with the patches of `hidden`, of which it sees nothing, as it predicts them."""
        return self.predict(x, hidden)

    @torch.no_grad()
    def extra_metrics(self, x: Tensor, train: Tensor | None, seed: int) -> dict[str, float]:
        """Mean squared error of the hidden pixels alone, under random masks as in training (He et al. 2021).

        With training images also that of filling in their mean image, under the same masks.
        """
        generator = torch.Generator(x.device).manual_seed(seed)
        mean = None if train is None else train.mean(0, keepdim=True)
        errors = {"masked_pixel_error": 0.0, "masked_pixel_error_of_mean_image": 0.0}
        pixels = 0
        for part in x.split(1000):
            hidden = self.hide(len(part), generator)
            answers = [self.predict(part, hidden)]
            answers += [] if mean is None else [torch.where(pixels_of(hidden), mean, part)]
            for name, answer in zip(errors, answers, strict=False):
                errors[name] += float(losses.squared_error(answer, part).sum())
            pixels += int(hidden.sum()) * x[0].numel() // hidden.shape[1]
        return {name: total / pixels for name, total in errors.items() if total}

    def loss(self, x: Tensor, generator: torch.Generator) -> dict[str, Tensor]:
        hidden = self.hide(len(x), generator)
        return self.weighed({"squared_error": losses.squared_error(self.predict(x, hidden), x).mean()})

    def attention(self, x: Tensor, hidden: Tensor | None = None) -> list[Tensor]:
        """Who looks at whom in the encoder: for each block (N, heads, visible, visible), rows summing to 1."""
        return self.encoder.attention(self.tokens(x, hidden))

    def decoder_attention(self, x: Tensor, hidden: Tensor) -> list[Tensor]:
        """Who looks at whom in the decoder, the hidden patches among them: for each block (N, heads, 49, 49)."""
        return self.decoder.attention(self._decoder_tokens(self.encode(x, hidden), hidden))

    def features(self, x: Tensor) -> Tensor:
        """The mean token of the whole picture: (N, width)."""
        return self.encode(x).mean(1)

    def activations(self, x: Tensor) -> dict[str, Tensor]:
        """The mean token after each block, before the last normalisation, and the features as "code"."""
        each = self.encoder.layer_outputs(self.tokens(x))
        named = {f"block {number}": tokens.mean(1) for number, tokens in enumerate(each, 1)}
        return named | {"code": self.encoder.norm(each[-1]).mean(1)}

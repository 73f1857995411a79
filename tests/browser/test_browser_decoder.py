"""The decoders that the browser computes: what they give is what the library gives, to a step of a picture's bytes."""

import base64

import pytest
import torch
from browser_part import scripts_for
from page_data import loaded
from playwright.sync_api import Page

from aemodels import create, variant_names
from aemodels.live import decoders, shelf
from aemodels.live.latent import test_codes as codes_of
from aemodels.store import pretrained
from aemodels.ui.shared.places import has_vectors

pytestmark = pytest.mark.browser
# What the scripts make of the content of a file, in base64, and of codes.
DECODE = """([content, codes]) => {
  const decoder = scripts.readDecoder(scripts.bytes(content).buffer);
  return codes.map((code) => [...decoder.ink(code)]);
}"""
NEAREST = """([content, codes]) => {
  const known = scripts.readKnown(scripts.bytes(content).buffer);
  return codes.map((code) => [...known.code(known.place(code)), known.nearest(code)]);
}"""
SHIPPED = [card.name for card in pretrained.available() if has_vectors(card)]
HERE = [name for name in SHIPPED if decoders.decoder(loaded(name))]


@pytest.fixture
def page(window: Page) -> Page:
    """An empty page with the scripts."""
    script = """async (folder) => {
      const files = ["shared/js/pictures", "pages/latent/decoder"].map((name) => import(`${folder}/${name}.js`));
      window.scripts = Object.assign({}, ...(await Promise.all(files)));
    }"""
    window.evaluate(script, scripts_for(window))
    return window


def computed(page: Page, script: str, content: bytes, codes: torch.Tensor) -> list[list[int]]:
    """What `script` makes in the browser of a file and codes (N, k)."""
    return page.evaluate(script, [base64.b64encode(content).decode(), codes.tolist()])


def expect_the_same(page: Page, one: shelf.Loaded, codes: torch.Tensor) -> None:
    """The browser decodes the codes (N, k) as the model itself does, to one of 255 steps."""
    here = torch.tensor(computed(page, DECODE, decoders.decoder(one).content, codes), dtype=torch.float32)
    with torch.inference_mode():
        there = one.model.decode(codes).flatten(1).nan_to_num().mul(255).round().clamp(0, 255)
    assert (here - there).abs().max() <= 1


@pytest.mark.parametrize("name", HERE)
def test_the_browser_decodes_as_the_library_does(page, name):
    one, generator = loaded(name), torch.Generator().manual_seed(0)
    known = codes_of(one)
    far = 5.5 * (2 * torch.rand(60, known.shape[1], generator=generator) - 1)
    expect_the_same(page, one, torch.cat([far, known[torch.randperm(len(known), generator=generator)[:60]]]))


@pytest.mark.parametrize("name", ["vae-2d", "vae", "ae"])
def test_the_browser_finds_the_test_digit_with_the_nearest_code(page, name):
    known = codes_of(loaded(name))
    points = 3 * torch.randn(100, known.shape[1], generator=torch.Generator().manual_seed(0))
    found = torch.tensor(computed(page, NEAREST, decoders.known(loaded(name)).content, points))
    off = (points - found[:, :-1]).norm(dim=1)
    assert torch.allclose(off, torch.stack([(known - point).norm(dim=1).min() for point in points]), atol=1e-5)
    for code, label in zip(found[:, :-1], found[:, -1], strict=True):
        assert int(label) in loaded(name).statistics["labels"][(known == code).all(1)].tolist()


def test_the_networks_of_the_maps_and_the_usual_ones_are_decoded_here():
    assert {"ae-2d", "vae-2d", "vae", "ae", "beta-vae"} <= set(HERE)


class Untrained:
    """A network as it begins, with as much of a card as its decoder needs."""

    def __init__(self, model):
        self.model = model


@pytest.mark.parametrize("activation", ["gelu", "relu", "sigmoid", "tanh"])
@pytest.mark.parametrize("normalise", [True, False])
def test_every_layer_that_visitors_can_choose_is_computed(page, activation, normalise):
    torch.manual_seed(0)
    model = create("autoencoder", hidden=(30, 17), code_size=3, activation=activation, normalise=normalise).eval()
    expect_the_same(page, Untrained(model), 3 * torch.randn(50, 3, generator=torch.Generator().manual_seed(0)))


def test_weights_that_are_no_numbers_paint_nothing_and_keep_the_page_alive(page):
    model = create("autoencoder", hidden=(20,), code_size=2).eval().requires_grad_(False)
    for weight, bias in ((torch.nan, 0), (1e30, 1e30), (0, torch.inf)):
        model.to_pixels.weight.fill_(weight)
        model.to_pixels.bias.fill_(bias)
        expect_the_same(page, Untrained(model), torch.tensor([[0.3, -2.0], [0.0, 0.0]]))


@pytest.mark.parametrize("name", [name for name in variant_names() if create(name).code_kind == "vector"])
def test_a_stack_of_layers_is_all_that_there_is_to_its_decoder(name):
    model = create(name).eval()
    layers = model.decoder_layers()
    z = torch.randn(5, model.code_size, generator=torch.Generator().manual_seed(0))
    if layers is not None:
        assert torch.equal(torch.nn.Sequential(*layers)(z).reshape(-1, 1, 28, 28), model.decode(z))

"""What the door gives away for browsers to decode by themselves: weights that lose nothing, named by their hash."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
import torch
from page_data import loaded
from safetensors import safe_open
from safetensors.torch import load as tensors
from starlette.applications import Starlette
from starlette.testclient import TestClient

from aemodels import create
from aemodels.live import ROUTES, decoders, door, shelf
from aemodels.store import pretrained

SMALL = ["ae-2d", "vae-2d", "ae", "vae", "beta-vae", "pca", "sparse"]
AT_THE_DOOR = ["conv", "stacked"]


@pytest.fixture
def client(monkeypatch):
    """A browser at the app's own door."""
    monkeypatch.setattr(door, "_workers", door.Workers(2))
    monkeypatch.setattr(door, "_paces", door.Paces(burst=10_000))
    return TestClient(Starlette(routes=ROUTES), headers={"sec-fetch-site": "same-origin"})


@pytest.mark.parametrize("name", SMALL)
def test_a_decoder_comes_whole_in_half_the_bytes_and_for_ever(client, name, tmp_path):
    answer = client.get("/" + decoders.addresses(loaded(name))["decoder"])
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "identity"
    assert len(answer.content) <= decoders.LARGEST
    kept = tmp_path / "decoder"
    kept.write_bytes(answer.content)
    layers = loaded(name).model.decoder_layers()
    with safe_open(kept, "pt") as file:
        assert len(layers) == len(json.loads(file.metadata()["layers"]))
        for number, layer in enumerate(layers):
            for part, value in layer.state_dict().items():
                given = file.get_tensor(f"{number}.{part}")
                assert given.dtype == torch.float16
                assert torch.equal(given.float(), value)


def test_weights_that_halves_cannot_hold_come_in_full(result):
    model = create(result.card.variant, **result.card.config).eval()
    own = shelf.ready(result.card, model, result.statistics)
    given = tensors(decoders.decoder(own).content)
    assert given["0.weight"].dtype == torch.float32
    assert torch.equal(given["0.weight"], model.decoder.blocks[0][0].weight)


def test_the_codes_of_the_test_digits_come_with_their_labels(client):
    answer = client.get("/" + decoders.addresses(loaded("vae"))["known"])
    statistics = pretrained.load_statistics("vae")
    assert all(torch.equal(value, statistics[name]) for name, value in tensors(answer.content).items())


@pytest.mark.parametrize("name", AT_THE_DOOR)
def test_what_a_browser_cannot_compute_soon_stays_at_the_door(client, name):
    assert decoders.addresses(loaded(name)) is None
    refused(client.get("/live/decoder", params={"network": name, "sha": "0" * 16}))


def refused(answer):
    assert answer.status_code == 400
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["message"].endswith(".")


@pytest.mark.parametrize("path", ["decoder", "known"])
@pytest.mark.parametrize(
    "query",
    [
        {},
        {"network": "vae"},
        {"network": "vae", "sha": "0" * 16},
        {"network": "nobody", "sha": "0" * 16},
        {"network": "masked", "sha": "0" * 16},
        {"network": "../vae", "sha": ""},
        {"network": "vae", "sha": "0" * 999},
        {"network": "vae", "sha": "0" * 16, "more": "1"},
    ],
)
def test_nothing_else_is_given_away(client, path, query):
    refused(client.get(f"/live/{path}", params=query))


def test_another_site_s_page_gets_nothing(client):
    address = "/" + decoders.addresses(loaded("vae"))["decoder"]
    refused(client.get(address, headers={"sec-fetch-site": "cross-site"}))
    assert client.post(address).status_code == 405


def test_other_weights_have_another_address(result):
    models = [create(result.card.variant, **result.card.config).requires_grad_(False) for _ in range(2)]
    models[1].to_pixels.bias[783] += 1
    queries = [
        parse_qs(urlsplit(decoders.addresses(shelf.ready(result.card, model, result.statistics))["decoder"]).query)
        for model in models
    ]
    assert queries[0]["sha"] != queries[1]["sha"]
    assert queries[0]["network"] != queries[1]["network"]

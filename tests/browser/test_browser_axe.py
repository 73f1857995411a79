"""axe-core finds nothing on any view: wide and on a phone, light and dark."""

from pathlib import Path

import axe_playwright_python
import pytest
from app_server import settle

pytestmark = pytest.mark.browser
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
# Each view by its link, and what is there once it stands.
VIEWS = {
    "/": "[data-model][data-error], [data-model]",
    "/?answers=bottleneck": ".ladder",
    "/noise": ".corrupter",
    "/latent?view=map": ".maps, [aria-label^='Latent map']",
    "/latent?view=space": "[data-testid=stPlotlyChart]",
    "/latent?view=sliders": ".rack",
    "/latent?view=road": ".road",
    "/latent?view=sample": ".sheets",
    "/latent?view=beta": ".betas",
    "/activations?unit=sparse:7": ".story h2",
    "/activations?show=digits": ".by-digit",
    "/activations?show=penalty": ".penalty svg",
    **{f"/activations?show=journey&step={step}&reached=6": ".journey[data-told]" for step in range(1, 7)},
    "/masking": ".patches, [data-model]",
    "/masking?masking=few": ".riddle",
    "/pretraining": ".stages",
    "/search": ".hits",
    "/search?ask=odd": ".judge",
    "/train": ".monitor",
    "/models": ".ledger",
}
# Wide and light, and a phone in the dark: together they are every rule of either style.
LOOKS = {"wide": ((1400, 900), "light"), "phone": ((390, 844), "dark")}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("link", VIEWS)
def test_axe_finds_nothing(window, address, link, look):
    (width, height), theme = LOOKS[look]
    window.set_viewport_size({"width": width, "height": height})
    window.emulate_media(color_scheme=theme)
    window.goto(f"{address}{link}")
    window.locator(VIEWS[link]).first.wait_for(state="attached")
    settle(window)
    window.wait_for_timeout(500)  # what fades in is pale until it has
    window.evaluate(AXE)
    found = window.evaluate(RUN)
    told = [(one["id"], [node["html"][:150] for node in one["nodes"]]) for one in found]
    assert told == []

"""axe-core finds nothing on any view: wide and on a phone, light and dark."""

from pathlib import Path

import axe_playwright_python
import pytest
from app_server import settle
from playwright.sync_api import Page, expect

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
    "/activations?show=journey&step=1&reached=6": ".journey[data-told]",
    "/masking": ".patches, [data-model]",
    "/masking?masking=few": ".riddle",
    "/pretraining": ".stages",
    "/search": ".hits",
    "/search?ask=odd": ".judge",
    "/train": ".monitor",
    "/models": ".ledger",
}
PHONE = {"width": 390, "height": 844}


def expect_nothing_found(page: Page) -> None:
    """Axe finds nothing on what is there now, nor in any step of a journey that can be unfolded."""
    steps = page.locator(".journey .title").all()
    for step in steps or [None]:
        if step:
            step.click()
            expect(step).to_have_attribute("aria-expanded", "true")
        page.wait_for_timeout(500)  # what fades in is pale until it has
        found = page.evaluate(RUN)
        assert [(one["id"], [node["html"][:150] for node in one["nodes"]]) for one in found] == []


@pytest.mark.parametrize("link", VIEWS)
def test_axe_finds_nothing(window, address, link):
    window.emulate_media(color_scheme="light")
    window.goto(f"{address}{link}")
    window.locator(VIEWS[link]).first.wait_for(state="attached")
    settle(window)
    window.evaluate(AXE)
    expect_nothing_found(window)
    app = window.locator("[data-testid=stApp]")
    light = app.evaluate("app => getComputedStyle(app).backgroundColor")
    # Wide and light, and a phone in the dark: together they are every rule of either style.
    window.set_viewport_size(PHONE)
    window.emulate_media(color_scheme="dark")
    expect(app).not_to_have_css("background-color", light)
    settle(window)
    expect_nothing_found(window)

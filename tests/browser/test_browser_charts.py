"""Plotly's charts in a real browser: they come where they are wanted, and nowhere else."""

import pytest
from app_server import settle
from browser_page import open_page
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
CHART = "[data-testid=stPlotlyChart] .js-plotly-plot"
SHOWN = "chart => chart.data.map((trace) => [trace.name, trace.visible ?? true])"


def plotly(asked: list[str]) -> list[str]:
    """The scripts of Plotly among the addresses that a page has asked for."""
    return [address for address in asked if "plotly" in address.lower()]


def test_the_first_page_does_not_load_plotly_and_a_page_with_a_chart_does(window, address):
    asked = []
    window.on("request", lambda request: asked.append(request.url))
    open_page(window, address, "[data-model]")
    window.wait_for_timeout(1000)
    assert asked
    assert not plotly(asked)
    window.get_by_role("link", name="Pretraining").click()
    window.locator(CHART).wait_for()
    assert plotly(asked)


def test_the_cloud_of_codes_follows_the_network_and_its_legend_hides_a_digit(window, address):
    open_page(window, f"{address}/latent?view=space&example=8", CHART)
    chart = window.locator(CHART)
    expect(window.get_by_text("three directions show")).to_be_visible()
    names = [name for name, _ in chart.evaluate(SHOWN)]
    assert names[:10] == [str(digit) for digit in range(10)]
    assert chart.evaluate("chart => chart.data[10].text.length") == 10
    before = chart.evaluate("chart => chart.layout.scene.xaxis.title.text")
    chart.locator(".legendtoggle").first.dispatch_event("mousedown")
    chart.locator(".legendtoggle").first.dispatch_event("mouseup")
    window.wait_for_function(f"() => document.querySelector('{CHART}').data[0].visible === 'legendonly'")
    window.get_by_text("Plain", exact=True).first.click()
    settle(window)
    expect(window.locator(CHART)).to_have_count(1)
    window.wait_for_function(
        f"before => document.querySelector('{CHART}')?.layout?.scene?.xaxis.title.text !== before", arg=before
    )
    assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")

"""Plotly's charts in a real browser: they come where they are wanted, and nowhere else."""

import pytest
from app_server import settle
from browser_page import open_page, pick_network, touch, wait_until_idle
from playwright.sync_api import expect

from aemodels.store import pretrained
from aemodels.ui.pages.models.size import view as size
from aemodels.ui.shared import charts

pytestmark = pytest.mark.browser
CHART = "[data-testid=stPlotlyChart] .js-plotly-plot"
BOXES = """all => all.map((one) => {
  const box = one.getBoundingClientRect();
  return [box.left, box.right, box.top + 2, box.bottom - 2];
})"""
# Whether the chart is as wide as its place in a window of that width.
FITS = """width => {
  const place = document.querySelector('[data-testid=stPlotlyChart]'), drawn = place.querySelector('.main-svg');
  const off = Math.abs(drawn.getBoundingClientRect().width - place.clientWidth);
  return innerWidth === width && place.clientWidth < width && off < 2;
}"""
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
    pick_network(window, "Plain")
    settle(window)
    expect(window.locator(CHART)).to_have_count(1)
    window.wait_for_function(
        f"before => document.querySelector('{CHART}')?.layout?.scene?.xaxis.title.text !== before", arg=before
    )
    assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_where_the_cloud_is_looked_at_from_is_in_the_link(window, address):
    open_page(window, f"{address}/latent?view=space", CHART)
    wait_until_idle(window)
    assert "eye" not in window.url
    scene = window.locator(CHART).bounding_box()
    x, y = scene["x"] + scene["width"] / 2, scene["y"] + scene["height"] / 2
    window.mouse.move(x, y)
    window.mouse.down()
    window.mouse.move(x + 90, y + 40, steps=6)
    window.mouse.up()
    window.wait_for_url("**eye=*")
    eye = "chart => Object.values(chart._fullLayout.scene._scene.getCamera().eye)"
    before = window.locator(CHART).evaluate(eye)
    window.reload()
    window.locator(CHART).wait_for()
    window.wait_for_function(f"() => document.querySelector('{CHART}')._fullLayout?.scene?._scene")
    # Plotly says where it stood when the hand let go; the cloud turns on for a moment.
    assert window.locator(CHART).evaluate(eye) == pytest.approx(before, abs=0.1)


def test_every_network_has_its_name_beside_its_point_and_no_name_covers_another(window, address):
    open_page(window, f"{address}/models", CHART)
    chart, cards = window.locator(CHART), pretrained.available()
    for width in (1400, 800, 390, 320):
        window.set_viewport_size({"width": width, "height": 900})
        window.wait_for_function(FITS, arg=width)
        expect(chart.locator(".annotation-text-g text")).to_have_count(len(size.points(cards)))
        names = chart.locator(".annotation-text-g text").evaluate_all(BOXES)
        assert not [
            (a, b)
            for i, a in enumerate(names)
            for b in names[i + 1 :]
            if a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]
        ]
        assert all(left >= 0 and right <= width for left, right, _, _ in names)


@pytest.mark.parametrize("screen", ["window", "phone"])
def test_pointing_at_a_network_or_touching_it_tells_its_figures(request, address, screen):
    page, card = request.getfixturevalue(screen), pretrained.card("masked")
    open_page(page, f"{address}/models", CHART)
    chart = page.locator(CHART)
    chart.evaluate("chart => chart.scrollIntoView({ block: 'center' })")
    point = chart.locator(".trace.scatter").nth(1).locator("path.point").nth(pretrained.names().index("masked"))
    box = point.bounding_box()
    at = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.touchscreen.tap(*at) if screen == "phone" else page.mouse.move(*at)
    expect(chart.locator(".hovertext")).to_contain_text(f"squared error {card.metrics['squared_error']:.2f} with 177 k")


@pytest.mark.parametrize("page", ["models", "pretraining"])
def test_a_finger_that_moves_over_a_chart_scrolls_the_page(phone, address, page):
    open_page(phone, f"{address}/{page}", CHART)
    chart = phone.locator(f"{CHART} .nsewdrag")
    chart.evaluate("chart => chart.scrollIntoView({ block: 'center' })")
    phone.wait_for_timeout(500)
    box, top = chart.bounding_box(), "() => document.querySelector('[data-testid=stMain]').scrollTop"
    x, y, before = box["x"] + box["width"] / 3, box["y"] + 0.7 * box["height"], phone.evaluate(top)
    touch(phone, [(x, y - 12 * step) for step in range(12)])
    phone.wait_for_function(f"before => ({top})() > before + 60", arg=before)


def test_names_have_the_colours_that_the_components_give_them(window, address):
    open_page(window, f"{address}/models", CHART)
    paint = """(colour) => {
      const canvas = document.createElement('canvas').getContext('2d');
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    }"""
    for title in window.locator(".ledger [data-row] button").all():
        name = title.evaluate("button => button.closest('[data-row]').dataset.row")
        seen = window.evaluate(paint, title.evaluate("button => getComputedStyle(button).color"))
        held = window.evaluate(paint, charts.written(name, "#15191c"))
        assert max(abs(a - b) for a, b in zip(seen, held, strict=True)) <= 12, name

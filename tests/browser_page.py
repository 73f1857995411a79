"""What the browser tests of several pages do: draw, wait for the answers, read the pictures."""

from app_server import settle
from playwright.sync_api import Page, expect

DRAWING = 'canvas[aria-label="Drawing canvas"]'


def open_page(page: Page, address: str) -> Page:
    """Go to a page of the app and wait until its models are there and its script has run."""
    page.goto(address)
    page.locator("[data-model]").first.wait_for()
    settle(page)
    return page


def canvas_point(page: Page, point: list[float], canvas: str = DRAWING) -> tuple[float, float]:
    """Where a point of the canvas, coordinates in [0, 1], lies in the window."""
    box = page.locator(canvas).bounding_box()
    return box["x"] + point[0] * box["width"], box["y"] + point[1] * box["height"]


def draw(page: Page, points: list[list[float]], lift: bool = True, canvas: str = DRAWING) -> None:
    """One stroke with the mouse."""
    page.mouse.move(*canvas_point(page, points[0], canvas))
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*canvas_point(page, point, canvas))
    if lift:
        page.mouse.up()


def error_of(page: Page, name: str) -> float:
    """The squared error that the row of model `name` carries."""
    return float(page.locator(f'[data-model="{name}"]').get_attribute("data-error"))


def wait_for_answers(page: Page, canvas: str = DRAWING) -> None:
    """Wait until the answers belong to what the canvas last sent."""
    sent = page.locator(canvas).get_attribute("data-sent")
    expect(page.locator(f'.answers[data-sent="{sent}"]')).to_be_attached()


def model_input(page: Page) -> list[int]:
    """What the models see, as painted."""
    return painted(page, '[aria-label="Model input"]')


def painted(page: Page, canvas: str) -> list[int]:
    """The red channel of a canvas of 28 x 28 pixels."""
    script = "canvas => [...canvas.getContext('2d').getImageData(0, 0, 28, 28).data].filter((_, i) => i % 4 === 0)"
    return page.locator(canvas).evaluate(script)


def is_blank(values: list[int]) -> bool:
    """Whether a picture shows no ink."""
    return max(values) < 40


def expect_no_answers(page: Page) -> None:
    """All models at rest."""
    expect(page.locator("[data-model][data-error]")).to_have_count(0)

"""Renew the picture and the animation in README.md. Run with: python tests/make_picture.py"""

import shutil
import sys
import tempfile
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app_server import CHROMIUM_FLAGS, ROOT, running_app, settle
from browser_page import canvas_point, open_page, wait_for_answers
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from aemodels.data import strokes

STILL, ANIMATION = ROOT / "tests" / "page.webp", ROOT / "tests" / "drawing.webp"
SIZE = (990, 720)
STEP, BEFORE, AFTER = 80, 600, 2200  # ms that a frame stands: while the pen moves, at the beginning, at the end
EVERY = 2  # points of the stroke from frame to frame


def frame(page: Page) -> Image.Image:
    """The page as it is seen now, small."""
    picture = Image.open(BytesIO(page.screenshot()))
    return picture.convert("RGB").resize(SIZE, Image.Resampling.LANCZOS)


def drawn(page: Page) -> list[Image.Image]:
    """The empty page, and a frame for every step of a pen that writes a 3, once the networks have answered it."""
    frames = [frame(page)]
    points = strokes.digit(3, 1)[0]["points"]
    page.mouse.move(*canvas_point(page, points[0]))
    page.mouse.down()
    for point in [*points[1:-1:EVERY], points[-1]]:
        page.mouse.move(*canvas_point(page, point))
        wait_for_answers(page)
        page.wait_for_timeout(150)  # figures ease
        frames.append(frame(page))
    page.mouse.up()
    page.mouse.move(0, 0)
    settle(page)
    page.wait_for_timeout(1500)
    return [*frames, frame(page)]


def main() -> None:
    """Draw on the page, and keep what is seen meanwhile and at the end."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_app(Path(folder) / "log") as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 1320, "height": 960}, color_scheme="light")
        open_page(page, address)
        page.wait_for_timeout(1500)
        frames = drawn(page)
        browser.close()
    frames[-1].save(STILL, quality=85, method=6)
    times = [BEFORE, *[STEP] * (len(frames) - 2), AFTER]
    frames[0].save(ANIMATION, save_all=True, append_images=frames[1:], duration=times, loop=0, quality=75, method=6)
    for path in (STILL, ANIMATION):
        print(f"wrote {path.relative_to(ROOT)}, {path.stat().st_size / 1000:.0f} kB")
    print(f"{len(frames)} frames, {sum(times) / 1000:.1f} s")


if __name__ == "__main__":
    main()

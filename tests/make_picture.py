"""Renew the picture in README.md. Run with: python tests/make_picture.py"""

import shutil
import tempfile
from io import BytesIO
from pathlib import Path

from app_server import CHROMIUM_FLAGS, ROOT, running_app, settle
from PIL import Image
from playwright.sync_api import sync_playwright

OUT = ROOT / "tests" / "page.webp"


def main() -> None:
    """Open the page with an example on the canvas, and keep a small picture of it."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_app(Path(folder) / "log") as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 1320, "height": 860}, color_scheme="dark")
        page.goto(f"{address}/?example=3-2")
        page.locator("[data-model][data-error]").first.wait_for()
        settle(page)
        page.wait_for_timeout(1500)
        picture = Image.open(BytesIO(page.screenshot()))
        browser.close()
    picture.convert("RGB").resize((990, 645), Image.Resampling.LANCZOS).save(OUT, quality=85, method=6)
    print(f"wrote {OUT.relative_to(ROOT)}, {OUT.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()

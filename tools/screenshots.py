"""Pictures of all pages at 1280 and 390 pixels, light and dark: `python -m tools.screenshots [folder] [part of a path…]`.

They are for looking at beside each other; ./screenshots is ignored by git.
"""

import re
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tools import demo as demos
from tools.demo import Demo, Page

SIZES = ((1280, 900), (390, 844))
THEMES = ("light", "dark")


def main(folder: Path, parts: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
    with (
        tempfile.TemporaryDirectory() as name,
        demos.running(Path(name)) as demo,
        sync_playwright() as playwright,
    ):
        pages = [p for p in demos.crawl(demo).pages if not parts or any(x in p.path for x in parts)]
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=arguments
        )
        for who in sorted({page.who for page in pages}):
            take(browser, demo, who, [page for page in pages if page.who == who], folder)
        browser.close()


def take(browser: Browser, demo: Demo, who: str, pages: list[Page], folder: Path) -> None:
    context = browser.new_context(base_url=demo.url, locale="sv-SE", reduced_motion="reduce")
    tab = context.new_page()
    if who:
        tab.goto(demo.ways_in[who])
    for page in pages:
        tab.goto(page.path)
        for width, height in SIZES:
            tab.set_viewport_size({"width": width, "height": height})
            for theme in THEMES:
                tab.emulate_media(color_scheme="light" if theme == "light" else "dark")
                path = folder / f"{file_stem(page)}-{width}-{theme}.png"
                tab.screenshot(path=path, full_page=True)
    context.close()


def file_stem(page: Page) -> str:
    """A list and one of its things have different names: `personer` and `personer-en`."""
    return re.sub(r"[^a-z0-9]+", "-", page.kind.replace("…", "en").lower()).strip("-") or "start"


if __name__ == "__main__":
    main(Path((sys.argv[1:] or ["screenshots"])[0]), sys.argv[2:])

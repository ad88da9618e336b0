"""A real browser before a real demo: server, worker, files and mail as in `make demo`, in a folder of its own.

Without a Chromium the tests are skipped; with REQUIRE_BROWSER=1 that is a failure.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tools import demo as demos
from tools.demo import Demo

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
WIDE, PHONE = (1280, 900), (390, 844)
Visit = Callable[..., Page]
# Milliseconds, long enough for any machine: all that is waited for comes as soon as it is there.
PATIENCE = 90_000
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
    # The walk along links comes first: what others do in the demo would lead it elsewhere.
    items.sort(key=lambda item: item.path.name != "test_every_page.py")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        say = pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip
        say("There is no chromium: apt-get install chromium")
    # As root Chromium has no sandbox; in containers its shared memory is too small.
    arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--font-render-hinting=none"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def demo(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with demos.running(tmp_path_factory.mktemp("demo")) as demo:
        yield demo


@pytest.fixture(scope="package")
def crawl(demo: Demo) -> demos.Crawl:
    return demos.crawl(demo)


def ready(page: Page) -> None:
    """The script of the page that one came to is at work: what is pressed before goes its way without it."""
    page.wait_for_load_state()


class Complaints(list[str]):
    """What the browser says of a page that a person would not see: errors, refused code, foreign hosts."""

    def listen(self, page: Page, home: str) -> None:
        page.on(
            "console",
            lambda said: self.append(f"{page.url}: {said.text}") if said.type == "error" else None,
        )
        page.on("pageerror", lambda error: self.append(f"{page.url}: {error}"))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((home, "data:", "blob:"))
                else self.append(f"{page.url} asks {request.url}")
            ),
        )


@pytest.fixture
def complaints() -> Complaints:
    return Complaints()


@pytest.fixture
def visit(browser: Browser, demo: Demo, complaints: Complaints) -> Iterator[Visit]:
    """`visit("/", as_="Johan Bergdahl", width=390, javascript=False)`: a browser of that person's own."""
    contexts: list[BrowserContext] = []

    def open_page(
        path: str, *, as_: str = "", size: tuple[int, int] = WIDE, javascript: bool = True
    ) -> Page:
        context = browser.new_context(
            base_url=demo.url,
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=javascript,
            locale="sv-SE",
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        complaints.listen(page, demo.url)
        if as_:
            page.goto(demo.ways_in[as_])
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()

"""Every page that can be reached in the demo: axe, light and dark, wide and narrow; no sideways scroll; no complaints."""

from pathlib import Path
from typing import Any

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page

from tests.access_table import TABLE
from tests.browser.conftest import PATIENCE, WIDE, Complaints, Visit
from tools import demo as demos
from tools.demo import Demo

AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
# Narrower than any phone of today, with the same layout as they have: also what 1280 pixels are at 400 % zoom.
NARROWEST = (320, 720)
RUN_AXE = """async (only) => {
  const settings = {resultTypes: ['violations']};
  if (only) settings.runOnly = {type: 'rule', values: only};
  const found = await axe.run(document, settings);
  return found.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(' | '));
}"""

# Pages that the walk along links does not come to, since it takes one page of each kind: the test that looks at each.
ELSEWHERE = {
    "assignments:post-add-for": "test_pages_behind_a_search_or_a_choice_are_accessible",
    # With one assignment it leads straight to its log, and nobody to sign in as in the demo has two.
    "assignments:log": "samsyn/assignments/tests/test_log.py",
    # Nobody to sign in as in the demo is a new principal: what it shows is tested with the cast.
    "assignments:take-over": "samsyn/assignments/tests/test_agreements_pages.py",
    # The first survey that it comes to has been answered: neither built nor asked any more, and no year to compare with.
    "surveys:build-fetch": "tests/browser/test_survey_chain.py",
    "surveys:inviting": "tests/browser/test_survey_chain.py",
    "surveys:inviting-names": "tests/browser/test_survey_chain.py",
    "surveys:inviting-part": "tests/browser/test_survey_chain.py",
    "surveys:years": "tests/browser/test_survey_chain.py",
    "organisations:duty-delegate": "test_the_page_of_a_principals_own_duty_is_accessible",
}


def violations(page: Page, only: list[str] | None = None) -> list[str]:
    found: list[str] = page.evaluate(RUN_AXE, only)
    return found


def sideways(page: Page) -> bool:
    width: dict[str, Any] = page.evaluate(
        "({page: document.documentElement.scrollWidth, window: window.innerWidth})"
    )
    return bool(width["page"] > width["window"])


def faults_of(page: Page, path: str) -> list[str]:
    """Both themes share one layout, so dark is only asked about contrast."""
    faults = []
    page.goto(path)
    page.evaluate(AXE.read_text())
    for width, height in (WIDE, NARROWEST):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="light")
        faults += [f"{path} at {width}, light: {fault}" for fault in violations(page)]
        page.emulate_media(color_scheme="dark")
        dark = violations(page, ["color-contrast"])
        faults += [f"{path} at {width}, dark: {fault}" for fault in dark]
    if sideways(page):
        faults.append(f"{path} scrolls sideways at {NARROWEST[0]}")
    return faults


def test_every_page_is_accessible_and_the_browser_has_no_complaints(
    browser: Browser, demo: Demo, crawl: demos.Crawl, complaints: Complaints
) -> None:
    faults: list[str] = []
    for who in sorted({page.who for page in crawl.pages}):
        context = browser.new_context(base_url=demo.url, locale="sv-SE", reduced_motion="reduce")
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        complaints.listen(page, demo.url)
        if who:
            page.goto(demo.ways_in[who])
        for place in crawl.pages:
            if place.who == who:
                faults += faults_of(page, place.path)
        context.close()

    assert "\n".join([*faults, *complaints]) == ""


def test_no_link_leads_to_an_error(crawl: demos.Crawl) -> None:
    assert "\n".join(crawl.broken) == ""


def test_the_page_of_a_principals_own_duty_is_accessible(visit: Visit) -> None:
    page = visit("/personer/", as_="Mats Öhlén")
    page.get_by_role("main").get_by_role("link", name="Mats Öhlén").click()

    way = page.locator("a[href$='/delegera/']").first.get_attribute("href")

    assert way is not None
    assert faults_of(page, way) == []


def test_pages_behind_a_search_or_a_choice_are_accessible(visit: Visit) -> None:
    page = visit("/tjanster/ny/?name=Elin", as_="Mats Öhlén")
    holder = page.locator("main a[href^='/tjanster/ny/']").first.get_attribute("href")
    page.goto("/vem-gor-vad/")
    place = page.locator("form.sentence select option[value]:not([value=''])").evaluate_all(
        "options => options.map(option => option.value)"
    )
    school = next(value for value in place if value.count("-") == 4)

    assert holder is not None
    assert faults_of(page, holder) == []
    assert faults_of(page, f"/vem-gor-vad/{school}/") == []


def address_name(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return path  # the demo's own pages are routed in the demo only


def test_every_page_of_the_product_is_reached_by_links(crawl: demos.Crawl) -> None:
    reached = {address_name(page.path) for page in crawl.pages}
    wanted = {name for name, row in TABLE.items() if row.method == "get" and row.ok and row.is_page}

    missing, stale = wanted - reached - set(ELSEWHERE), set(ELSEWHERE) & reached

    assert (sorted(missing), sorted(stale)) == ([], [])


@pytest.mark.parametrize("path", ["/finns-inte/", "/konto/finns-inte/"])
def test_a_page_that_is_not_there_says_so_in_our_own_look(
    browser: Browser, demo: Demo, path: str
) -> None:
    context = browser.new_context(base_url=demo.url, locale="sv-SE")
    page = context.new_page()

    answer = page.goto(path)
    page.evaluate(AXE.read_text())

    assert answer is not None
    assert answer.status == 404
    assert violations(page) == []
    context.close()

"""The chain as a coordinator goes it: sign in, see the survey of 2014, compare two groups, take the report home.

Once with all that a browser can do, and once without JavaScript: every page works without it.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Complaints, Visit, ready
from tools.demo import Demo, Visitor

COORDINATOR, ADMINISTRATOR = "Johan Bergdahl", "Gun Edlund"


def code_in_the_newest_mail(demo: Demo) -> str:
    """As a person reads it on the demo's page of sent mail."""
    page = Visitor(demo).get("/demo/brevlada/").body.decode()
    found = re.search(r"\b(\d{3}) ?(\d{3})\b", page)
    assert found is not None
    return "".join(found.groups())


def test_coordinator_signs_in_with_a_code_and_keyboard_only(visit: Visit, demo: Demo) -> None:
    page = visit("/konto/logga-in/")

    page.get_by_label(re.compile("adress", re.IGNORECASE)).focus()
    page.keyboard.type("johan.bergdahl@mittskog.example")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kod/**")
    code = wait_for_code(demo, page)
    page.keyboard.type(code)
    page.keyboard.press("Enter")

    page.wait_for_url(f"{demo.url}/")
    expect(page.get_by_role("link", name=COORDINATOR)).to_be_visible()


def wait_for_code(demo: Demo, page: Page) -> str:
    """The worker delivers mail within a second or two."""
    for _ in range(360):
        try:
            return code_in_the_newest_mail(demo)
        except AssertionError:
            page.wait_for_timeout(250)
    raise AssertionError("No mail with a code came.")


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
def test_chain_from_survey_to_downloaded_report(
    visit: Visit, complaints: Complaints, tmp_path: Path, javascript: bool
) -> None:
    page = visit("/", as_=COORDINATOR, javascript=javascript)

    page.get_by_role("link", name="Enkäter").first.click()
    page.get_by_role("link", name="Karriärtjänster 2014").first.click()
    expect(page.get_by_text("164 svar").first).to_be_visible()
    page.locator("a[href$='/fraga/q1/']").first.click()
    expect(
        page.get_by_role("row", name=re.compile("Handleder andra lärare.*60 %.*99"))
    ).to_be_visible()
    compare(page, "Skolchefer/rektorer", "Förstelärare/lektorer", javascript)
    expect(page.get_by_text("rekonstruktion").first).to_be_visible()
    expect(page.get_by_role("columnheader", name="Skolchefer/rektorer").first).to_be_visible()
    page.get_by_role("link", name="Rapporter").first.click()
    page.locator("a[href*='/utgava/']").first.click()

    assert save(page, "PDF", tmp_path).read_bytes().startswith(b"%PDF")
    assert save(page, "Word", tmp_path).read_bytes().startswith(b"PK")
    assert complaints == []


def compare(page: Page, first: str, second: str, javascript: bool) -> None:
    """With JavaScript a choice is enough; without there is a button."""
    ready(page)
    for name, group in zip(("a", "b"), (first, second), strict=True):
        page.locator(f"form.sentence select[name={name}]").select_option(label=group)
        if javascript:
            page.wait_for_url(re.compile(rf"[?&]{name}=[^&]+"))
    if not javascript:
        page.locator("form.sentence button").click()


def save(page: Page, kind: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile(kind)).first.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_administrator_answers_a_row_of_the_roster_before_anything_is_read_in(
    visit: Visit,
) -> None:
    page = visit("/import/", as_=ADMINISTRATOR)

    page.get_by_role("link", name="personal-vecka-48.csv").first.click()
    rows = page.get_by_role("heading", level=1)
    before = rows.inner_text()
    page.get_by_role("button", name="Använd 48392017").click()
    expect(rows).not_to_have_text(before)

    expect(page.get_by_text("Ingenting är inläst än")).to_be_visible()


def test_main_pages_on_a_phone_have_a_way_on(visit: Visit) -> None:
    page = visit("/", as_=COORDINATOR, size=PHONE)

    page.get_by_role("link", name="Rapporter").last.click()

    expect(page).to_have_url(re.compile(r"^https?://[^/]+/rapporter/$"))


def test_keyboard_reaches_the_content_first_and_focus_is_seen(visit: Visit) -> None:
    page = visit("/enkater/", as_=COORDINATOR)

    page.keyboard.press("Tab")
    focused = page.evaluate(
        "(() => { const at = document.activeElement; const s = getComputedStyle(at);"
        " return {href: at.getAttribute('href'), outline: parseFloat(s.outlineWidth)}; })()"
    )
    page.keyboard.press("Enter")

    assert focused["href"] == "#main" or focused["href"].startswith("#")
    assert focused["outline"] >= 2


def test_language_is_changed_and_kept(visit: Visit) -> None:
    page = visit("/om/")

    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/om/tillganglighet/")

    expect(page.locator("html")).to_have_attribute("lang", "en")

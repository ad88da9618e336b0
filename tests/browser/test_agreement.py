"""An assignment from begun to in force, at two screens: written by one, agreed by both, and then known to all."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, Visit, ready

TEACHER, LEAD, COLLEAGUE = "Henrik Sahlén", "Petra Lindahl", "Amina Warsame"
TITLE = "Läsa forskning med arbetslagen"


def begin(page: Page) -> None:
    ways = page.get_by_role("main").get_by_role("link", name=re.compile("^Påbörja"))
    if ways.count():
        ways.first.click()
    page.get_by_label("Vad heter uppdraget?").fill(TITLE)
    page.get_by_label("Med vem görs överenskommelsen?").select_option(label=LEAD)
    page.get_by_role("button", name="Påbörja uppdraget").click()
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    ready(page)


def write_background(page: Page) -> None:
    page.locator("#background .part-head a").click()
    expect(page.locator("#background textarea")).to_be_focused()
    page.keyboard.type("Fyra arbetslag har frågat efter studier om läsning.")
    expect(page.locator("#background [data-saved]")).to_be_visible()
    page.locator("#background").get_by_role("button", name="Klar").click()


def test_an_assignment_is_begun_by_one_agreed_by_both_and_known_to_all(
    visit: Visit, complaints: Complaints
) -> None:
    henrik = visit("/uppdrag/borja/", as_=TEACHER)
    begin(henrik)
    write_background(henrik)
    henrik.get_by_role("button", name="Jag godkänner texten").click()

    petra = visit("/", as_=LEAD)
    waits = petra.locator(".dated > li", has_text=TITLE)
    expect(waits).to_contain_text("Henrik har sagt ja.")
    waits.get_by_role("link", name="Läs och svara").click()
    expect(petra.get_by_text("Fyra arbetslag har frågat efter studier")).to_be_visible()
    petra.get_by_role("button", name="Jag godkänner texten").click()

    henrik.goto("/")
    expect(henrik.get_by_text(f"”{TITLE}” gäller.")).to_be_visible()
    amina = visit("/vem-gor-vad/", as_=COLLEAGUE)
    expect(amina.get_by_text(TITLE)).to_be_visible()
    assert complaints == []

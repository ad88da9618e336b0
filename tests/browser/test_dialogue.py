"""A dialogue held at two screens: the pen goes from hand to hand, and the end of the talk is the end in both windows."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Complaints, Visit, ready

TEACHER, LEAD = "Elin Norberg", "Mats Öhlén"
SOON = timedelta(minutes=10)


def plan(page: Page) -> None:
    """One that can begin at once, with nothing asked that only several need."""
    starts = datetime.now(ZoneInfo("Europe/Stockholm")) + SOON
    page.get_by_role("link", name=re.compile("^Planera en dialog")).first.click()
    expect(page.get_by_label("Hur många veckor emellan?")).to_be_hidden()
    page.get_by_label("Vilken dag?").fill(f"{starts:%Y-%m-%d}")
    page.get_by_label("När börjar den?").fill(f"{starts:%H:%M}")
    page.get_by_role("button", name="Planera").click()
    page.get_by_role("button", name="Öppna samtalet").click()
    expect(page.get_by_role("button", name="Avsluta samtalet")).to_be_visible()
    ready(page)


def point(page: Page) -> Locator:
    return page.locator("#point-gives")


@pytest.fixture
def elin(visit: Visit) -> Page:
    page = visit("/mitt-uppdrag/", as_=TEACHER)
    page.get_by_role("link", name="Öppna uppdraget").click()
    plan(page)
    return page


def test_the_pen_and_the_end_of_the_talk_at_two_screens(
    elin: Page, visit: Visit, complaints: Complaints
) -> None:
    mats = visit(elin.url.partition(elin.url.split("/")[2])[2], as_=LEAD)

    point(elin).get_by_role("button", name="Skriv här").focus()
    elin.keyboard.press("Enter")
    expect(point(elin).locator("textarea")).to_be_focused()
    elin.keyboard.type("Eleverna frågar mer.")
    expect(point(mats)).to_contain_text("Eleverna frågar mer.")
    expect(point(mats)).to_contain_text("Elin skriver här nu")

    point(mats).get_by_role("button", name="Ta över pennan").click()
    expect(point(elin)).to_contain_text("Mats har tagit över pennan.")
    expect(point(mats).locator("textarea")).to_be_focused()
    point(mats).get_by_role("button", name="Klar med punkten").focus()
    mats.keyboard.press("Enter")
    # What was under the finger is gone: one goes on from the same point.
    expect(point(mats).get_by_role("button", name="Skriv här")).to_be_focused()

    mats.get_by_role("button", name="Avsluta samtalet").click()
    expect(mats.get_by_role("button", name="Godkänn anteckningarna")).to_be_visible()
    expect(elin.get_by_text("Något har hänt här")).to_be_visible()
    expect(elin.get_by_role("button", name="Avsluta samtalet")).to_have_count(0)
    expect(elin.get_by_role("button", name="Skriv här")).to_have_count(0)
    expect(elin.get_by_role("heading", level=1)).to_contain_text("väntar på ditt godkännande")
    # What she had in her hands is still there.
    expect(point(elin).locator("textarea")).to_have_value("Eleverna frågar mer.")
    assert complaints == []

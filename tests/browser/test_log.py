"""A career teacher logs between two lessons: from a phone, without JavaScript, and while the connection is lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Complaints, Visit

TEACHER = "Elin Norberg"


@pytest.fixture
def log(visit: Visit) -> Page:
    page = visit("/logg/", as_=TEACHER, size=PHONE)
    expect(page.get_by_role("heading", name="Logga tid")).to_be_visible()
    return page


def lines(page: Page, note: str) -> int:
    page.goto("/logg/")
    return page.locator(".log-rows li").filter(has_text=note).count()


def test_the_button_repeats_what_it_will_add(log: Page, complaints: Complaints) -> None:
    button = log.locator(".log-form > button")
    log.locator("[name=length][value='45']").check()
    expect(button).to_contain_text("Lägg till 45 min")

    log.locator("summary", has_text="Annan tid").click()
    log.locator("[name=minutes]").fill("100")

    expect(button).to_contain_text("Lägg till 1 tim 40 min")
    expect(log.locator("[name=length]:checked")).to_have_count(0)
    assert complaints == []


def test_a_line_is_added_and_undone_with_one_press_each(log: Page) -> None:
    log.locator("#id_note").fill("En rad med ett tryck")
    log.locator(".log-form > button").click()

    log.wait_for_url("**?rad=**")
    log.get_by_role("button", name="Ångra").click()

    expect(log.get_by_text(re.compile("Borttaget: 30 min"))).to_be_visible()
    assert lines(log, "En rad med ett tryck") == 0


def test_without_a_connection_the_line_waits_and_is_sent_once(log: Page) -> None:
    context = log.context
    log.locator("#id_note").fill("Skrivet utan nät")
    context.set_offline(True)
    log.locator(".log-form > button").click()
    expect(log.get_by_text("Inget nät. Raden är sparad i webbläsaren")).to_be_visible()

    # A second tab that was open finds the same line waiting, and sends it too.
    second = context.new_page()
    context.set_offline(False)
    second.goto("/logg/")

    expect(log.get_by_text("Nätet är tillbaka och loggen är skickad.")).to_be_visible()
    assert lines(log, "Skrivet utan nät") == 1
    assert log.evaluate("Object.keys(localStorage).filter((k) => k.includes('log')).length") == 0


def test_without_javascript_it_is_a_form(visit: Visit) -> None:
    page = visit("/logg/", as_=TEACHER, size=PHONE, javascript=False)
    page.locator("#id_note").fill("Utan skript")

    page.get_by_role("button", name="Lägg till i loggen").click()

    page.wait_for_url("**?rad=**")
    assert lines(page, "Utan skript") == 1

"""A coordinator builds a survey: by keyboard alone, by drag, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, Visit, ready

COORDINATOR = "Johan Bergdahl"
TITLE = "Vad heter enkäten?"


@pytest.fixture
def desk(visit: Visit) -> Page:
    """A survey of one's own, made from the template of needs."""
    page = visit("/enkater/ny/", as_=COORDINATOR)
    page.get_by_label(TITLE).fill("Byggd i webbläsaren")
    page.get_by_label("Vad utgår du från?").select_option("template:behov")
    page.get_by_role("button", name="Börja bygga").click()
    expect(page.get_by_role("heading", name="Del 1. Om dig")).to_be_visible()
    ready(page)
    return page


def expect_codes(page: Page, *wanted: str) -> None:
    """Of the first part, in order."""
    rows = page.locator("ol[data-part='0'] > li[data-question]")
    expect(rows).to_have_count(len(wanted))
    for number, code in enumerate(wanted):
        expect(rows.nth(number)).to_have_attribute("data-question", code)


def test_a_question_is_moved_by_keys_and_put_back_by_undo(
    desk: Page, complaints: Complaints
) -> None:
    expect_codes(desk, "role", "written", "hours")
    desk.locator("#grip-hours").focus()
    desk.keyboard.press("Enter")
    desk.keyboard.press("ArrowUp")
    expect(desk.locator("[data-says]")).to_contain_text("till plats 2")
    desk.keyboard.press("Enter")

    expect(desk.locator("ol[data-part='0'] > li").nth(1)).to_have_id("q-hours")
    expect(desk.get_by_role("button", name="Ångra")).to_be_visible()
    expect(desk.locator("#grip-hours")).to_be_focused()
    desk.keyboard.press("Control+z")
    expect(desk.get_by_text("Ångrat: Flyttade fråga 3.")).to_be_visible()
    expect_codes(desk, "role", "written", "hours")
    assert complaints == []


def test_escape_puts_a_lifted_question_back(desk: Page) -> None:
    desk.locator("#grip-hours").focus()
    desk.keyboard.press("Enter")
    desk.keyboard.press("ArrowUp")
    desk.keyboard.press("Escape")

    expect(desk.locator(".build-landing")).to_have_count(0)
    expect_codes(desk, "role", "written", "hours")


def test_a_question_is_dragged_to_another_part(desk: Page, complaints: Complaints) -> None:
    grip = desk.locator("#grip-area")
    grip.scroll_into_view_if_needed()
    start, goal = grip.bounding_box(), desk.locator("#q-hours").bounding_box()
    assert start
    assert goal
    desk.mouse.move(start["x"] + 8, start["y"] + 8)
    desk.mouse.down()
    desk.mouse.move(start["x"] + 8, goal["y"] + 2, steps=10)
    desk.mouse.up()

    expect(desk.locator("ol[data-part='0'] > li").nth(2)).to_have_id("q-area")
    expect_codes(desk, "role", "written", "area", "hours")
    assert complaints == []


def test_a_question_is_added_written_and_kept_by_keyboard(
    desk: Page, complaints: Complaints
) -> None:
    desk.get_by_role("button", name=re.compile("^Lägg till en fråga här")).first.press("Enter")
    expect(desk.locator(".build-text")).to_be_focused()
    desk.keyboard.type("Hur reser du till träffarna?")
    desk.locator("#new-option").fill("Tåg")
    desk.keyboard.press("Enter")
    expect(desk.locator("#option-a1")).to_have_value("Tåg")
    expect(desk.locator("#new-option")).to_be_focused()
    desk.keyboard.type("Buss")
    expect(desk.locator("[data-saved]")).to_be_visible()
    desk.get_by_role("button", name="Klar").press("Enter")

    row = desk.locator("#q-q1")
    expect(row.get_by_role("link", name="Hur reser du till träffarna?")).to_be_visible()
    expect(row).to_contain_text("Ett svar av två.")
    preview = desk.frame_locator("iframe")
    expect(preview.get_by_role("radio").first).to_be_visible()
    assert complaints == []


def test_without_javascript_the_arrows_and_the_form_do_the_same(visit: Visit) -> None:
    page = visit("/enkater/ny/", as_=COORDINATOR, javascript=False)
    page.get_by_label(TITLE).fill("Utan skript")
    page.get_by_label("Vad utgår du från?").select_option("template:behov")
    page.get_by_role("button", name="Börja bygga").click()
    page.get_by_role("button", name="Flytta ned fråga 1", exact=True).click()
    expect_codes(page, "written", "role", "hours")

    page.get_by_role("link", name="Vilket uppdrag har du?").click()
    page.get_by_label("Fråga", exact=True).fill("Vilket är ditt uppdrag?")
    page.get_by_role("button", name="Klar").click()

    expect(page.get_by_role("link", name="Vilket är ditt uppdrag?")).to_be_visible()

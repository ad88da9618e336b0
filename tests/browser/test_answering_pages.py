"""How the pages of an answer look to axe, on a narrow phone, at 200 % zoom, and to who has a keyboard alone."""

import json
import os
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE, Complaints, Visit
from tests.browser.test_answering import NARROW, ROWS, begin, fits, go_on
from tests.browser.test_every_page import AXE, violations
from tests.browser.test_keyboard import enter, tab_to
from tools.demo import Demo, clean_environment


def rows(demo: Demo, *words: str) -> str:
    """In the demo's own database."""
    environment = {
        **clean_environment(demo.folder),
        "SAMSYN_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "samsyn.config.settings",
        "PYTHONPATH": os.getcwd(),
    }
    command = [sys.executable, str(ROWS), *words]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


@pytest.fixture(scope="module")
def links(demo: Demo) -> dict[str, list[str]]:
    """By round the links of those who were invited to it."""
    found: dict[str, list[str]] = json.loads(rows(demo, "looks"))
    return found


def faults(page: Page, name: str) -> list[str]:
    """As it stands: also what a reload would not give again. 640 pixels are what 1280 are at 200 % zoom."""
    found = []
    page.evaluate(AXE.read_text())
    for size in (WIDE, NARROW):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        found += [f"{name} at {size[0]}: {fault}" for fault in violations(page)]
    page.emulate_media(color_scheme="dark")
    found += [f"{name}, dark: {fault}" for fault in violations(page, ["color-contrast"])]
    page.emulate_media(color_scheme="light")
    for width in (NARROW[0], WIDE[0] // 2):
        page.set_viewport_size({"width": width, "height": 450})
        found += [f"{name} scrolls sideways at {width}"] * (not fits(page))
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    return found


def test_every_page_of_an_answer_is_accessible(
    visit: Visit, demo: Demo, links: dict[str, list[str]], complaints: Complaints
) -> None:
    page, late = visit(links["kinds"][0]), visit(links["kinds"][1])
    found = faults(page, "first")
    page.get_by_role("button", name="Börja svara").click()
    page.locator("select[name='a.q2']").select_option("2")
    found += faults(page, "every kind")
    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text("Två saker att rätta")
    found += faults(page, "faults")
    for row in ("r1", "r2"):
        page.locator(f"[name='a.m1.{row}']").first.check()
    go_on(page)
    page.get_by_label("Rektor").check()
    go_on(page)
    found += faults(page, "read over")
    go_on(page)
    expect(page.get_by_role("heading", name="Tack. Dina svar är inne")).to_be_visible()
    found += faults(page, "receipt")
    page.goto(links["kinds"][0])
    found += faults(page, "answered")
    late.get_by_role("button", name="Börja svara").click()
    rows(demo, "close")
    go_on(late)
    expect(late.get_by_role("heading", name="Enkäten stängde medan du skrev")).to_be_visible()
    found += faults(late, "too late")
    late.goto(links["kinds"][2])
    found += faults(late, "closed")
    late.goto(links["released"][0])
    found += faults(late, "shared")
    late.get_by_role("link", name="Se resultaten").click()
    expect(late.get_by_role("heading", name="Karriärtjänster 2026").first).to_be_visible()
    found += faults(late, "results")

    assert "\n".join([*found, *complaints]) == ""


def test_two_windows_show_both_versions(visit: Visit, links: dict[str, list[str]]) -> None:
    desk = visit(links["named"][1])
    begin(desk)
    phone = visit(links["named"][1], size=PHONE)
    phone.get_by_role("button", name="Fortsätt svara").click()
    with desk.expect_response(lambda answer: answer.request.method == "POST"):
        desk.get_by_label("Hur ser det ut?").fill("Skrivet vid bordet")
    phone.get_by_label("Hur ser det ut?").fill("Skrivet på bussen")

    expect(phone.get_by_text("Inte sparat: den här delen har ändrats")).to_be_visible()
    found = faults(phone, "not saved")
    phone.get_by_role("button", name="Visa båda").click()
    expect(phone.get_by_role("alert")).to_contain_text("Skrivet vid bordet")
    expect(phone.get_by_role("alert")).to_contain_text("Skrivet på bussen")
    found += faults(phone, "both versions")
    phone.get_by_role("button", name="Behåll det som är sparat").click()

    expect(phone.get_by_label("Hur ser det ut?")).to_have_value("Skrivet vid bordet")
    assert found == []


def test_the_enter_key_does_not_send_in_a_single_page(
    visit: Visit, links: dict[str, list[str]]
) -> None:
    page = visit(links["single"][0])
    page.get_by_role("button", name="Börja svara").click()
    page.locator("label", has_text="4").click()
    page.get_by_label("Leda arbetslag").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Läs igenom och skicka in")).to_be_visible()


def test_a_whole_answer_by_keys_alone(visit: Visit, links: dict[str, list[str]]) -> None:
    page = visit(links["named"][2])
    enter(page, page.get_by_role("button", name="Börja svara"))
    tab_to(page, page.get_by_label("Lärare"))
    page.keyboard.press("ArrowDown")
    enter(page, page.get_by_role("button", name="Nästa: Uppdraget"))
    for name in ("Göra klassrumsbesök", "Leda arbetslag"):
        tab_to(page, page.get_by_label(name))
        page.keyboard.press("Space")
    tab_to(page, page.locator("[name='a.s1']").first)
    page.keyboard.press("ArrowRight")
    tab_to(page, page.get_by_label("Hur ser det ut?"))
    page.keyboard.type("Skrivet utan mus")
    enter(page, page.get_by_role("button", name="Nästa: Skicka in"))
    expect(page.get_by_text("Skrivet utan mus")).to_be_visible()
    enter(page, page.get_by_role("button", name="Skicka in", exact=True))

    expect(page.get_by_role("heading", name="Tack. Dina svar är inne")).to_be_visible()

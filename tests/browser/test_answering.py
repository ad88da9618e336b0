"""A whole answer in a real browser, with and without script: one choice too many, faults, and a draft that stays."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Visit, ready
from tools.demo import Demo, clean_environment

NARROW = (320, 700)
ROWS = Path(__file__).with_name("answering_rows.py")


@pytest.fixture(scope="module")
def links(demo: Demo) -> dict[str, list[str]]:
    """Links of an anonymous and of a named round, made in the demo's own database."""
    environment = {
        **clean_environment(demo.folder),
        "SAMSYN_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "samsyn.config.settings",
        "PYTHONPATH": os.getcwd(),
    }
    done = subprocess.run(
        [sys.executable, str(ROWS)], env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def go_on(page: Page) -> None:
    page.locator("main button.primary:visible").click()
    ready(page)


def begin(page: Page, role: str = "Rektor") -> None:
    page.get_by_role("button", name="Börja svara").click()
    ready(page)
    page.get_by_label(role).check()
    go_on(page)


def wait_until_kept(page: Page, text: str) -> None:
    for _ in range(900):
        if text in page.evaluate("JSON.stringify(localStorage)"):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"The browser has not kept “{text}”.")


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_whole_answer_on_a_narrow_phone(
    visit: Visit, links: dict[str, list[str]], complaints: list[str]
) -> None:
    page = visit(links["anonymous"][0], size=NARROW)

    expect(page.get_by_role("heading", name="Dina svar är anonyma")).to_be_visible()
    assert fits(page)
    begin(page)
    for name in ("Göra klassrumsbesök", "Handleda andra"):
        page.get_by_label(name).check()
    expect(page.get_by_text("Två av högst två valda")).to_be_visible()
    page.get_by_label("Leda arbetslag").click()
    swap = page.get_by_role("group", name="Du har redan valt två. Vilket vill du byta ut?")
    assert fits(page)
    swap.get_by_role("button", name="Byt ut Handleda andra").click()
    expect(page.get_by_label("Leda arbetslag")).to_be_checked()
    expect(page.get_by_label("Handleda andra")).not_to_be_checked()
    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text("En sak att rätta innan du går vidare")
    assert fits(page)
    page.locator("label", has_text="4").click()
    go_on(page)
    expect(page.get_by_text("Leda arbetslag")).to_be_visible()
    go_on(page)

    expect(page.get_by_role("heading", name="Tack. Dina svar är inne")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0
    assert page.context.cookies() == []
    assert complaints == []


def test_a_whole_answer_without_script(visit: Visit, links: dict[str, list[str]]) -> None:
    page = visit(links["anonymous"][1], javascript=False)

    begin(page)
    for name in ("Göra klassrumsbesök", "Handleda andra", "Leda arbetslag"):
        page.get_by_label(name).check()
    page.get_by_label("Hur ser det ut?").fill("Det här skrev jag")
    page.locator("label", has_text="4").click()
    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text("Du har valt tre. Välj högst två")
    page.get_by_role("button", name="Ta bort Handleda andra").click()
    expect(page.get_by_label("Hur ser det ut?")).to_have_value("Det här skrev jag")
    go_on(page)
    go_on(page)

    expect(page.get_by_role("heading", name="Tack. Dina svar är inne")).to_be_visible()


def test_an_anonymous_draft_stays_in_the_browser(visit: Visit, links: dict[str, list[str]]) -> None:
    page = visit(links["anonymous"][2], size=PHONE)
    begin(page)
    page.get_by_label("Hur ser det ut?").fill("Halvvägs")
    expect(page.get_by_text("Sparat här")).to_be_visible()
    wait_until_kept(page, "Halvvägs")

    page.goto(links["anonymous"][2])
    page.get_by_role("button", name="Fortsätt svara").click()

    expect(page.get_by_label("Hur ser det ut?")).to_have_value("Halvvägs")
    page.get_by_role("button", name="Tillbaka").click()
    expect(page.get_by_label("Rektor")).to_be_checked()


def test_a_named_answer_saves_itself_and_goes_on_elsewhere(
    visit: Visit, links: dict[str, list[str]]
) -> None:
    page = visit(links["named"][0])
    begin(page)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_label("Hur ser det ut?").fill("Halvvägs")
    expect(page.get_by_text("Sparat")).to_be_visible()

    phone = visit(links["named"][0], size=PHONE)
    phone.get_by_role("button", name="Fortsätt svara").click()

    expect(phone.get_by_label("Hur ser det ut?")).to_have_value("Halvvägs")


def test_it_can_all_be_done_with_the_keyboard(visit: Visit, links: dict[str, list[str]]) -> None:
    page = visit(links["anonymous"][3])
    page.get_by_role("button", name="Börja svara").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Lärare").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Leda arbetslag")).to_be_visible()
    ready(page)
    for name in ("Göra klassrumsbesök", "Handleda andra", "Leda arbetslag"):
        page.get_by_label(name).focus()
        page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Byt ut Göra klassrumsbesök")).to_be_focused()
    page.keyboard.press("Escape")

    expect(page.get_by_label("Leda arbetslag")).to_be_focused()
    expect(page.get_by_label("Leda arbetslag")).not_to_be_checked()

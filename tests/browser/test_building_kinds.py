"""The desk a survey is built at, with every kind of question open in turn: for eyes, for keys, and on phones."""

import re

import pytest
from playwright.sync_api import Frame, Page, expect

from samsyn.surveys.models import QuestionKind
from tests.browser.conftest import PHONE, WIDE, Complaints, Visit
from tests.browser.test_building import COORDINATOR, TITLE
from tests.browser.test_every_page import AXE, NARROWEST, RUN_AXE, faults_of, sideways, violations


@pytest.fixture
def desk(visit: Visit) -> Page:
    """A survey of one's own, with questions, a condition, and texts in two languages."""
    page = visit("/enkater/ny/", as_=COORDINATOR)
    page.get_by_label(TITLE).fill("Alla sorters frågor")
    page.get_by_label("Vad utgår du från?").select_option("template:behov")
    page.get_by_role("button", name="Börja bygga").click()
    expect(page.get_by_role("heading", name="Del 1. Om dig")).to_be_visible()
    page.evaluate(AXE.read_text())
    return page


def mark(page: Page) -> None:
    """What is there now, so that what comes instead is told from it."""
    page.locator("#builder").evaluate("element => { element.dataset.before = '1' }")


def swapped(page: Page) -> None:
    expect(page.locator("#builder[data-before]")).to_have_count(0)
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


def add_question(page: Page) -> None:
    mark(page)
    page.get_by_role("button", name="Lägg till en fråga", exact=True).click()
    swapped(page)


def choose(page: Page, place: str, value: str) -> None:
    mark(page)
    page.locator(place).select_option(value)
    swapped(page)


def faults_at(page: Page, what: str) -> list[str]:
    """Wide and on the narrowest phone; the layout is the same in the dark, so that is asked about contrast alone."""
    found = []
    for size in (WIDE, NARROWEST):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        found += [f"{what} at {size[0]}: {fault}" for fault in violations(page)]
    page.emulate_media(color_scheme="dark")
    found += [f"{what}, dark: {fault}" for fault in violations(page, ["color-contrast"])]
    page.emulate_media(color_scheme="light")
    if sideways(page):
        found.append(f"{what} scrolls sideways at {NARROWEST[0]}")
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    return found


def frame_of(page: Page) -> Frame:
    element = page.locator("iframe").element_handle()
    frame = element.content_frame() if element else None
    assert frame is not None
    frame.wait_for_load_state()
    return frame


def faults_in_frame(page: Page, what: str) -> list[str]:
    frame = frame_of(page)
    frame.evaluate(AXE.read_text())
    found: list[str] = frame.evaluate(RUN_AXE, None)
    return [f"preview of {what}: {fault}" for fault in found]


def test_the_editor_and_the_preview_of_each_kind_are_accessible(
    desk: Page, complaints: Complaints
) -> None:
    mark(desk)
    desk.goto(f"{desk.url.split('?')[0]}?enkat")
    desk.get_by_label("Även på engelska").check()
    expect(desk.locator("#id_en_title")).to_be_visible()
    desk.evaluate(AXE.read_text())
    faults = faults_at(desk, "the survey's own texts")
    mark(desk)
    desk.get_by_role("button", name="Klar", exact=True).click()
    swapped(desk)
    add_question(desk)
    choose(desk, "#if-0", "role")

    for kind in QuestionKind.values:
        if kind != "single":
            choose(desk, "#id_kind", kind)
        expect(desk.locator("#id_kind")).to_have_value(kind)
        faults += faults_at(desk, kind)
        faults += faults_in_frame(desk, kind)

    assert "\n".join([*faults, *complaints]) == ""


def test_the_list_the_checks_and_the_trial_are_accessible(
    desk: Page, complaints: Complaints
) -> None:
    add_question(desk)
    desk.locator(".build-text").fill("Vilken är din roll och din skola?")
    choose(desk, "#if-0", "role")
    mark(desk)
    desk.get_by_role("button", name="Klar", exact=True).click()
    swapped(desk)
    expect(desk.locator("#build-checks")).to_contain_text("frågar om två saker på en gång")
    expect(desk.locator("#build-checks")).to_contain_text("inget svar är valt i villkoret")
    faults = faults_at(desk, "the list with its checks")
    faults += faults_in_frame(desk, "the first question")

    address = re.sub(r"^https?://[^/]+|\?.*|#.*", "", desk.url)
    for path in ("ser-ut/?hela", "hamta/?fran=template:behov"):
        faults += faults_of(desk, address + path)

    assert "\n".join([*faults, *complaints]) == ""


def test_for_whom_a_question_is_shown_is_changed_by_keys_from_the_list(
    desk: Page, complaints: Complaints
) -> None:
    condition = desk.locator(".build-condition a").first
    mark(desk)
    condition.press("Enter")
    swapped(desk)
    expect(desk.locator("#if-0")).to_be_focused()

    box = desk.locator(".build-which input:not(:checked)").first
    name = box.evaluate("box => box.parentElement.textContent.trim()")
    mark(desk)
    box.press("Space")
    swapped(desk)
    mark(desk)
    desk.get_by_role("button", name="Klar", exact=True).press("Enter")
    swapped(desk)

    expect(desk.locator(".build-condition").first).to_contain_text(name)
    assert complaints == []


def test_the_names_of_survey_and_part_are_kept_as_one_writes_and_undone(
    desk: Page, complaints: Complaints
) -> None:
    mark(desk)
    desk.get_by_role("link", name="Titel, första sidan, språk och grupper").press("Enter")
    swapped(desk)
    expect(desk.locator("#id_title")).to_be_focused()
    desk.locator("#id_title").fill("Ett annat namn")
    expect(desk.locator("#build-name b")).to_have_text("Ett annat namn")
    mark(desk)
    desk.get_by_role("button", name="Klar", exact=True).press("Enter")
    swapped(desk)

    mark(desk)
    desk.get_by_role("link", name="Ändra Om dig").press("Enter")
    swapped(desk)
    expect(desk.locator("#id_title")).to_be_focused()
    desk.locator("#id_title").fill("Du själv")
    undo = desk.locator("#build-undo button")
    expect(undo).to_have_attribute("title", "Ångra: Ändrade del 1")
    mark(desk)
    undo.press("Enter")
    swapped(desk)

    expect(desk.get_by_text("Ångrat: Ändrade del 1.")).to_be_visible()
    expect(desk.get_by_role("heading", name="Del 1. Om dig")).to_be_visible()
    expect(desk.locator("#build-name b")).to_have_text("Ett annat namn")
    assert complaints == []


def test_the_preview_never_takes_the_caret_of_who_is_writing(desk: Page) -> None:
    mark(desk)
    desk.get_by_role("link", name=re.compile("^Hur många timmar")).press("Enter")
    swapped(desk)
    for words in ("Räkna med", " restid."):
        before = desk.locator("iframe").get_attribute("src") or ""
        help = desk.locator(".build-help")
        help.press("End")
        desk.keyboard.type(words)
        expect(desk.frame_locator("iframe").get_by_text(words.strip())).to_be_visible()
        expect(help).to_be_focused()
        assert "#" not in before

    expect(desk.locator(".build-help")).to_have_value("Räkna med restid.")


def test_on_a_phone_the_survey_is_read_tried_and_mended(desk: Page) -> None:
    desk.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})

    assert not sideways(desk)
    expect(desk.get_by_role("link", name="Prova enkäten")).to_be_visible()
    expect(desk.locator(".build-grip").first).to_be_hidden()
    mark(desk)
    desk.get_by_role("link", name="Vilket uppdrag har du?").click()
    swapped(desk)
    expect(desk.locator(".build-text")).to_be_visible()
    assert not sideways(desk)

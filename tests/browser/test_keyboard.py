"""An assignment changed and agreed without a mouse: from sign-in to the other one's yes, with Tab, Enter and words alone."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Complaints, Visit, ready
from tests.browser.test_chain import wait_for_code
from tools.demo import Demo, Visitor

TEACHER, LEAD = "lars.ekdahl@alvsunda.example", "Mats Öhlén"
TITLE = "Formativ bedömning i no"
WORDS = " Ämneslaget väljer uppgiften."
MOST_TABS = 120

# What has the focus has to be seen to have it, and to be seen at all.
IS_SEEN = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0;
  return (ring && inside) || one.outerHTML.slice(0, 200);
}"""


def tab_to(page: Page, wanted: Locator, most: int = MOST_TABS) -> None:
    """As many tabs as it takes; each stop on the way is one that a person can see."""
    expect(wanted).to_be_visible()
    ready(page)
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue
        assert page.evaluate(IS_SEEN) is True
        if wanted.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"No tab leads to {wanted}")


def enter(page: Page, wanted: Locator, most: int = MOST_TABS) -> None:
    tab_to(page, wanted, most)
    page.keyboard.press("Enter")


def sign_in(page: Page, demo: Demo, address: str) -> None:
    before = Visitor(demo).get("/demo/brevlada/").body
    tab_to(page, page.get_by_label(re.compile("adress", re.IGNORECASE)))
    page.keyboard.type(address)
    page.keyboard.press("Enter")
    page.wait_for_url("**/kod/**")
    for _ in range(360):
        if Visitor(demo).get("/demo/brevlada/").body != before:
            break
        page.wait_for_timeout(250)
    page.keyboard.type(wait_for_code(demo, page))
    page.keyboard.press("Enter")
    page.wait_for_url(f"{demo.url}/")


def change(page: Page) -> None:
    """From the start page to a change of the working method, shared."""
    enter(page, page.get_by_role("link", name="Mitt uppdrag").first)
    enter(page, page.get_by_role("link", name="Öppna uppdraget"))
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    enter(page, page.get_by_role("link", name="Föreslå en ändring"))
    enter(page, page.get_by_role("link", name="Ändra Arbetssätt"))
    # What is opened in place is ready to be written in.
    expect(page.locator("#method textarea")).to_be_focused()
    page.keyboard.type(WORDS)
    expect(page.locator("#method [data-saved]")).to_be_visible()
    enter(page, page.locator("#method").get_by_role("button", name="Klar"), most=4)
    expect(page.locator("#method ins")).to_have_count(1)
    # One goes on from the part, not from the top.
    tab_to(page, page.get_by_role("link", name="Ändra Arbetssätt"), most=1)
    enter(page, page.get_by_role("button", name=re.compile("^Dela ändringen med Mats")))
    expect(page.get_by_text("Din ändring väntar på Mats")).to_be_visible()


def agree(page: Page) -> None:
    waits = page.locator(".dated > li", has_text=WORDS.strip())
    enter(page, waits.get_by_role("link", name="Läs hela och svara"))
    expect(page.get_by_text("Lars har föreslagit en ändring")).to_be_visible()
    enter(page, page.get_by_role("button", name="Jag godkänner ändringen"))
    expect(page.get_by_text("Lars har föreslagit en ändring")).to_have_count(0)
    expect(page.locator("#method")).to_contain_text(WORDS.strip())


def test_a_change_is_written_shared_and_agreed_with_the_keyboard_alone(
    visit: Visit, demo: Demo, complaints: Complaints
) -> None:
    lars = visit("/konto/logga-in/")
    sign_in(lars, demo, TEACHER)
    change(lars)

    mats = visit("/", as_=LEAD)
    agree(mats)

    lars.reload()
    expect(lars.get_by_text("Din ändring väntar på Mats")).to_have_count(0)
    assert complaints == []

"""A career teacher writes on her assignment: in place, on a bad connection, and without JavaScript."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Complaints, Visit, ready

TEACHER = "Elin Norberg"
TITLE = "Elever som resonerar i matematik"


def opened(page: Page) -> Page:
    page.goto("/mitt-uppdrag/")
    page.locator("main a[href^='/uppdrag/']").first.click()
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    ready(page)
    return page


def change(page: Page) -> None:
    """The way to change, unless a change is begun already."""
    way = page.get_by_role("link", name="Föreslå en ändring")
    if way.count():
        way.click()
        ready(page)


def throw_away(page: Page) -> None:
    page.get_by_role("link", name="Kasta min ändring").click()
    page.get_by_role("button", name="Kasta den").click()
    expect(page.get_by_text("Du skriver på en ändring")).to_have_count(0)


@pytest.fixture
def writing(visit: Visit) -> Page:
    """The part on evaluation, opened in place."""
    page = opened(visit("/", as_=TEACHER))
    change(page)
    page.locator("#evaluation .part-head a").click()
    expect(page.locator("#evaluation textarea")).to_be_focused()
    return page


def saved(page: Page) -> None:
    expect(page.locator("#evaluation [data-saved]")).to_be_visible()


def test_what_is_written_is_kept_at_once_and_thrown_away_on_purpose(
    writing: Page, complaints: Complaints
) -> None:
    address = writing.url
    writing.keyboard.insert_text(" Det syns i juni.")
    saved(writing)

    writing.reload()

    assert writing.url == address
    expect(writing.locator("#evaluation ins").last).to_have_text(re.compile(r"Det syns i juni\.$"))
    expect(writing.locator("#evaluation")).to_contain_text("Bara du ser ändringen")
    throw_away(writing)
    expect(writing.locator("#evaluation")).not_to_contain_text("Det syns i juni.")
    assert complaints == []


def test_what_is_written_without_a_connection_is_kept_when_it_is_back(writing: Page) -> None:
    writing.context.set_offline(True)
    writing.keyboard.insert_text(" Skrivet utan nät.")
    expect(writing.locator("#evaluation [data-failed]")).to_contain_text("Texten är kvar här")

    writing.context.set_offline(False)
    saved(writing)

    writing.reload()
    expect(writing.locator("#evaluation ins").last).to_have_text(re.compile(r"Skrivet utan nät\.$"))
    throw_away(writing)


def test_an_answer_that_is_lost_on_the_way_makes_no_second_text(writing: Page) -> None:
    lost = []

    def lose_the_first(route: object) -> None:
        answer = route.fetch()  # type: ignore[attr-defined]  # playwright's own
        lost.append(answer.status)
        route.abort() if len(lost) == 1 else route.fulfill(response=answer)  # type: ignore[attr-defined]

    writing.route("**/del/evaluation/", lose_the_first)
    # No try but those that are asked for here, however long the writing takes.
    writing.clock.install()
    writing.clock.pause_at(datetime.now(tz=UTC) + timedelta(minutes=1))
    writing.keyboard.insert_text(" Ett.")
    writing.clock.run_for(1000)
    expect(writing.locator("#evaluation [data-failed]")).to_be_visible()
    writing.keyboard.insert_text(" Två.")
    writing.clock.resume()
    saved(writing)

    writing.reload()
    # What the page knew was old, what lay there was its own: the second try says so, and the third is kept.
    assert lost == [200, 409, 200]
    added = writing.locator("#evaluation ins").last
    expect(added).to_have_text(re.compile(r"Ett\. Två\.$"))
    assert added.inner_text().count("Ett.") == 1
    throw_away(writing)


def test_without_javascript_a_part_is_a_form(visit: Visit) -> None:
    page = opened(visit("/", as_=TEACHER, size=PHONE, javascript=False))
    change(page)
    page.locator("#evaluation .part-head a").click()
    page.locator("#evaluation textarea").fill("Samma uppgift igen.")

    page.locator("#evaluation").get_by_role("button", name="Klar").click()

    expect(page.locator("#evaluation ins")).to_have_count(1)
    assert page.url.endswith("#evaluation")
    throw_away(page)

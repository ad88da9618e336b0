"""A survey as a coordinator has it: made from a template, built, sent, answered on phones, followed, closed and read.

Once with all that a browser can do, and once without JavaScript. And the pages of surveys that the walk along links
does not come to.
"""

import csv
import io
import re
from datetime import datetime
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from samsyn.assignments.rules.dialogues import ZONE
from samsyn.home.demo.years import Years
from tests.browser.conftest import PHONE, WIDE, Complaints, Visit
from tests.browser.test_every_page import AXE, NARROWEST, faults_of, sideways, violations
from tools.demo import Demo, Visitor

COORDINATOR = "Johan Bergdahl"
HALF_BUILT, AUTUMN = "Tiden för uppdragen", "Karriärtjänster"
# As many of each as results are shown for.
ROLES = ["Förstelärare"] * 5 + ["Rektor"] * 5
TODAY = datetime.now(tz=ZONE).date()
# As the demo counts them: by school years.
THIS_YEAR = Years(TODAY).this


def mails_of(demo: Demo, title: str) -> list[str]:
    """The personal links in the demo's mailbox, from the newest mails with that subject."""
    visitor = Visitor(demo)
    pages = (visitor.get(f"/demo/brevlada/?page={number}").body.decode() for number in range(1, 9))
    mails = [mail for page in pages for mail in page.split("<article")]
    found = (re.search(r"/svara/[\w-]{35}/", mail) for mail in mails if f"{title}</h2>" in mail)
    return [link[0] for link in found if link]


def path_of(page: Page) -> str:
    return re.sub(r"^https?://[^/]+", "", page.url)


def make_from_template(page: Page, title: str) -> None:
    page.goto("/enkater/ny/")
    page.get_by_label("Vad heter enkäten?").fill(title)
    page.locator("select[name=start]").select_option("template:karriartjanster")
    page.get_by_role("button", name="Börja bygga").click()
    page.wait_for_url("**/bygg/**")


def build_question(page: Page, text: str) -> None:
    """What is lacking is said until it is mended; what is advised stays."""
    page.get_by_role("button", name="Lägg till en fråga", exact=True).click()
    page.wait_for_url("**fraga=**")
    page.locator("textarea[name=text]").fill(text)
    page.get_by_role("button", name="Klar", exact=True).click()
    expect(page.locator("#build-checks")).to_contain_text("färre än två svar")
    page.get_by_role("link", name=text).click()
    page.locator("select[name=kind]").select_option("scale")
    page.get_by_role("button", name="Klar", exact=True).click()
    expect(page.locator("#build-checks")).not_to_contain_text("färre än två svar")
    expect(page.locator("#build-checks")).to_contain_text("två saker på en gång")


def ask(page: Page, title: str) -> None:
    """By a list of addresses, from today, shown by role."""
    page.get_by_role("link", name="Granska och öppna").click()
    page.wait_for_url("**/omgang/")
    page.get_by_role("textbox").first.fill(title)
    page.locator("main form button.primary").click()
    page.wait_for_url("**/inbjudan/")
    page.get_by_role("link", name="en lista med adresser").click()
    addresses = [f"svar{number}@alvsunda.example" for number in range(len(ROLES))]
    page.locator("textarea[name=pasted]").fill("\n".join(addresses))
    page.locator("main form button.primary").click()
    page.wait_for_url("**/inbjudan/")
    page.goto(f"{path_of(page)}tider/")
    page.locator("input[name=opens_at]").fill(f"{TODAY:%Y-%m-%d}T00:00")
    page.locator("main form button.primary").click()
    page.wait_for_url("**/inbjudan/")
    page.locator("input[name=shown_by][value=role]").check()
    page.get_by_role("button", name=re.compile("Skicka 10 inbjudningar")).click()
    page.wait_for_url("**/svarslage/")


def wait_for_mails(demo: Demo, page: Page, title: str) -> list[str]:
    """The worker looks each minute at what is due."""
    for _ in range(900):
        links = mails_of(demo, title)
        if len(links) == len(ROLES):
            return links
        page.wait_for_timeout(500)
    raise AssertionError("The invitations did not come.")


def answer(page: Page, link: str, role: str) -> None:
    page.goto(link)
    page.get_by_role("button", name="Börja svara").click()
    page.get_by_label(role, exact=True).check()
    for _ in range(6):
        if page.get_by_role("heading", level=1).inner_text().startswith("Tack"):
            return
        page.locator("button.primary[name=go]").last.click()
    raise AssertionError("No receipt came.")


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
def test_chain_from_template_to_compared_groups(
    visit: Visit, demo: Demo, complaints: Complaints, javascript: bool
) -> None:
    title = f"Enkäten {'med' if javascript else 'utan'} skript"
    page = visit("/enkater/", as_=COORDINATOR, javascript=javascript)
    make_from_template(page, title)
    build_question(page, "Hur nöjd är du med uppdraget och tiden?")
    ask(page, title)
    following = path_of(page)
    links = wait_for_mails(demo, page, title)

    phone = visit(links[0], size=PHONE, javascript=javascript)
    for link, role in zip(links, ROLES, strict=True):
        answer(phone, link, role)
    phone.goto(links[0])
    expect(phone.get_by_role("heading", level=1)).to_have_text("Dina svar är inne")
    page.goto(following)
    expect(page.get_by_role("heading", level=1)).to_have_text("Alla har svarat")
    page.get_by_role("link", name="Stäng i förtid").click()
    page.get_by_role("button", name="Stäng och räkna").click()
    page.wait_for_url(re.compile(r"/omgang/[^/]+/$"))

    page.locator("a[href$='/fraga/q1/']").first.click()
    expect(page.get_by_text("10 svar").first).to_be_visible()
    names = page.locator("form.sentence select[name=a] option").all_inner_texts()
    assert any("förstelärare" in name.lower() for name in names)
    assert complaints == []


def href(page: Page, name: str) -> str:
    found = page.get_by_role("link", name=name, exact=True).first.get_attribute("href")
    assert found is not None
    return found


def test_pages_of_invitations_are_accessible(visit: Visit) -> None:
    page = visit("/enkater/", as_=COORDINATOR)
    page.locator(".survey-rounds").get_by_role("link", name=HALF_BUILT).click()
    page.goto(f"{path_of(page).rstrip('/')}/inbjudan/" if "inbjudan" not in page.url else page.url)
    inviting = path_of(page)

    parts = ("", "namn/", "dag/", "roller/", "hos/", "tider/", "adresser/", "mejl/0/")

    assert [fault for part in parts for fault in faults_of(page, inviting + part)] == []


def test_pages_of_the_builder_are_accessible(visit: Visit) -> None:
    page = visit("/enkater/", as_=COORDINATOR)
    page.goto(
        f"{page.locator('th').get_by_role('link', name=HALF_BUILT).get_attribute('href')}bygg/"
    )
    building = path_of(page)

    expect(page.get_by_role("heading", name=re.compile("Tre saker att se över"))).to_be_visible()

    ways = ("", "?fraga=tasks", "?fraga=fits", "?fraga=hours", "?enkat", "hamta/")
    assert [fault for way in ways for fault in faults_of(page, building + way)] == []


def test_results_over_years_and_of_every_kind_are_accessible(visit: Visit) -> None:
    page = visit("/enkater/", as_=COORDINATOR)
    closed = href(page, f"{AUTUMN} {THIS_YEAR - 1}")
    page.goto(closed)
    kinds = ("tasks", "known", "hours", "works", "value", "support")
    asked = [f"{closed}fraga/{code}/" for code in kinds]
    asked += [f"{closed}filer/", f"{closed}dela/"]
    page.goto(asked[0])
    years = page.locator("a[href*='/over-tid/']").first.get_attribute("href")
    assert years is not None

    pages = [closed, *asked, years, f"{closed}svarslage/", f"{closed}svarslage/oppna-igen/"]

    assert [fault for path in pages for fault in faults_of(page, path)] == []


def rows_of(page: Page, code: str) -> dict[str, list[str]]:
    """The table of a question with groups: the number and percent of each cell, by the option."""
    found: list[list[str]] = page.locator(f"#{code} table.compared tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.children].map(cell => cell.innerText.trim()))"
    )
    return {label: cells for label, *cells in found}


def file_rows(page: Page, href: str, code: str) -> dict[str, dict[str, list[str]]]:
    """The same of the file: by the option, then by the group."""
    content = page.request.get(href).body().decode("utf-8-sig")
    found: dict[str, dict[str, list[str]]] = {}
    for row in csv.DictReader(io.StringIO(content), delimiter=";"):
        if row["question"] == code:
            found.setdefault(row["option"], {})[row["group"]] = [row["count"], row["percent"]]
    return found


def choose(page: Page, name: str, place: int) -> str:
    """One of what the sentence offers, counted from the first that is something."""
    select = page.locator(f"form.sentence select[name='{name}']")
    value = select.locator("option:not([value=''])").nth(place).get_attribute("value")
    assert value is not None
    select.select_option(value)
    page.wait_for_url(lambda url: f"{name}={quote(value, safe='')}" in url)
    return str(select.locator("option:checked").inner_text())


def test_groups_and_a_filter_are_the_same_on_the_page_and_in_the_file(visit: Visit) -> None:
    page = visit("/enkater/", as_=COORDINATOR)
    page.goto(href(page, f"{AUTUMN} {THIS_YEAR - 1}"))
    filters = page.locator("form.sentence select[name^='f-']").evaluate_all(
        "selects => selects.map(select => select.name)"
    )
    groups = [choose(page, "a", 0), choose(page, "b", 1)]
    only = choose(page, filters[-1], 0)

    expect(page.locator(".notice-title", has_text=f"Bara {only}")).to_be_visible()
    link = page.locator("a[href*='tabeller.csv?g=']").first.get_attribute("href")
    assert link is not None
    shown, filed = rows_of(page, "tasks"), file_rows(page, link, "tasks")

    split = 0
    for label, cells in shown.items():
        for group, cell in zip(groups, cells, strict=False):
            if "%" in cell:
                assert re.findall(r"\d+", cell) == filed[label][group]
                split += 1
    assert split > 0
    assert set(filed) == set(shown)
    years = page.locator("a[href*='/fraga/']").first.get_attribute("href")
    assert years is not None
    assert [fault for path in (path_of(page), years) for fault in faults_of(page, path)] == []


def test_pages_of_who_answers_are_accessible(visit: Visit, demo: Demo) -> None:
    link = mails_of(demo, f"Påminnelse: {AUTUMN} {THIS_YEAR}")[0]
    page = visit(link, size=PHONE)

    faults = [fault for path in (link, f"{link}tacka-nej/") for fault in faults_of(page, path)]
    page.goto(link)
    page.get_by_role("button", name="Börja svara").click()
    page.get_by_label("Lärare", exact=True).check()
    for width, height in (PHONE, NARROWEST, WIDE):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(AXE.read_text())
        faults += violations(page)
        assert not sideways(page)

    assert faults == []

"""Signing in with a key in the browser: added once, it is enough the next time. The key is the browser's own, made up."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_chain import wait_for_code
from tools.demo import Demo

WHO = "Henrik Sahlén"


def give_key(page: Page) -> None:
    """As a computer with a fingerprint reader; it stays with the tab."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )


def confirm_it_is_me(page: Page, demo: Demo) -> None:
    """Who was signed in a while ago is asked for a code by mail first."""
    if page.locator("form[data-key]").count():
        return
    page.locator("main form button").first.click()
    page.wait_for_url("**/bekrafta/kod/**")
    page.locator("input.digits").fill(wait_for_code(demo, page))
    page.keyboard.press("Enter")
    page.wait_for_url("**/nycklar/ny/**")


def test_a_key_is_added_and_signs_in(visit: Visit, demo: Demo) -> None:
    page = visit("/", as_=WHO)
    give_key(page)
    page.goto("/konto/nycklar/ny/")
    confirm_it_is_me(page, demo)
    page.get_by_role("button", name="Lägg till nyckeln").click()
    page.wait_for_url(re.compile("/konto/(nycklar/(?!ny/)|andra-steg/)"))
    page.goto("/konto/nycklar/")
    expect(page.get_by_role("rowheader")).to_have_count(1)

    page.goto("/")
    page.get_by_role("button", name="Logga ut").first.click()
    expect(page.get_by_role("button", name="Logga ut")).to_have_count(0)
    page.goto("/konto/logga-in/")
    page.get_by_role("button", name=re.compile("nyckel")).click()

    page.wait_for_url(f"{demo.url}/")
    expect(page.get_by_role("link", name=WHO)).to_be_visible()

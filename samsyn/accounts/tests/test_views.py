"""Signing in, in whole requests: what comes back, what is mailed, who is signed in."""

import re
import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from samsyn.accounts.models import User
from samsyn.organisations.models import Person
from tests.cast import Cast

ASK, CODE = reverse("account_request_login_code"), reverse("account_confirm_login_code")
PASSWORD = "en lång mening om skolan"


@pytest.fixture(autouse=True)
def _no_one_has_tried(db: None) -> None:
    cache.clear()


def code_of_last_mail() -> str:
    found = re.search(r"^\d{6}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found.group()


def ask_for_code(client: Client, address: str) -> Any:
    return client.post(ASK, {"email": address}, follow=True)


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("account_home")).status_code == 200


def test_sign_in_is_in_swedish_at_a_swedish_address(client: Client) -> None:
    assert ASK == "/konto/logga-in/"
    assert "Skicka en kod" in client.get(ASK).content.decode()


def test_page_without_account_leads_to_sign_in_and_back(client: Client, cast: Cast) -> None:
    answer = client.get(reverse("usersessions_list"))
    assert answer["Location"] == f"{ASK}?next={reverse('usersessions_list')}"

    client.post(answer["Location"], {"email": cast.bo.email, "next": reverse("usersessions_list")})
    answer = client.post(CODE, {"code": code_of_last_mail(), "next": reverse("usersessions_list")})

    assert answer["Location"] == reverse("usersessions_list")


def test_code_by_mail_signs_in(client: Client, cast: Cast) -> None:
    page = ask_for_code(client, cast.bo.email).content.decode()
    code = code_of_last_mail()

    answer = client.post(CODE, {"code": f"{code[:3]} {code[3:]} "})

    assert "Skriv koden från mejlet" in page
    assert cast.bo.email in page
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    assert [message.to for message in mail.outbox] == [[cast.bo.email]]
    assert mail.outbox[0].subject == f"{code} är din kod till Samsyn"
    assert answer["Location"] == "/"
    assert is_signed_in(client)


def test_mail_has_text_and_html_that_say_the_same(client: Client, cast: Cast) -> None:
    ask_for_code(client, cast.bo.email)

    message: Any = mail.outbox[0]
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert code_of_last_mail() in html
    assert "<style" not in html


def test_unknown_address_gets_the_same_page(cast: Cast) -> None:
    known = ask_for_code(Client(), cast.bo.email).content.decode()
    unknown = ask_for_code(Client(), "ingen@samsyn.example").content.decode()

    def without_what_differs(page: str) -> str:
        page = re.sub(r'value="[A-Za-z0-9]{64}"', "", page)
        return page.replace(cast.bo.email, "X").replace("ingen@samsyn.example", "X")

    assert without_what_differs(unknown) == without_what_differs(known)
    assert mail.outbox[-1].subject == "Det finns inget konto med den här adressen"


def test_unknown_address_cannot_sign_in_with_an_empty_code(client: Client, db: None) -> None:
    ask_for_code(client, "ingen@samsyn.example")

    client.post(CODE, {"code": ""})

    assert not is_signed_in(client)


def test_wrong_code_says_so_at_the_field(client: Client, cast: Cast) -> None:
    ask_for_code(client, cast.bo.email)
    wrong = "000000" if code_of_last_mail() != "000000" else "000001"

    page = client.post(CODE, {"code": wrong}).content.decode()

    assert "Koden stämmer inte. Titta i det senaste mejlet från oss." in page
    assert not is_signed_in(client)


def test_third_wrong_code_ends_the_code(client: Client, cast: Cast) -> None:
    ask_for_code(client, cast.bo.email)
    right = code_of_last_mail()
    wrong = "000000" if right != "000000" else "000001"

    for _ in range(3):
        answer = client.post(CODE, {"code": wrong}, follow=True)
    client.post(CODE, {"code": right})

    assert "Det blev för många försök" in answer.content.decode()
    assert not is_signed_in(client)


def test_code_runs_out_after_ten_minutes(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_for_code(client, cast.bo.email)
    code, now = code_of_last_mail(), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 601)

    answer = client.post(CODE, {"code": code}, follow=True)

    assert "Koden gäller inte längre. Be om en ny." in answer.content.decode()
    assert not is_signed_in(client)


def test_new_code_takes_the_place_of_the_old(client: Client, cast: Cast) -> None:
    ask_for_code(client, cast.bo.email)
    old = code_of_last_mail()

    page = client.post(CODE, {"action": "resend"}, follow=True).content.decode()
    new = code_of_last_mail()
    client.post(CODE, {"code": old if old != new else "x"})
    before = is_signed_in(client)
    client.post(CODE, {"code": new})

    assert "En ny kod är på väg" in page
    assert (before, is_signed_in(client)) == (False, True)


def test_other_address_can_be_used(client: Client, cast: Cast) -> None:
    ask_for_code(client, cast.bo.email)

    answer = client.post(reverse("account_logout"), {"next": ASK}, follow=True)

    assert 'name="email"' in answer.content.decode()


def test_fourth_code_in_a_minute_is_refused(client: Client, cast: Cast) -> None:
    for _ in range(3):
        Client().post(ASK, {"email": cast.bo.email})

    page = client.post(ASK, {"email": cast.bo.email}).content.decode()

    assert "Det blev för många försök. Vänta några minuter" in page
    assert len(mail.outbox) == 3


def test_many_sign_ins_from_one_place_are_stopped_with_a_sentence(
    client: Client, db: None, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    address = reverse("account_login")
    fields = {"login": "ingen@samsyn.example", "password": "x"}
    client.post(address, fields)

    answer = client.post(address, fields)

    assert answer.status_code == 429
    assert "För att skydda kontona tar vi en kort paus." in answer.content.decode()


def user_of(person: Person) -> User:
    assert person.user
    return person.user


def with_password(person: Person) -> User:
    user = user_of(person)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def test_password_signs_in(client: Client, cast: Cast) -> None:
    user = with_password(cast.bo)

    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert is_signed_in(client)


def test_wrong_password_and_unknown_address_answer_the_same(client: Client, cast: Cast) -> None:
    user = with_password(cast.bo)
    sentence = "Adressen och lösenordet hör inte ihop."

    for address in (user.email, "ingen@samsyn.example"):
        page = client.post(reverse("account_login"), {"login": address, "password": "fel"})
        assert sentence in page.content.decode()


def test_closed_account_cannot_sign_in(client: Client, cast: Cast) -> None:
    user = with_password(cast.bo)
    user.is_active = False
    user.save()

    ask_for_code(Client(), user.email)
    by_password = client.post(
        reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True
    )

    assert mail.outbox[-1].subject == "Det finns inget konto med den här adressen"
    assert not is_signed_in(client)
    assert "Det här kontot är avslutat" in by_password.content.decode()


def test_nobody_signs_up(client: Client, db: None) -> None:
    address = reverse("account_signup")

    client.post(address, {"email": "ny@samsyn.example", "password1": PASSWORD})

    assert "Så får du ett konto" in client.get(address).content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("where", ["https://elsewhere.example/", "//elsewhere.example"])
def test_sign_in_never_leads_to_another_host(client: Client, cast: Cast, where: str) -> None:
    client.post(ASK, {"email": cast.bo.email, "next": where})

    answer = client.post(CODE, {"code": code_of_last_mail(), "next": where})

    assert answer["Location"] == "/"


def test_sign_out_needs_a_post(client_for: Any, cast: Cast) -> None:
    client = client_for(cast.bo)

    client.get(reverse("account_logout"))
    before = is_signed_in(client)
    client.post(reverse("account_logout"))

    assert (before, is_signed_in(client)) == (True, False)


def signed_in(address: str, user_agent: str) -> Client:
    client = Client(headers={"user-agent": user_agent})
    ask_for_code(client, address)
    client.post(CODE, {"code": code_of_last_mail()})
    return client


def test_sessions_are_listed_and_ended_one_by_one(cast: Cast) -> None:
    here = signed_in(cast.bo.email, "Mozilla/5.0 (Windows NT 10.0) Firefox/130.0")
    there = signed_in(cast.bo.email, "Mozilla/5.0 (Android 14) Chrome/130.0")
    other = signed_in(cast.rut.email, "Mozilla/5.0 (Macintosh) Firefox/130.0")
    page = here.get(reverse("usersessions_list")).content.decode()
    pk = UserSession.objects.get(user_agent__contains="Android").pk
    foreign = UserSession.objects.get(user=cast.rut.user).pk

    here.post(reverse("account_end_session", args=[foreign]))
    here.post(reverse("account_end_session", args=[pk]))

    assert "Firefox på Windows" in page
    assert "Chrome på Android" in page
    assert "Mac" not in page
    assert [is_signed_in(c) for c in (here, there, other)] == [True, False, True]


def test_all_other_sessions_are_ended(cast: Cast) -> None:
    here, there, elsewhere = (signed_in(cast.bo.email, f"Firefox/{n}") for n in range(3))

    answer = here.post(reverse("usersessions_list"), follow=True)

    assert "Du är utloggad ur 2 andra webbläsare." in answer.content.decode()
    assert [is_signed_in(c) for c in (here, there, elsewhere)] == [True, False, False]


def test_open_session_must_prove_who_it_is_before_a_password_is_chosen(
    client_for: Any, cast: Cast
) -> None:
    client, address = client_for(cast.bo), reverse("account_set_password")
    fields = {"password1": PASSWORD, "password2": PASSWORD}

    answer = client.post(address, fields)
    confirm = reverse("account_confirm_person")
    had_password = User.objects.get(email=cast.bo.email).has_usable_password()
    client.post(confirm, {"action": "send", "next": address})
    back = client.post(confirm, {"code": code_of_last_mail(), "next": address})
    client.post(address, fields)

    assert answer["Location"].startswith(confirm)
    assert had_password is False
    assert back["Location"] == address
    assert User.objects.get(email=cast.bo.email).check_password(PASSWORD)
    assert mail.outbox[-1].subject == "Du har ett lösenord i Samsyn"


def test_three_wrong_codes_throw_the_confirmation_away(client_for: Any, cast: Cast) -> None:
    client, confirm = client_for(cast.bo), reverse("account_confirm_person")
    client.post(confirm, {"action": "send"})
    right = code_of_last_mail()
    wrong = "000000" if right != "000000" else "000001"

    for _ in range(3):
        client.post(confirm, {"code": wrong})
    answer = client.post(confirm, {"code": right})

    assert answer.status_code == 200
    assert client.get(reverse("account_set_password")).status_code == 302


def test_forgotten_password_is_chosen_anew_by_code(client: Client, cast: Cast) -> None:
    user = with_password(cast.bo)
    new = "en annan lång mening"

    client.post(reverse("account_reset_password"), {"email": user.email})
    client.post(
        reverse("account_confirm_password_reset_code"), {"code": code_of_last_mail()}, follow=True
    )
    client.post(reverse("account_complete_password_reset"), {"password1": new, "password2": new})

    user.refresh_from_db()
    assert user.check_password(new)
    assert mail.outbox[-1].to == [user.email]
    assert mail.outbox[-1].subject == "Ditt lösenord i Samsyn är ändrat"


def test_last_seen_is_written_at_most_every_fifth_minute(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(cast.bo.email, "Firefox/130.0")
    session = UserSession.objects.get()
    client.get(reverse("account_home"))
    session.refresh_from_db()
    first, now = session.last_seen_at, time.time()

    monkeypatch.setattr(time, "time", lambda: now + 301)
    client.get(reverse("account_home"))

    session.refresh_from_db()
    assert session.last_seen_at > first

"""A new address set by somebody else: notice to the old one, its answer, or seven days."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.utils import timezone

from samsyn.core.rules import RuleBroken
from samsyn.organisations.actions.addresses import (
    confirm_address,
    put_due_addresses_in_force,
    reject_address,
    set_address,
    vouch_for_address,
)
from samsyn.organisations.models import AddressChange, AddressState, Event, Person
from samsyn.organisations.queries.addresses import rooms_are_shut
from samsyn.organisations.rules.addresses import change_id_of, token_for
from tests.cast import Cast, actor

NEW = "bo.ny@samsyn.example"


def change_address(cast: Cast, email: str = NEW) -> AddressChange:
    change = set_address(actor=actor(cast.adam), person=cast.bo, email=email)
    assert change is not None
    return change


def pass_days(change: AddressChange) -> None:
    AddressChange.objects.filter(pk=change.pk).update(due_at=timezone.now() - timedelta(seconds=1))
    put_due_addresses_in_force()
    change.refresh_from_db()


def addresses(person: Person) -> tuple[str, str]:
    person.refresh_from_db()
    assert person.user is not None
    return person.email, person.user.email


def test_the_old_address_hears_first_and_nothing_changes_yet(cast: Cast) -> None:
    old = cast.bo.email

    change = change_address(cast)

    assert addresses(cast.bo) == (old, old)
    assert [message.to for message in mail.outbox] == [[old]]
    (link,) = re.findall(r"/adress/([^/\s]+)/", str(mail.outbox[0].body))
    assert change_id_of(link) == change.pk
    assert change.due_at - change.created_at >= timedelta(days=7) - timedelta(seconds=5)


def test_a_confirmed_address_counts_at_once_and_ends_sessions(
    cast: Cast, client_for: Any, client: Client
) -> None:
    signed_in = client_for(cast.bo)
    session_key = signed_in.session.session_key
    UserSession.objects.create(
        user=cast.bo.user, session_key=session_key, ip="127.0.0.1", user_agent=""
    )
    change = change_address(cast)

    confirm_address(actor=actor(cast.bo), change=change)

    assert addresses(cast.bo) == (NEW, NEW)
    kept = EmailAddress.objects.get(user=cast.bo.user)
    assert (kept.email, kept.verified, kept.primary) == (NEW, True, True)
    assert not UserSession.objects.filter(user=cast.bo.user).exists()
    assert not rooms_are_shut(cast.bo)


def test_after_seven_days_it_counts_but_rooms_stay_shut(cast: Cast) -> None:
    change = change_address(cast)
    assert put_due_addresses_in_force() == 0

    pass_days(change)

    assert addresses(cast.bo) == (NEW, NEW)
    assert rooms_are_shut(cast.bo)
    assert put_due_addresses_in_force() == 0


def test_the_old_address_opens_the_rooms_later_too(cast: Cast) -> None:
    change = change_address(cast)
    pass_days(change)

    confirm_address(actor=actor(cast.bo), change=change)

    assert not rooms_are_shut(cast.bo)


def test_a_counterpart_opens_the_rooms_but_not_whoever_set_it(cast: Cast) -> None:
    change = change_address(cast)
    pass_days(change)
    for somebody in (cast.adam, cast.bo):
        with pytest.raises(RuleBroken):
            vouch_for_address(actor=actor(somebody), change=change)

    vouch_for_address(actor=actor(cast.rut), change=change)

    assert not rooms_are_shut(cast.bo)


def test_a_rejected_address_never_counts(cast: Cast) -> None:
    old = cast.bo.email
    change = change_address(cast)

    reject_address(actor=actor(cast.bo), change=change)
    pass_days(change)

    assert addresses(cast.bo) == (old, old)
    with pytest.raises(RuleBroken):
        confirm_address(actor=actor(cast.bo), change=change)


def test_a_later_address_takes_the_place_of_a_waiting_one(cast: Cast) -> None:
    first = change_address(cast)

    second = change_address(cast, "bo.senare@samsyn.example")

    first.refresh_from_db()
    assert (first.state, second.state) == (AddressState.WITHDRAWN, AddressState.WAITING)
    assert set_address(actor=actor(cast.adam), person=cast.bo, email=cast.bo.email) is None
    assert not AddressChange.objects.waiting().exists()


def test_an_address_in_use_is_refused_and_one_taken_meanwhile_is_dropped(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        change_address(cast, cast.lena.email.upper())
    change = change_address(cast)
    Person.objects.filter(pk=cast.tora.pk).update(email=NEW)

    pass_days(change)

    assert change.state == AddressState.WITHDRAWN


def test_the_link_needs_no_account_and_opening_it_changes_nothing(
    cast: Cast, client: Client
) -> None:
    change = change_address(cast)
    here = f"/adress/{token_for(change)}/"

    assert client.get(here).status_code == 200
    change.refresh_from_db()
    assert change.state == AddressState.WAITING
    client.post(here, {"answer": "reject"})
    change.refresh_from_db()
    assert change.state == AddressState.REJECTED
    assert client.get(here).status_code == 200


def test_a_forged_link_leads_nowhere(cast: Cast, client: Client) -> None:
    change = change_address(cast)

    assert client.get(f"/adress/{token_for(change)}x/").status_code == 404
    assert client.get(f"/adress/{change.pk}/").status_code == 404


def test_no_event_of_an_address_holds_it(cast: Cast) -> None:
    confirm_address(actor=actor(cast.bo), change=change_address(cast))

    kinds = set(Event.objects.values_list("kind", flat=True))
    assert kinds == {"address.set", "address.confirmed", "address.changed"}
    assert all("@" not in str(facts) for facts in Event.objects.values_list("facts", flat=True))

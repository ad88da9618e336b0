"""That somebody changed how they sign in stands in the log, by kind and never with what was chosen."""

from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from samsyn.accounts.models import User
from samsyn.organisations.actions.accounts import KINDS, note_sign_in_changed
from samsyn.organisations.events import words_of
from samsyn.organisations.models import Event
from tests.cast import Cast

PASSWORD, NEW = "en lång mening om skolan", "en annan lång mening"


@pytest.mark.parametrize("kind", KINDS)
def test_change_is_written_down_without_what_was_chosen(cast: Cast, kind: str) -> None:
    assert cast.bo.user

    note_sign_in_changed(kind=kind, user=cast.bo.user)

    event = Event.objects.get()
    assert (event.kind, event.actor, event.matter_id) == (kind, cast.bo, cast.bo.pk)
    assert (event.controller, event.facts) == (cast.organiser, {})
    assert words_of(kind) != kind


def test_changed_password_is_noted_once(client_for: Any, cast: Cast) -> None:
    cache.clear()
    client = client_for(cast.bo)
    assert cast.bo.user
    cast.bo.user.set_password(PASSWORD)
    cast.bo.user.save()
    client.force_login(cast.bo.user, backend="allauth.account.auth_backends.AuthenticationBackend")

    fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post(reverse("account_change_password"), fields)

    assert [event.kind for event in Event.objects.all()] == ["sign_in.password_changed"]


def test_account_without_a_person_leaves_no_event(db: Any) -> None:
    user = User.objects.create(email="ny@samsyn.example")

    note_sign_in_changed(kind="sign_in.password_chosen", user=user)

    assert not Event.objects.exists()

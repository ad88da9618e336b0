"""Sessions are read by our own store: what was put in, until it runs out, and nothing for a key that nobody has."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from samsyn.accounts.sessions import SessionStore

pytestmark = pytest.mark.django_db


def kept(**values: object) -> str:
    store = SessionStore()
    for name, value in values.items():
        store[name] = value
    store.save()
    assert store.session_key
    return store.session_key


def test_what_was_put_in_is_read_and_changed() -> None:
    key = kept(seen_at=1)

    again = SessionStore(key)
    assert dict(again.items()) == {"seen_at": 1}
    again["seen_at"] = 2
    again.save()

    assert SessionStore(key)["seen_at"] == 2
    assert Session.objects.count() == 1


def test_a_session_that_has_run_out_is_empty_and_gets_a_new_key() -> None:
    key = kept(seen_at=1)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    late = SessionStore(key)

    assert dict(late.items()) == {}
    assert late.session_key is None


def test_a_key_that_nobody_has_is_not_taken_over() -> None:
    stranger = SessionStore("x" * 32)
    stranger["seen_at"] = 1
    stranger.save()

    assert stranger.session_key != "x" * 32
    assert Session.objects.filter(session_key="x" * 32).count() == 0

"""Two workers at the same moment. Needs a database that lets them: PostgreSQL."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from samsyn.assignments.models import CareerPost
from samsyn.notifications import actions
from samsyn.notifications.models import Notice, Told
from samsyn.organisations.events import record
from tests.cast import actor, make_agreed, make_cast, make_post

pytestmark = [
    pytest.mark.faults,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="the tests' SQLite is one memory"),
]


def at_once(*acts: Callable[[], Any]) -> None:
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> None:
        gate.wait()
        try:
            act()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_workers_mail_each_thing_once() -> None:
    cast = make_cast()
    actions.begin_reading()
    agreed = make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut)
    for kind in ("proposal.shared", "comment.made", "proposal.withdrawn"):
        record(kind, actor=actor(cast.bo), matter=agreed, controller=agreed.controller)
    CareerPost.objects.update(ends_on=timezone.localdate() + timedelta(days=30))
    today = timezone.localdate()

    at_once(*[actions.tell_of_events] * 3)
    at_once(*[lambda: actions.send_morning_mails(today)] * 3)

    # At once two, and one in the morning to each.
    assert sorted(message.to[0] for message in mail.outbox) == [
        cast.bo.email,
        *[cast.rut.email] * 3,
    ]
    assert (Told.objects.count(), Notice.objects.filter(sent_at=None).count()) == (3, 0)

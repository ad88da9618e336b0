"""The jobs as the worker runs them, and when they are due."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from samsyn.assignments.models import CareerPost
from samsyn.core import schedules
from samsyn.core.jobs import work_off
from samsyn.core.models import Schedule
from samsyn.notifications import actions, jobs
from samsyn.organisations.events import record
from tests.cast import Cast, actor, make_agreed, make_post


def test_jobs_run_twice_mail_once(cast: Cast) -> None:
    actions.begin_reading()
    agreed = make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut)
    record("proposal.shared", actor=actor(cast.bo), matter=agreed, controller=agreed.controller)
    CareerPost.objects.update(ends_on=timezone.localdate() + timedelta(days=30))

    for _twice in range(2):
        for job in (jobs.tell_of_events, jobs.send_morning_mails, jobs.forget_old_notices):
            job.enqueue()
    assert work_off() == 6

    assert sorted(message.to[0] for message in mail.outbox) == [
        cast.bo.email,
        *[cast.rut.email] * 2,
    ]


@pytest.mark.django_db
def test_morning_mail_is_due_at_seven_and_events_within_seconds() -> None:
    schedules.prepare()

    due = {row.name: row.next_at for row in Schedule.objects.all()}

    assert timezone.localtime(due["notifications.morning"]).strftime("%H.%M") == "07.00"
    assert due["notifications.events"] - timezone.now() <= timedelta(seconds=15)

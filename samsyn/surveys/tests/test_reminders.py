"""Reminders come days apart by the clock on the wall, also after a worker that was away."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from samsyn.core.rules import RuleBroken
from samsyn.surveys.actions.mailings import begin_due_mailings
from samsyn.surveys.models import Mailing, MailingKind, Round
from samsyn.surveys.rules.mailings import check_reminders
from samsyn.surveys.tests.asking import make_open
from tests.cast import Cast

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def hour(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=STOCKHOLM)


def test_two_days_over_the_change_to_summer_time_are_two_days() -> None:
    """From eight on Friday to eight on Sunday, 29 March 2026, there are forty-seven hours."""
    times = {"opens_at": hour("2026-03-27T08:00"), "closes_at": hour("2026-04-20T16:00")}

    check_reminders([hour("2026-03-29T08:00").astimezone(ZoneInfo("UTC"))], **times)
    with pytest.raises(RuleBroken):
        check_reminders([hour("2026-03-29T07:59")], **times)


def test_two_days_over_the_change_to_winter_time_are_two_days() -> None:
    times = {"opens_at": hour("2026-10-24T08:00"), "closes_at": hour("2026-11-20T16:00")}

    with pytest.raises(RuleBroken):
        check_reminders([hour("2026-10-26T07:30")], **times)
    check_reminders([hour("2026-10-26T08:00")], **times)


def begun(round: Round) -> list[str]:
    rows = Mailing.objects.filter(round=round, begun_at__isnull=False)
    return sorted(rows.values_list("kind", flat=True))


def nothing(_mailing: object) -> None:
    pass


@pytest.mark.django_db
def test_a_worker_that_was_away_invites_and_does_not_remind_in_the_same_minute(cast: Cast) -> None:
    round = make_open(cast, addresses=1)
    now = timezone.now()
    Mailing.objects.filter(round=round).update(due_at=now - timedelta(days=1))

    assert begin_due_mailings(nothing, now) == 1
    assert begun(round) == ["invitation"]
    Mailing.objects.filter(round=round, kind="invitation").update(posted_count=1)

    assert begin_due_mailings(nothing, now + timedelta(hours=47)) == 0
    assert begin_due_mailings(nothing, now + timedelta(hours=49)) == 1
    assert begin_due_mailings(nothing, now + timedelta(hours=50)) == 0
    assert begun(round) == ["invitation", "reminder"]
    assert begin_due_mailings(nothing, now + timedelta(hours=98)) == 1
    assert begun(round) == ["invitation", "reminder", "reminder"]


@pytest.mark.django_db
def test_a_reminder_in_its_time_stays_where_it_was_planned(cast: Cast) -> None:
    round = make_open(cast, addresses=1)
    now = timezone.now()
    first = Mailing.objects.filter(round=round, kind=MailingKind.REMINDER).earliest("due_at")
    planned = now + timedelta(days=2)
    Mailing.objects.filter(pk=first.pk).update(due_at=planned)

    begin_due_mailings(nothing, now + timedelta(minutes=1))

    first.refresh_from_db()
    assert first.due_at == planned


@pytest.mark.django_db
def test_who_comes_late_makes_nobody_wait_for_a_reminder(cast: Cast) -> None:
    round = make_open(cast, addresses=1)
    now = timezone.now()
    begin_due_mailings(nothing, now)
    invitation = Mailing.objects.get(round=round, kind=MailingKind.INVITATION)
    invitation.posted_count, invitation.begun_at = 1, None
    invitation.save()
    planned = now + timedelta(days=1)
    Mailing.objects.filter(round=round, kind=MailingKind.REMINDER).update(due_at=planned)

    assert begin_due_mailings(nothing, now + timedelta(hours=1)) == 1

    reminders = Mailing.objects.filter(round=round, kind=MailingKind.REMINDER)
    assert set(reminders.values_list("due_at", flat=True)) == {planned}

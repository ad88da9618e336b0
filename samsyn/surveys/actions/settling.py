"""A round is made and settled: whom it asks, how, with which words and when. Nothing of it has reached anybody yet."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from samsyn.core.versions import check_is_latest
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record
from samsyn.organisations.roles import Role
from samsyn.surveys.actions.rounds import locked, schedule_round
from samsyn.surveys.models import (
    AudienceKind,
    Mailing,
    MailingKind,
    Mode,
    Round,
    RoundState,
    Survey,
)
from samsyn.surveys.rules import mailings as mails
from samsyn.surveys.rules import rounds as allowed

USUAL_ROLES = (
    Role.FIRST_TEACHER,
    Role.SENIOR_LECTURER,
    Role.PRINCIPAL,
    Role.HEAD_OF_SCHOOLS,
    Role.DEVELOPMENT_LEAD,
)
MORNING, AFTERNOON = time(8), time(16)
# Days after the opening, as years of surveys have been run: three weeks, reminded on the same weekday.
REMINDED_AFTER = (7, 14)
OPEN_DAYS = 18


@transaction.atomic
def make_round(*, actor: Actor, survey: Survey, key: UUID, title: str) -> Round:
    """A draft with the usual audience, texts and days. Sent twice, it is made once."""
    existing = Round.objects.filter(pk=key).first()
    if existing is not None:
        return existing
    opens_at = _next_morning()
    round = Round.objects.create(
        id=key,
        survey=survey,
        code=free_round_code(title),
        title=title,
        state=RoundState.DRAFT,
        mode=Mode.ANONYMOUS,
        sender_id=actor.person_id,
        opens_at=opens_at,
        closes_at=usual_closing(opens_at),
        audience={"roles": [str(role) for role in USUAL_ROLES]},
    )
    _write_usual_mails(round, opens_at)
    record("round.made", actor=actor, matter=round, controller=survey.organisation)
    return round


def free_round_code(title: str) -> str:
    code = slugify(title)[:50] or "omgang"
    taken = set(Round.objects.filter(code__startswith=code).values_list("code", flat=True))
    codes = (code, *(f"{code}-{number}" for number in range(2, len(taken) + 3)))
    return next(one for one in codes if one not in taken)


def _next_morning() -> datetime:
    """Of the next working day."""
    day = timezone.localtime() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return _at(day, 0, MORNING)


def usual_closing(opens_at: datetime) -> datetime:
    """Never on a weekend, when nobody can be asked for help."""
    weekday = _at(opens_at, OPEN_DAYS, AFTERNOON).weekday()
    return _at(opens_at, OPEN_DAYS - max(0, weekday - 4), AFTERNOON)


def _at(start: datetime, days: int, clock: time) -> datetime:
    """By the clock on the wall, also over the change to summer time."""
    day = timezone.localtime(start).date() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, clock))


def _write_usual_mails(round: Round, opens_at: datetime) -> None:
    text = "\n\n".join(filter(None, (_("Hi {förnamn},"), round.survey.introduction)))
    Mailing.objects.create(
        round=round, kind=MailingKind.INVITATION, subject=round.title, text=text, due_at=opens_at
    )
    for days in REMINDED_AFTER:
        _write_reminder(round, _at(opens_at, days, MORNING))


def _write_reminder(round: Round, due_at: datetime) -> Mailing:
    return Mailing.objects.create(
        round=round,
        kind=MailingKind.REMINDER,
        subject=_("A reminder: %(title)s") % {"title": round.title},
        text=_(
            "Hi {förnamn},\n\nyou have not answered yet. There is still time: the survey closes {stänger}."
        ),
        due_at=due_at,
    )


@dataclass(frozen=True)
class Chosen:
    """What of the audience a person changed; None is left as it was."""

    kind: AudienceKind | None = None
    on: str | None = None
    roles: Sequence[str] | None = None
    organisations: Sequence[str] | None = None
    without: Sequence[str] | None = None
    addresses: Sequence[Mapping[str, str]] | None = None


@transaction.atomic
def choose_audience(*, actor: Actor, round: Round, chosen: Chosen, revision: str = "") -> Round:
    round = _to_settle(round, revision)
    parts: dict[str, Any] = {
        "on": chosen.on,
        "roles": chosen.roles,
        "organisations": chosen.organisations,
        "without": chosen.without,
        "addresses": chosen.addresses,
    }
    round.audience = {**round.audience, **{k: v for k, v in parts.items() if v is not None}}
    if chosen.kind is not None:
        _choose_kind(round, chosen.kind)
    round.save()
    _record("round.audience_chosen", actor, round)
    return round


def _choose_kind(round: Round, kind: AudienceKind) -> None:
    """Only what the register knows can follow an answer; an open link has an address of its own."""
    round.audience_kind = kind
    if kind != AudienceKind.REGISTER:
        round.register_by = ""
        round.shown_by = [code for code in round.shown_by if code != "register"]
    if kind == AudienceKind.LINK:
        round.mode = Mode.ANONYMOUS
        round.open_token = round.open_token or secrets.token_urlsafe(12)


@transaction.atomic
def choose_mode(
    *,
    actor: Actor,
    round: Round,
    mode: str,
    register_by: str = "",
    shown_by: Sequence[str] = (),
    revision: str = "",
) -> Round:
    """Anonymous or named, what of the register follows the answer, and by what results may be shown."""
    round = _to_settle(round, revision)
    is_link = round.audience_kind == AudienceKind.LINK
    allowed.check_mode(is_named=mode == Mode.NAMED, is_open_to_all=is_link)
    round.mode = mode
    is_register = round.audience_kind == AudienceKind.REGISTER
    round.register_by = register_by if is_register else ""
    round.shown_by = [*shown_by, *(["register"] if round.register_by else [])]
    round.save(update_fields=["mode", "register_by", "shown_by", "changed_at"])
    _record("round.mode_chosen", actor, round, mode=mode)
    return round


@transaction.atomic
def send_round(*, actor: Actor, round: Round, **chosen: Any) -> Round:
    """Both or neither: what cannot be sent is not saved either, so that the page can be sent again as it stands."""
    choose_mode(actor=actor, round=round, **chosen)
    return schedule_round(actor=actor, round=round)


@transaction.atomic
def choose_times(
    *,
    actor: Actor,
    round: Round,
    opens_at: datetime,
    closes_at: datetime,
    reminders: Sequence[datetime] | None,
    revision: str = "",
) -> Round:
    """Where nobody is asked by mail the reminders are left as they were."""
    round = _to_settle(round, revision)
    allowed.check_times(opens_at=opens_at, closes_at=closes_at)
    mails.check_reminders(reminders or (), opens_at=opens_at, closes_at=closes_at)
    round.opens_at, round.closes_at = opens_at, closes_at
    round.save(update_fields=["opens_at", "closes_at", "changed_at"])
    if reminders is not None:
        _move_mails(round, opens_at, sorted(reminders))
    _record("round.times_chosen", actor, round)
    return round


def _move_mails(round: Round, opens_at: datetime, reminders: Sequence[datetime]) -> None:
    """The texts stay with their places: the first reminder is the first also when it is moved."""
    Mailing.objects.filter(round=round, kind=MailingKind.INVITATION).update(due_at=opens_at)
    written = list(Mailing.objects.filter(round=round, kind=MailingKind.REMINDER))
    for mailing, due_at in zip(written, reminders, strict=False):
        mailing.due_at = due_at
        mailing.save(update_fields=["due_at", "changed_at"])
    for due_at in reminders[len(written) :]:
        _write_reminder(round, due_at)
    for mailing in written[len(reminders) :]:
        mailing.delete()


@transaction.atomic
def write_mail(
    *, actor: Actor, mailing: Mailing, subject: str, text: str, revision: str = ""
) -> Mailing:
    """Until its first copy is posted, also while the round is open."""
    found = (
        Mailing.objects.select_for_update(of=("self",))
        .select_related("round__survey")
        .get(pk=mailing.pk)
    )
    check_is_latest(found, revision)
    mails.check_text(subject, text)
    mails.check_may_write(is_begun=found.is_begun)
    found.subject, found.text = subject, text
    found.save(update_fields=["subject", "text", "changed_at"])
    _record("mailing.written", actor, found.round, mail=found.kind)
    return found


@transaction.atomic
def move_reminder(*, actor: Actor, mailing: Mailing, due_at: datetime) -> Mailing:
    """To another hour, while the round is open."""
    round = locked(mailing.round)
    found = Mailing.objects.select_for_update().get(pk=mailing.pk)
    mails.check_may_write(is_begun=found.is_begun)
    _check_reminder(round, due_at, moved=found)
    found.due_at = due_at
    found.save(update_fields=["due_at", "changed_at"])
    _record("mailing.moved", actor, round, due_at=str(due_at))
    return found


@transaction.atomic
def add_reminder(*, actor: Actor, round: Round, due_at: datetime) -> Mailing:
    """One more, while the round is open: because the closing was moved, or few have answered."""
    round = locked(round)
    allowed.check_asks_by_mail(is_open_to_all=round.audience_kind == AudienceKind.LINK)
    _check_reminder(round, due_at)
    added = _write_reminder(round, due_at)
    _record("mailing.added", actor, round, due_at=str(due_at))
    return added


def _check_reminder(round: Round, due_at: datetime, moved: Mailing | None = None) -> None:
    allowed.check_is_open(state=round.state)
    mails.check_is_ahead(due_at=due_at, now=timezone.now())
    planned = Mailing.objects.filter(round=round, kind=MailingKind.REMINDER)
    reminders = [one.due_at for one in planned if one != moved]
    opened_at, closes_at = round.opens_at or due_at, round.closes_at or due_at
    mails.check_reminders([*reminders, due_at], opens_at=opened_at, closes_at=closes_at)


def _to_settle(round: Round, revision: str) -> Round:
    round = locked(round)
    allowed.check_may_settle(state=round.state)
    check_is_latest(round, revision)
    return round


def _record(event: str, actor: Actor, round: Round, **facts: object) -> None:
    record(event, actor=actor, matter=round, controller=round.survey.organisation, **facts)

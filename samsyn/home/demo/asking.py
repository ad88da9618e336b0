"""A round of the demo as it goes, day by day: mails that are due leave, answers come, at the end it closes."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from random import Random
from uuid import UUID

from samsyn.assignments.rules.dialogues import ZONE
from samsyn.core.models import uuid7
from samsyn.home.demo.clock import at, forgotten
from samsyn.home.demo.voices import Voices
from samsyn.organisations.access import Actor
from samsyn.organisations.roles import Role
from samsyn.surveys.actions import answering as answers
from samsyn.surveys.actions import mailings, rounds, settling, shuffling
from samsyn.surveys.models import Invitation, Mailing, MailingKind, Mode, Round, Survey

# How a hundred answers come in three weeks: people answer when they are asked.
BY_DAY = (19, 13, 8, 5, 3, 1, 0, 17, 10, 5, 3, 2, 0, 0, 7, 3, 2, 1, 1, 0, 0, 0)
REMINDED_ON = (7, 14)
BEFORE, LAST = -7, len(BY_DAY) - 1
MORNING, NOON, AFTERNOON = time(8), time(13), time(16)
# Of those who do not answer: so many look and leave, say no, and have a wrong address.
LOOKING, DECLINING, WRONG = 9, 3, 2
# How long mails lie in the mailbox: those of the last reminder.
KEPT = timedelta(days=7)


@dataclass(frozen=True)
class Plan:
    """What a round asks of whom, in which words, and how many of a hundred answer."""

    title: str
    subject: str
    letter: str
    answering: Mapping[Role, int]
    organisations: Sequence[str] = ()
    mode: Mode = Mode.ANONYMOUS
    register_by: str = ""
    shown_by: Sequence[str] = ()

    @property
    def chosen(self) -> settling.Chosen:
        roles = [str(role) for role in self.answering]
        return settling.Chosen(roles=roles, organisations=self.organisations)

    def answer_of(self, role: str, invited: int) -> int:
        """How many of the invited of a role answer."""
        return round(invited * self.answering[Role(role)] / 100)


@dataclass(frozen=True)
class Days:
    """A round's days by their numbers from the first, which as all where something is done is a weekday."""

    first: date
    now: datetime

    def hour(self, number: int, clock: time = MORNING) -> datetime:
        return datetime.combine(self.first + timedelta(number), clock, tzinfo=ZONE)

    def until_now(self, number: int, clock: time = MORNING) -> datetime:
        return min(self.hour(number, clock), self.now)

    def has_come(self, number: int, clock: time = MORNING) -> bool:
        return self.hour(number, clock) <= self.now


def settle(keeper: Actor, survey: Survey, plan: Plan, days: Days) -> Round:
    """The week before: whom it asks, how and when, each step as the page of invitations has it."""
    with at(days.hour(BEFORE, NOON)):
        round = settling.make_round(actor=keeper, survey=survey, key=uuid7(), title=plan.title)
        settling.choose_audience(actor=keeper, round=round, chosen=plan.chosen)
        settling.choose_mode(
            actor=keeper,
            round=round,
            mode=plan.mode,
            register_by=plan.register_by,
            shown_by=plan.shown_by,
        )
        settling.choose_times(
            actor=keeper,
            round=round,
            opens_at=days.hour(0),
            closes_at=days.hour(LAST, AFTERNOON),
            reminders=[days.hour(number) for number in REMINDED_ON],
        )
        mailing = Mailing.objects.get(round=round, kind=MailingKind.INVITATION)
        settling.write_mail(actor=keeper, mailing=mailing, subject=plan.subject, text=plan.letter)
        return rounds.schedule_round(actor=keeper, round=round)


def run(keeper: Actor, round: Round, plan: Plan, days: Days, voices: Voices) -> None:
    with at(days.until_now(0)), forgotten():
        keep_hours()
    coming = _coming(round, plan, voices.chance)
    for number in filter(days.has_come, range(len(BY_DAY))):
        is_told = days.now - days.hour(number) < KEPT
        with at(days.hour(number)), nullcontext() if is_told else forgotten():
            keep_hours()
        with at(days.until_now(number, NOON)):
            for invitation in coming.get(number, ()):
                answer(round, invitation, voices)
            if number == 0:
                leave_some_behind(keeper, round, coming)
    if days.has_come(LAST, AFTERNOON):
        with at(days.hour(LAST, AFTERNOON)):
            keep_hours()


def _coming(round: Round, plan: Plan, chance: Random) -> dict[int, list[Invitation]]:
    """Those who answer, by the day on which they do."""
    by_role: dict[str, list[Invitation]] = {}
    for one in Invitation.objects.filter(round=round).order_by("email"):
        by_role.setdefault(one.role, []).append(one)
    found: dict[int, list[Invitation]] = {}
    for role, invited in sorted(by_role.items()):
        for one in chance.sample(invited, plan.answer_of(role, len(invited))):
            day = chance.choices(range(len(BY_DAY)), BY_DAY)[0]
            found.setdefault(day, []).append(one)
    return found


def answer(round: Round, invitation: Invitation, voices: Voices) -> None:
    said, key = voices.answers(invitation.role), invitation.pk
    answers.mark_opened(key)
    if round.mode == Mode.NAMED:
        answers.store_named_answer(round_id=round.pk, invitation_id=key, answers=said)
    else:
        answers.store_anonymous_answer(
            round_id=round.pk, invitation_id=key, block=invitation.block, answers=said
        )


def leave_some_behind(keeper: Actor, round: Round, coming: Mapping[int, list[Invitation]]) -> None:
    """Of those who do not answer some look and leave, some say no, and some have a wrong address."""
    answering = {one.pk for found in coming.values() for one in found}
    others = Invitation.objects.filter(round=round).exclude(pk__in=answering).order_by("email")
    left = iter(others)
    for one in islice(left, LOOKING):
        answers.mark_opened(one.pk)
    for one in islice(left, DECLINING):
        mailings.decline(invitation_id=one.pk)
    for one in islice(left, WRONG):
        mailings.note_bounce(actor=keeper, round=round, email=one.email)


def keep_hours() -> None:
    """What the worker does each minute (surveys/jobs.py), here in the same transaction."""
    rounds.open_due_rounds()
    for round in rounds.close_due_rounds():
        shuffling.shuffle_round(round.pk)
    batches: list[UUID] = []
    mailings.begin_due_mailings(batches.append)
    while batches:
        mailings.post_batch(batches.pop(), next_batch=batches.append)

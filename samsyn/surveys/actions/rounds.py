"""A round opens, closes and opens again. How it is made and settled before that stands in settling.py."""

import logging
import random
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from samsyn.analysis.cube import Tabulation
from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import SYSTEM, Actor
from samsyn.organisations.events import record
from samsyn.organisations.models import Person
from samsyn.surveys import queries, rules
from samsyn.surveys.letters import tell_count, tell_not_opened
from samsyn.surveys.models import (
    AudienceKind,
    Invitation,
    Mailing,
    MailingKind,
    Mode,
    Round,
    RoundState,
)
from samsyn.surveys.queries.audience import headcount, organiser_names
from samsyn.surveys.rules import audience, checks
from samsyn.surveys.rules import rounds as allowed
from samsyn.surveys.rules.audience import Asked, Cell
from samsyn.surveys.rules.problems import STOP

logger = logging.getLogger("samsyn.jobs")
BATCH = 2_000
_shuffled = random.SystemRandom().shuffle


@transaction.atomic
def schedule_round(*, actor: Actor, round: Round) -> Round:
    """From here on it opens by itself at its hour; at once, if that has come."""
    round = locked(round)
    now = timezone.now()
    allowed.check_may_schedule(state=round.state, opens_at=round.opens_at, now=now)
    allowed.check_times(opens_at=round.opens_at, closes_at=round.closes_at)
    asked = _asked(round)
    _check_may_ask(round, asked)
    round.state = RoundState.SCHEDULED
    round.audience = {**round.audience, "counted": len(asked)}
    round.save(update_fields=["state", "audience", "changed_at"])
    _record("round.scheduled", actor, round, opens_at=str(round.opens_at))
    if round.opens_at and round.opens_at <= now:
        return open_round(actor=actor, round=round)
    return round


def _check_may_ask(round: Round, asked: Sequence[Invitation]) -> None:
    problems = checks.problems(queries.questionnaire_of(round.survey), round.mode)
    allowed.check_is_sound([one.sentence for one in problems if one.severity == STOP])
    is_link = round.audience_kind == AudienceKind.LINK
    if not is_link:
        allowed.check_has_sender(email=round.sender.email if round.sender else "")
    allowed.check_has_somebody(invited=len(asked), is_open_to_all=is_link)


@transaction.atomic
def take_back_round(*, actor: Actor, round: Round) -> None:
    """Nobody has been asked yet: everything can be changed again."""
    round = locked(round)
    allowed.check_may_take_back(state=round.state)
    round.state = RoundState.DRAFT
    round.save(update_fields=["state", "changed_at"])
    _record("round.taken_back", actor, round)


@transaction.atomic
def open_round(*, actor: Actor, round: Round) -> Round:
    """The audience is read from the register a last time and frozen, with the blocks that follow the answers."""
    round = locked(round)
    if round.state != RoundState.SCHEDULED:
        return round
    allowed.check_times(opens_at=timezone.now(), closes_at=round.closes_at)
    asked = _asked(round)
    _check_may_ask(round, asked)
    _freeze_blocks(round, asked)
    _invite(round, asked)
    round.state = RoundState.OPEN
    round.invited_count = len(asked) if round.audience_kind != AudienceKind.LINK else None
    round.save()
    _record("round.opened", actor, round, invited=len(asked), mode=round.mode)
    return round


def _asked(round: Round) -> list[Invitation]:
    """Whoever gets an invitation, as the register or the list has them now."""
    if round.audience_kind == AudienceKind.REGISTER:
        return [_from_register(one) for one in headcount(round).invited]
    if round.audience_kind == AudienceKind.ADDRESSES:
        rows = round.audience.get("addresses", ())
        return [Invitation(email=row["email"], name=row.get("name", "")) for row in rows]
    return []


def _from_register(one: Asked) -> Invitation:
    duty = one.duty
    return Invitation(
        person_id=duty.person,
        email=duty.email,
        name=duty.name,
        role=duty.role,
        organiser_id=duty.organiser,
    )


def _freeze_blocks(round: Round, asked: Sequence[Invitation]) -> None:
    sizes: dict[Cell, int] = {}
    for one in asked if round.register_by else ():
        cell = _cell(round, one)
        sizes[cell] = sizes.get(cell, 0) + 1
    blocks = audience.merge_cells(sizes, organiser_names(round), round.survey.threshold)
    round.register_blocks = [block.to_json() for block in blocks]


def _cell(round: Round, one: Invitation) -> Cell:
    return audience.cell_of(one.role, one.organiser_id, round.register_by)


def _invite(round: Round, asked: list[Invitation]) -> None:
    """In no order: rows tell nothing of who stood where in the register."""
    for one in asked:
        one.round = round
        if round.register_by:
            one.block = audience.block_of(_cell(round, one), round.register_blocks)
    _shuffled(asked)
    Invitation.objects.bulk_create(asked, batch_size=BATCH)


@transaction.atomic
def add_late(
    *,
    actor: Actor,
    round: Round,
    people: Iterable[Asked] = (),
    address: str = "",
    name: str = "",
) -> int:
    """Who came after the opening; they join the blocks that are frozen, and the first mail goes to them alone."""
    round = locked(round)
    allowed.check_may_add_late(
        state=round.state, is_open_to_all=round.audience_kind == AudienceKind.LINK
    )
    late = [_from_register(one) for one in people]
    if address:
        late.append(_with_address(address, name))
    asked = Invitation.objects.filter(round=round)
    known = set(asked.values_list("email", flat=True))
    known_people = set(asked.exclude(person=None).values_list("person", flat=True))
    late = [one for one in late if one.email not in known and one.person_id not in known_people]
    for one in late:
        one.is_late = True
    _invite(round, late)
    if late:
        round.invited_count = len(known) + len(late)
        round.save(update_fields=["invited_count", "changed_at"])
        Mailing.objects.filter(round=round, kind=MailingKind.INVITATION).update(
            posted_at=None, begun_at=None
        )
        _record("round.late_added", actor, round, added=len(late))
    return len(late)


def _with_address(address: str, name: str) -> Invitation:
    """Somebody of the register with that address is that person, except where the identity is protected."""
    person = Person.objects.listed().filter(email__iexact=address).first()
    return Invitation(email=address, name=name or (person.name if person else ""), person=person)


def _nothing(_round_id: UUID) -> None:
    pass


@transaction.atomic
def close_round(
    *, actor: Actor, round: Round, then: Callable[[UUID], None] = _nothing
) -> Tabulation:
    """Makes the blocks, counts, and freezes the numbers. `then` asks for what follows, in the same transaction."""
    round = locked(round)
    rules.check_may_close(is_closed=round.is_closed)
    tabulation = queries.tabulate_round(round)
    round.state = RoundState.CLOSED
    round.closed_at = timezone.now()
    round.tabulation = tabulation.to_json()
    round.save(update_fields=["state", "closed_at", "tabulation", "changed_at"])
    _record("round.closed", actor, round, respondents=tabulation.respondents)
    then(round.pk)
    return tabulation


@transaction.atomic
def extend_round(*, actor: Actor, round: Round, closes_at: datetime) -> Round:
    """To a later closing, or an earlier one that is still to come."""
    round = locked(round)
    allowed.check_may_extend(state=round.state, closes_at=closes_at, now=timezone.now())
    round.closes_at = closes_at
    round.save(update_fields=["closes_at", "changed_at"])
    _record("round.extended", actor, round, closes_at=str(closes_at))
    return round


@transaction.atomic
def reopen_round(*, actor: Actor, round: Round, closes_at: datetime) -> Round:
    """Withdraws what was shown until it closes again: two views in time could be subtracted from each other."""
    round = locked(round)
    allowed.check_may_reopen(
        state=round.state, mode=round.mode, closes_at=closes_at, now=timezone.now()
    )
    round.state = RoundState.OPEN
    round.kept_blocks = _inhabited_blocks(round) or round.kept_blocks
    round.closes_at, round.closed_at, round.tabulation = closes_at, None, None
    round.released_at = None
    round.reopened_count += 1
    round.save()
    _forget_missed_reminders(round)
    _record("round.reopened", actor, round, times=round.reopened_count)
    return round


def _inhabited_blocks(round: Round) -> list[list[int]]:
    tabulation = Tabulation.from_json(round.tabulation)
    sizes = dict(tabulation.sizes)
    return [[cell for cell in block.values if sizes.get(cell)] for block in tabulation.blocks]


def _forget_missed_reminders(round: Round) -> None:
    """Their hour passed while it was closed: nobody meant them to leave the minute it opens."""
    missed = Mailing.objects.filter(round=round, kind=MailingKind.REMINDER, begun_at=None)
    missed.filter(due_at__lte=timezone.now()).delete()


def open_due_rounds(now: datetime | None = None) -> int:
    due = Round.objects.filter(state=RoundState.SCHEDULED, opens_at__lte=now or timezone.now())
    return len(_each(due, _open_or_give_back))


@transaction.atomic
def _open_or_give_back(round: Round) -> bool:
    """What was in order when it was settled may not be so any more: then it is a draft again, and its sender is told."""
    before = round.audience.get("counted")
    try:
        with transaction.atomic():
            opened = open_round(actor=SYSTEM, round=round)
    except RuleBroken as broken:
        _give_back(round, broken.sentence)
        return False
    if opened.invited_count is not None and before not in {None, opened.invited_count}:
        tell_count(opened, before)
    return opened.state == RoundState.OPEN


def _give_back(round: Round, sentence: str) -> None:
    round = locked(round)
    round.state = RoundState.DRAFT
    round.save(update_fields=["state", "changed_at"])
    _record("round.not_opened", SYSTEM, round)
    tell_not_opened(round, sentence)


def close_due_rounds(
    now: datetime | None = None, then: Callable[[UUID], None] = _nothing
) -> list[Round]:
    """Those whose hour has come; a round that was read in from a file has none."""
    due = Round.objects.filter(state=RoundState.OPEN, closes_at__lte=now or timezone.now())
    return _each(due.exclude(mode=Mode.IMPORTED), lambda round: _close_if_due(round, then))


@transaction.atomic
def _close_if_due(round: Round, then: Callable[[UUID], None]) -> bool:
    """It may have been closed or extended since it was found."""
    now = locked(round)
    if now.is_closed or now.closes_at is None or now.closes_at > timezone.now():
        return False
    close_round(actor=SYSTEM, round=now, then=then)
    return True


def _each(due: Iterable[Round], act: Callable[[Round], bool]) -> list[Round]:
    """One that fails is told to whoever runs Samsyn and tried again; it keeps no other round from its hour."""
    done = []
    for round in due:
        try:
            if act(round):
                done.append(round)
        except Exception:
            logger.exception("Round %s could not be opened or closed.", round.pk)
    return done


def locked(round: Round) -> Round:
    return (
        Round.objects.select_for_update(of=("self",))
        .select_related("survey__organisation", "sender")
        .get(pk=round.pk)
    )


def _record(kind: str, actor: Actor, round: Round, **facts: object) -> None:
    record(kind, actor=actor, matter=round, controller=round.survey.organisation, **facts)

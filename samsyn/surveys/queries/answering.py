"""What a page that is answered needs: one question for each request, and the round’s own facts once for many."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from samsyn.core.prepared import prepared
from samsyn.organisations.access import GRID, Can
from samsyn.organisations.models import Duty, Person, current
from samsyn.surveys.drafts import Questionnaire
from samsyn.surveys.models import Invitation, Mode, Round, RoundState
from samsyn.surveys.queries.drafts import questionnaire_of

ROUND = ("state", "mode", "opens_at", "closes_at", "changed_at", "survey__changed_at")
OWN = ("pk", "block", "opened_on", "begun_on", "answered_on")
WRITTEN = ("draft__answers", "draft__section", "draft__changed_at", "response__answers")


class Visit(NamedTuple):
    """Where the link leads, as it stands now. Of an open link nobody is known."""

    round_id: UUID
    state: str
    mode: str
    opens_at: datetime | None
    closes_at: datetime | None
    round_changed_at: datetime
    survey_changed_at: datetime
    invitation_id: UUID | None = None
    block: int | None = None
    opened_on: Any = None
    begun_on: Any = None
    answered_on: Any = None
    draft: Mapping[str, Any] | None = None
    draft_section: int | None = None
    draft_changed_at: datetime | None = None
    response: Mapping[str, Any] | None = None

    @property
    def is_named(self) -> bool:
        return self.mode == Mode.NAMED and self.invitation_id is not None

    @property
    def is_coming(self) -> bool:
        is_early = self.opens_at is not None and timezone.now() < self.opens_at
        is_unopened = self.state in {RoundState.DRAFT, RoundState.SCHEDULED}
        return is_unopened or (self.state == RoundState.OPEN and is_early)

    @property
    def is_open(self) -> bool:
        """By the clock too: closing is a job’s, which may come a little late."""
        is_over = self.closes_at is not None and timezone.now() >= self.closes_at
        return self.state == RoundState.OPEN and not self.is_coming and not is_over


@prepared
def _by_invitation(pk: UUID) -> QuerySet[Any, Any]:
    of_round = (f"round__{name}" for name in ROUND)
    return (
        Invitation.objects.filter(pk=pk)
        .exclude(round__mode=Mode.IMPORTED)
        .order_by()
        .values_list("round_id", *of_round, *OWN, *WRITTEN)
    )


@prepared
def _by_open_token(token: str) -> QuerySet[Any, Any]:
    rounds = Round.objects.filter(open_token=token).exclude(mode=Mode.IMPORTED)
    return rounds.order_by().values_list("pk", *ROUND)


def visit_by_invitation(pk: UUID) -> Visit | None:
    return next((Visit(*row) for row in _by_invitation(pk)), None)


def visit_by_open_token(token: str) -> Visit | None:
    if not token.isascii() or not token.isprintable():
        return None
    return next((Visit(*row) for row in _by_open_token(token)), None)


@dataclass(frozen=True)
class Told:
    """What the first page says of a round."""

    questionnaire: Questionnaire
    title: str
    is_named: bool
    is_open_link: bool
    organisation: str
    # Of those who may read every answer of a named round, and who make the results of others.
    readers: tuple[str, ...]
    sender: str
    contact: str
    closes_at: datetime | None
    register_by: str
    # Of the page where the results are shared with those who were asked; empty where they are not.
    result_token: str
    # Whether they ever can be: too few answers are shown nowhere.
    may_be_shared: bool


def told_of(round_id: UUID) -> Told:
    round = Round.objects.select_related(
        "survey__organisation", "survey__background", "sender"
    ).get(pk=round_id)
    return Told(
        questionnaire=questionnaire_of(round.survey),
        title=round.title,
        is_named=round.mode == Mode.NAMED,
        is_open_link=bool(round.open_token),
        organisation=round.survey.organisation.name,
        readers=_readers(round),
        sender=round.sender.said_name if round.sender else "",
        contact=round.sender.email if round.sender else "",
        closes_at=round.closes_at,
        register_by=round.register_by,
        result_token=(round.release_token or "") if round.released_at and round.is_closed else "",
        may_be_shared=_may_be_shared(round),
    )


def _may_be_shared(round: Round) -> bool:
    """Before it is closed and counted nobody knows."""
    counted = round.tabulation
    return counted is None or counted["respondents"] >= round.survey.threshold


def _readers(round: Round) -> tuple[str, ...]:
    """Who makes surveys at the organisation that asks."""
    roles = [role for role, rights in GRID.items() if Can.SURVEY_EDIT in rights]
    duties = Duty.objects.filter(
        current(timezone.localdate()), organisation=round.survey.organisation_id, role__in=roles
    )
    people = Person.objects.listed().filter(pk__in=duties.values("person"))
    return tuple(person.name for person in people)

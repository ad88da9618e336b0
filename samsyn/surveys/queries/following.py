"""How far an open round has come: participation alone, by groups that are large enough, and never an answer."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.surveys.models import (
    AudienceKind,
    DayCount,
    Invitation,
    Mailing,
    MailingKind,
    Mode,
    Round,
)
from samsyn.surveys.rules.audience import FAMILIES, role_names
from samsyn.surveys.rules.following import Counted, Participation, running, shown_groups
from samsyn.surveys.rules.mailings import RETURNED, refusal_in_words

_COUNTS = {
    "invited": Count("pk"),
    "opened": Count("pk", filter=Q(opened_on__isnull=False)),
    "begun": Count("pk", filter=Q(begun_on__isnull=False, answered_on__isnull=True)),
    "answered": Count("pk", filter=Q(answered_on__isnull=False)),
}


@dataclass(frozen=True)
class Line:
    """A round's answers day by day, as shares of those it asked; days are counted from the opening."""

    title: str
    first: date
    points: tuple[tuple[date, int], ...]
    invited: int

    def percent(self, answered: int) -> float:
        return min(100.0, 100 * answered / self.invited) if self.invited else 0.0

    @property
    def last_percent(self) -> int:
        return round(self.percent(self.points[-1][1])) if self.points else 0

    def percent_on(self, number: int) -> float | None:
        """After so many days; None where the round was closed by then."""
        return self.percent(self.points[number][1]) if number < len(self.points) else None


def participation(round: Round) -> tuple[list[Participation], Participation, int]:
    """The groups in the order of the register, if they may be shown; all; and how many groups there are."""
    labels, counts = _by_block(round) if round.register_blocks else _by_role(round)
    whole = sum(counts, Counted())
    if round.audience_kind == AudienceKind.LINK:
        total = DayCount.objects.filter(round=round).aggregate(sum=Sum("count"))["sum"] or 0
        whole = Counted(answered=total)
    shown = shown_groups(labels, counts, round.survey.threshold)
    total = Participation("", whole.invited, whole.opened, whole.begun, whole.answered, "all")
    return shown, total, len(labels)


def _by_block(round: Round) -> tuple[list[str], list[Counted]]:
    """As the answers are blocked: any finer, and the two together would point at somebody."""
    rows = _counted(round, "block")
    labels = [block["label"] for block in round.register_blocks]
    return labels, [rows.get(number, Counted()) for number in range(len(labels))]


def _by_role(round: Round) -> tuple[list[str], list[Counted]]:
    """The role groups, where nothing of the register follows the answers."""
    rows = _counted(round, "role")
    found = [
        (
            role_names(set(family) & set(rows)),
            sum((rows.get(r, Counted()) for r in family), Counted()),
        )
        for family in FAMILIES
    ]
    known = [(label, counted) for label, counted in found if counted.invited]
    if rows.get(""):
        known.append((_("Invited by address"), rows[""]))
    return [label for label, _counted in known], [counted for _label, counted in known]


def _counted(round: Round, by: str) -> dict[Any, Counted]:
    rows = Invitation.objects.filter(round=round).order_by().values(by).annotate(**_COUNTS)
    return {row.pop(by): Counted(**row) for row in rows}


def line_of(round: Round, last: date | None = None) -> Line | None:
    """None where nothing is known of the days, as of rounds read in from a file."""
    if round.mode == Mode.IMPORTED or round.opens_at is None:
        return None
    first = timezone.localdate(round.opens_at)
    end = last or timezone.localdate(round.closed_at or round.closes_at)
    days = answers_per_day(round)
    invited = round.invited_count or 0
    return Line(round.title, first, tuple(running(days, first, max(first, end))), invited)


def answers_per_day(round: Round) -> Counter[date]:
    answered = Invitation.objects.filter(round=round, answered_on__isnull=False)
    days = Counter(
        dict(answered.values_list("answered_on").annotate(n=Count("pk")).order_by("answered_on"))
    )
    for day, count in DayCount.objects.filter(round=round).values_list("day", "count"):
        days[day] += count
    return days


def round_before(round: Round) -> Round | None:
    """The last closed one of the same survey, in any of its versions."""
    rows = Round.objects.filter(
        survey__lineage=round.survey.lineage, closed_at__isnull=False, opens_at__isnull=False
    ).exclude(pk=round.pk)
    return (
        rows.exclude(mode=Mode.IMPORTED)
        .filter(survey__organisation=round.survey.organisation_id)
        .defer("tabulation")
        .order_by("-opens_at")
        .first()
    )


@dataclass(frozen=True)
class Trouble:
    """Who is not reminded, and where mail did not arrive."""

    declined: int
    refused: int
    waiting: int


def trouble_of(round: Round) -> Trouble:
    counts = Invitation.objects.filter(round=round).aggregate(
        declined=Count("pk", filter=Q(declined_on__isnull=False)),
        refused=Count("pk", filter=~Q(refusal="")),
        waiting=Count(
            "pk",
            filter=Q(answered_on__isnull=True, declined_on__isnull=True, refusal="") & ~Q(email=""),
        ),
    )
    return Trouble(**counts)


@dataclass(frozen=True)
class Refused:
    invitation: Invitation
    why: str
    # What the server said word for word.
    said: str


def refused_addresses(round: Round) -> list[Refused]:
    rows = Invitation.objects.filter(round=round).exclude(refusal="").order_by("email")
    return [
        Refused(one, refusal_in_words(one.refusal), "" if one.refusal == RETURNED else one.refusal)
        for one in rows
    ]


def refused_invitation(round: Round, key: UUID) -> Invitation | None:
    return Invitation.objects.filter(round=round, pk=key).exclude(refusal="").first()


def reminders(round: Round) -> Sequence[Mailing]:
    return list(Mailing.objects.filter(round=round, kind=MailingKind.REMINDER).order_by("due_at"))

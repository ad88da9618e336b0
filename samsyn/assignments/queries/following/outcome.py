"""How it turned out, as far as somebody may read it: the two always, others once both have closed it."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse

from samsyn.assignments.models import (
    Assignment,
    Evidence,
    EvidenceKind,
    LogEntry,
    Outcome,
    Part,
    PartText,
    State,
    VersionState,
)
from samsyn.assignments.queries.reading import is_of_the_two, may_read_outcome, readable
from samsyn.core.prepared import prepared
from samsyn.organisations.access import Actor, Can
from samsyn.reports.models import Edition
from samsyn.surveys.models import Round


def outcome_of(assignment: Assignment) -> Outcome | None:
    return next(iter(_outcome_of(assignment.pk)), None)


@prepared
def _outcome_of(assignment: UUID) -> QuerySet[Any, Any]:
    people = ("written_by", "holder_closed_by", "counterpart_closed_by")
    return Outcome.objects.filter(assignment=assignment).select_related(*people)


def may_read(actor: Actor, assignment: Assignment, outcome: Outcome | None) -> bool:
    """Others than the two read what both have closed, if they are among those it is for."""
    if is_of_the_two(actor, assignment):
        return True
    is_closed = assignment.state == State.EVALUATED and outcome is not None
    return is_closed and outcome is not None and may_read_outcome(actor, assignment, outcome)


def readable_outcome(actor: Actor, assignment: Assignment) -> Outcome | None:
    """404 for whom it is not."""
    outcome = outcome_of(assignment)
    if not may_read(actor, assignment, outcome):
        raise Http404
    return outcome


def expected_effect(actor: Actor, assignment: Assignment) -> PartText | None:
    """The agreed text, where it is open to the actor."""
    agreed = PartText.objects.filter(
        version__assignment=assignment, version__state=VersionState.IN_FORCE, part=Part.EFFECT
    )
    return next(iter(readable(actor, assignment, agreed)), None)


def kept_evidence(outcomes: Iterable[Outcome]) -> QuerySet[Evidence]:
    """Without what was taken away, here or in the log."""
    rows = Evidence.objects.filter(outcome__in=[o.pk for o in outcomes], removed_at=None)
    rows = rows.filter(Q(log_entry=None) | Q(log_entry__removed_at=None))
    return rows.select_related("log_entry", "round__survey", "added_by").defer("round__tabulation")


def evidence_of(assignment: Assignment, key: UUID) -> Evidence | None:
    """One line of this assignment's evidence, taken away or not."""
    rows = Evidence.objects.filter(outcome__assignment=assignment, pk=key)
    return rows.select_related("outcome__assignment", "log_entry", "round").first()


def entries_to_show(actor: Actor, assignment: Assignment) -> QuerySet[LogEntry]:
    """The actor's own, but for those that stand there already."""
    shown = Evidence.objects.filter(outcome__assignment=assignment, removed_at=None)
    own = LogEntry.objects.visible_to(actor).filter(assignment=assignment).kept()
    return own.exclude(pk__in=shown.exclude(log_entry=None).values("log_entry"))


@dataclass(frozen=True)
class Shown:
    """A line of evidence with where it leads; `file_url` is what can be taken down."""

    evidence: Evidence
    url: str = ""
    file_url: str = ""


def shown_evidence(actor: Actor, assignment: Assignment, outcome: Outcome | None) -> list[Shown]:
    rows = list(kept_evidence([outcome])) if outcome else []
    urls = _result_urls(actor, [row for row in rows if row.kind == EvidenceKind.RESULT])
    return [Shown(row, urls.get(row.pk, ""), _file_url(assignment, row)) for row in rows]


def _file_url(assignment: Assignment, evidence: Evidence) -> str:
    return (
        reverse("assignments:evidence-file", args=[assignment.pk, evidence.pk])
        if file_of(evidence)
        else ""
    )


def file_of(evidence: Evidence) -> LogEntry | Evidence | None:
    """The row that has the file: the evidence, or the entry of the log that it shows; none that was taken away."""
    row = evidence.log_entry if evidence.log_entry else evidence
    is_kept = evidence.removed_at is None and row.removed_at is None
    return row if row.file and is_kept else None


def _result_urls(actor: Actor, rows: list[Evidence]) -> dict[UUID, str]:
    """To the question where the reader sees the round's results, else to an edition that they may read."""
    if not rows:
        return {}
    keys = {row.round_id for row in rows if row.round_id}
    seen = Round.objects.visible_to(actor).filter(pk__in=keys) if _sees_results(actor) else []
    rounds = {round.pk for round in seen}
    editions = Edition.objects.visible_to(actor).filter(report__round__in=keys).defer("content")
    issued: dict[UUID | None, Edition] = {
        edition.report.round_id: edition for edition in editions.order_by("issued_at")
    }
    return {
        row.pk: url
        for row in rows
        if (url := _question_url(row, rounds) or _edition_url(issued.get(row.round_id)))
    }


def _sees_results(actor: Actor) -> bool:
    return Can.RESULT_VIEW in actor.rights


def _question_url(row: Evidence, rounds: Container[UUID | None]) -> str:
    if row.round_id not in rounds:
        return ""
    return reverse("surveys:question", args=[row.round_id, row.question_code])


def _edition_url(edition: Edition | None) -> str:
    if edition is None:
        return ""
    return reverse("reports:edition", args=[edition.report_id, edition.number])


@dataclass(frozen=True)
class OutcomePart:
    """What the assignment's own page shows of it."""

    outcome: Outcome | None
    evidence_count: int
    is_of_the_two: bool
    url: str


def outcome_part(actor: Actor, assignment: Assignment) -> OutcomePart | None:
    """None where there is nothing for the reader yet."""
    outcome = outcome_of(assignment)
    if not assignment.is_agreed or not may_read(actor, assignment, outcome):
        return None
    return OutcomePart(
        outcome=outcome,
        evidence_count=kept_evidence([outcome]).count() if outcome else 0,
        is_of_the_two=is_of_the_two(actor, assignment),
        url=reverse("assignments:outcome", args=[assignment.pk]),
    )

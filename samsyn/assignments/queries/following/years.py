"""The years of a post in a row, over the posts it goes on from, as far as each part is open to the reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from samsyn.assignments.models import (
    Assignment,
    CareerPost,
    Evidence,
    Outcome,
    Part,
    PartText,
    State,
    VersionState,
)
from samsyn.assignments.queries.following.outcome import kept_evidence, may_read
from samsyn.assignments.queries.reading import readable
from samsyn.core.thread import Piece, pieces
from samsyn.core.thread import State as Mark
from samsyn.organisations.access import Actor


@dataclass(frozen=True)
class Year:
    """One year's assignment with what of it may be read."""

    assignment: Assignment
    effect: PartText | None
    outcome: Outcome | None
    evidence: tuple[Evidence, ...]


def chain_of(post: CareerPost) -> list[UUID]:
    """The post and those before it, the nearest first. One question, however long the chain is."""
    befores = dict(
        CareerPost.objects.filter(controller=post.controller_id).values_list("pk", "after")
    )
    chain: list[UUID] = []
    key: UUID | None = post.pk
    while key is not None and key not in chain:
        chain.append(key)
        key = befores.get(key)
    return chain


def years_of(actor: Actor, post: CareerPost) -> list[Year]:
    """The first year first, as one reads."""
    rows = Assignment.objects.visible_to(actor).agreed().filter(post__in=chain_of(post))
    assignments = list(rows.order_by("year", "starts_on", "place__name", "id"))
    effects = _effects(actor, assignments)
    outcomes = {found.assignment_id: found for found in _outcomes(actor, assignments)}
    evidence = _evidence(outcomes.values())
    return [
        Year(
            assignment,
            effects.get(assignment.pk),
            outcome := outcomes.get(assignment.pk),
            tuple(evidence.get(outcome.pk, ())) if outcome else (),
        )
        for assignment in assignments
    ]


def _effects(actor: Actor, assignments: list[Assignment]) -> dict[UUID, PartText]:
    parts = PartText.objects.filter(
        version__assignment__in=assignments,
        version__state=VersionState.IN_FORCE,
        part=Part.EFFECT,
    ).select_related("version")
    by_assignment = {part.version.assignment_id: part for part in parts}
    return {
        assignment.pk: part
        for assignment in assignments
        if (part := by_assignment.get(assignment.pk))
        and readable(actor, assignment, [part])
        and not part.is_empty
    }


def _outcomes(actor: Actor, assignments: list[Assignment]) -> list[Outcome]:
    by_key = {assignment.pk: assignment for assignment in assignments}
    return [
        outcome
        for outcome in Outcome.objects.filter(assignment__in=assignments)
        if may_read(actor, by_key[outcome.assignment_id], outcome)
    ]


def _evidence(outcomes: Iterable[Outcome]) -> dict[UUID, list[Evidence]]:
    found: dict[UUID, list[Evidence]] = {}
    for row in kept_evidence(outcomes):
        found.setdefault(row.outcome_id, []).append(row)
    return found


def sees_years(actor: Actor, assignment: Assignment) -> bool:
    return CareerPost.objects.visible_to(actor).filter(pk=assignment.post_id).exists()


@dataclass(frozen=True)
class YearOnThread:
    year: Year
    piece: Piece


def on_thread(years: list[Year]) -> list[YearOnThread]:
    """Down the page: a year evaluated is a knot, the one that runs the ring, and one that nobody looked back at a break."""
    drawn = pieces(_mark(year) for year in years) if years else []
    return [YearOnThread(*pair) for pair in zip(years, drawn, strict=True)]


def _mark(year: Year) -> Mark:
    marks = {State.EVALUATED: Mark.DONE, State.IN_FORCE: Mark.HERE}
    return marks.get(State(year.assignment.state), Mark.MISSING)

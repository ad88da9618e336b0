"""What is read of files on their way in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from samsyn.organisations.access import Actor, fetch, reach, within
from samsyn.organisations.imports import (
    STATES,
    ImportKind,
    Plan,
    PlanLine,
    kinds,
    plan_from_json,
)
from samsyn.organisations.models import Import, ImportState, Organisation
from samsyn.organisations.queries import actor_for_user

FIRST_LINES = 10


def actor_who_applies(imported_id: UUID) -> Actor | None:
    """The one who asked for the file to be read in, with the rights held now."""
    imported = Import.objects.select_related("applied_by__user").get(pk=imported_id)
    person = imported.applied_by
    if person is None or person.user is None:
        return None
    return actor_for_user(person.user, timezone.localdate())


def kinds_for(actor: Actor) -> list[ImportKind]:
    return [kind for kind in kinds() if reach(actor, kind.right)]


def organisations_for(actor: Actor, kind: ImportKind) -> models.QuerySet[Organisation]:
    """The roots whose files of this kind the actor may read in."""
    return Organisation.objects.filter(within(actor, kind.right, "path"), parent=None)


def imports_for(actor: Actor) -> models.QuerySet[Import]:
    return (
        Import.objects.visible_to(actor)
        .exclude(state=ImportState.DISCARDED)
        .defer("plan", "decisions")
        .select_related("uploaded_by")
    )


def target_for(actor: Actor, kind: ImportKind, target_id: UUID) -> models.Model:
    return fetch(kind.target, actor, target_id, kind.right)


@dataclass(frozen=True)
class Row:
    """A line with the answer given to it."""

    line: PlanLine
    answer: str
    answer_label: str

    @property
    def waits(self) -> bool:
        return self.line.needs_answer and not self.answer

    @property
    def others(self) -> list[Any]:
        """The choices besides the first, or besides the one made."""
        if self.answer:
            return [c for c in self.line.choices if c.code != self.answer and not c.input]
        return list(self.line.choices[1:])


@dataclass(frozen=True)
class Group:
    """The lines of one state: those shown first, the rest, and how many there are in all."""

    state: str
    count: int
    first: tuple[Row, ...]
    rest: tuple[Row, ...]
    beyond: int
    for_all: tuple[Any, ...]


@dataclass(frozen=True)
class Preview:
    plan: Plan
    waiting: int
    groups: tuple[Group, ...]
    counts: tuple[tuple[str, int], ...]
    places: tuple[str, ...]
    can_be_answered: bool


def preview_of(imported: Import, *, state: str = "", place: str = "") -> Preview:
    """The plan with its answers. A filter hides lines, but counts and what waits are always those of the whole."""
    plan = plan_from_json(imported.plan)
    shown = [line for line in plan.lines if not place or line.place == place]
    groups = (
        _group(
            name, plan, [line for line in shown if line.state == name], imported.decisions, place
        )
        for name in STATES
        if not state or name == state
    )
    return Preview(
        plan=plan,
        waiting=plan.waiting(imported.decisions),
        groups=tuple(group for group in groups if group.count),
        counts=tuple((name, plan.count(name)) for name in STATES if plan.count(name)),
        places=tuple(sorted({line.place for line in plan.lines if line.place})),
        can_be_answered=all(line.choices for line in plan.lines if line.needs_answer),
    )


def _group(
    state: str, plan: Plan, lines: list[PlanLine], decisions: dict[str, str], place: str
) -> Group:
    rows = tuple(_row(line, decisions) for line in lines)
    count = len(lines) if place else plan.count(state)
    return Group(
        state=state,
        count=count,
        first=rows[:FIRST_LINES],
        rest=rows[FIRST_LINES:],
        beyond=count - len(lines),
        for_all=_choices_of_all(lines) if len(lines) > 1 and not place else (),
    )


def _row(line: PlanLine, decisions: dict[str, str]) -> Row:
    answer = line.answer(decisions)
    labels = {choice.code: choice.label for choice in line.choices}
    return Row(line, answer, labels.get(answer, ""))


def _choices_of_all(lines: Iterable[PlanLine]) -> tuple[Any, ...]:
    """The answers that fit every line of a state, so that they can be given at once."""
    offered = [{choice.code for choice in line.choices if not choice.mends} for line in lines]
    common = set.intersection(*offered) if offered else set()
    first = next(iter(lines), None)
    return tuple(c for c in first.choices if c.code in common) if first else ()

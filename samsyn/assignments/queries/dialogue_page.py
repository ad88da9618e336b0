"""What the page of one dialogue shows to the one who asks: their own preparation always, the other's when it is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from samsyn.assignments.models import Dialogue, DialogueState, NextStep, Note, Point, Preparation
from samsyn.assignments.queries.dialogues import done_by, has_left
from samsyn.assignments.rules import dialogues as rules
from samsyn.organisations.access import Actor
from samsyn.organisations.models import Event, Person

VISITS = ("dialogue.opened", "dialogue.refused", "dialogue.taken_out")
HELD = (DialogueState.HELD, DialogueState.APPROVED)


@dataclass(frozen=True)
class Prepared:
    """What one of the two prepared. While it is shut only that it is done is known, not even how much there is."""

    person: Person
    is_done: bool
    rows: tuple[Preparation, ...] = ()

    @property
    def written(self) -> list[Preparation]:
        return [row for row in self.rows if row.text.strip()]


@dataclass(frozen=True)
class Visit:
    """How often somebody opened, was refused, or took out the text, and when last."""

    kind: str
    name: str
    count: int
    last_at: datetime


@dataclass(frozen=True)
class Yes:
    name: str
    at: datetime | None


@dataclass(frozen=True)
class NoteView:
    note: Note
    # Who writes there now, unless it is the reader.
    other_writer: Person | None
    is_mine: bool


@dataclass(frozen=True)
class DialoguePage:
    dialogue: Dialogue
    reader_id: UUID | None
    now: datetime
    prepared: tuple[Prepared, ...]
    notes: list[NoteView]
    steps: list[NextStep]
    earlier: list[Dialogue]
    # Of earlier dialogues: all that are not done, and those that were agreed last.
    carried: list[NextStep]
    has_left: bool

    @property
    def holder(self) -> Person:
        return self.dialogue.assignment.holder

    @property
    def is_of_two(self) -> bool:
        return self.reader_id in {self.holder.pk, self.dialogue.counterpart_id}

    @property
    def other(self) -> Person | None:
        return self.dialogue.counterpart if self.reader_id == self.holder.pk else self.holder

    @property
    def other_name(self) -> str:
        return self.other.given_name if self.other else ""

    @property
    def counterpart_name(self) -> str:
        return self.dialogue.counterpart.name if self.dialogue.counterpart else ""

    @property
    def ends_at(self) -> datetime:
        return self.dialogue.starts_at + timedelta(minutes=self.dialogue.minutes)

    @property
    def is_opened(self) -> bool:
        return rules.is_opened(self.dialogue, {p.person.pk for p in self.prepared if p.is_done})

    @property
    def own(self) -> Prepared | None:
        return next((p for p in self.prepared if p.person.pk == self.reader_id), None)

    @property
    def others(self) -> Prepared | None:
        return next((p for p in self.prepared if p.person.pk != self.reader_id), None)

    @property
    def previous(self) -> Dialogue | None:
        return self.earlier[-1] if self.earlier else None

    @property
    def carried_first(self) -> list[NextStep]:
        """What is not done comes first."""
        return sorted(self.carried, key=lambda step: step.done_at is not None)

    @property
    def goes_on(self) -> bool:
        return self.is_of_two and not self.has_left

    @property
    def may_write(self) -> bool:
        return self.goes_on and self.dialogue.state in rules.WRITTEN_IN

    @property
    def may_begin(self) -> bool:
        is_planned = self.dialogue.state == DialogueState.PLANNED
        return self.goes_on and is_planned and self.now >= self.opens_at

    @property
    def opens_at(self) -> datetime:
        return self.dialogue.starts_at - rules.EARLY

    @property
    def minutes_gone(self) -> int:
        begun_at = self.dialogue.begun_at or self.now
        return int((self.now - begun_at).total_seconds() // 60)

    def said_yes(self, side: str) -> datetime | None:
        found: datetime | None = getattr(self.dialogue, f"{side}_approved_at")
        return found

    @property
    def own_side(self) -> str:
        return "holder" if self.reader_id == self.holder.pk else "counterpart"

    @property
    def own_yes(self) -> datetime | None:
        return self.said_yes(self.own_side)

    @property
    def other_yes(self) -> datetime | None:
        return self.said_yes("counterpart" if self.own_side == "holder" else "holder")

    @property
    def yeses(self) -> list[Yes]:
        two = (("holder", self.holder), ("counterpart", self.dialogue.counterpart))
        return [Yes(person.said_name, self.said_yes(side)) for side, person in two if person]

    @property
    def is_moving(self) -> bool:
        """Whether anything can happen on the page while it is looked at."""
        return self.is_of_two and self.dialogue.state in {DialogueState.PLANNED, *rules.WRITTEN_IN}

    @property
    def may_release(self) -> bool:
        return self.is_of_two and self.dialogue.state in rules.RELEASED_IN

    @property
    def own_release(self) -> datetime | None:
        found: datetime | None = getattr(self.dialogue, f"{self.own_side}_released_at")
        return found

    @property
    def is_released(self) -> bool:
        return bool(self.dialogue.holder_released_at and self.dialogue.counterpart_released_at)

    @property
    def lacks_dates(self) -> bool:
        return any(step.due_on is None for step in self.steps)

    @property
    def phase(self) -> str:
        """What the page as a whole looks like: when this changes, it is no longer enough to exchange parts of it."""
        return f"{self.dialogue.state}.{self.is_opened:d}.{self.has_left:d}"

    @property
    def seen(self) -> str:
        """What the page has shown: as long as it is the same there is no news. Counts and keys, no words."""
        held = [view.note for view in self.notes if view.other_writer or view.is_mine]
        pens = "".join(f"{note.point[:2]}{str(note.writer_id)[-4:]}" for note in held)
        done = "".join(f"{prepared.is_done:d}" for prepared in self.prepared)
        dialogue = self.dialogue
        yes = f"{bool(dialogue.holder_approved_at):d}{bool(dialogue.counterpart_approved_at):d}"
        return f"{self.phase}-{done}-{dialogue.revision}-{yes}-{pens}"


def dialogue_page(actor: Actor, dialogue: Dialogue, now: datetime, today: date) -> DialoguePage:
    earlier = earlier_ones(actor, dialogue)
    return DialoguePage(
        dialogue=dialogue,
        reader_id=actor.person_id,
        now=now,
        prepared=_prepared(actor, dialogue),
        notes=notes_of(actor, dialogue, now),
        steps=list(dialogue.steps.select_related("person")),
        earlier=earlier,
        carried=_carried(earlier),
        has_left=has_left(dialogue, today),
    )


def earlier_ones(actor: Actor, dialogue: Dialogue) -> list[Dialogue]:
    """Held before this one between the same two, last year's assignment of the post included."""
    rows = Dialogue.objects.visible_to(actor).filter(
        assignment__post=dialogue.assignment.post_id,
        counterpart=dialogue.counterpart_id,
        state__in=HELD,
        starts_at__lt=dialogue.starts_at,
    )
    return list(rows.order_by("starts_at"))


def _carried(earlier: list[Dialogue]) -> list[NextStep]:
    if not earlier:
        return []
    steps = NextStep.objects.filter(dialogue__in=earlier).select_related("person", "dialogue")
    return list(steps.filter(Q(done_at=None) | Q(dialogue=earlier[-1])))


def notes_of(actor: Actor, dialogue: Dialogue, now: datetime) -> list[NoteView]:
    """In the order of the agenda."""
    found = {note.point: note for note in dialogue.notes.select_related("writer")}
    return [_viewed(actor, found[point], now) for point in Point.values if point in found]


def _viewed(actor: Actor, note: Note, now: datetime) -> NoteView:
    writer_id = rules.has_pen(note, now)
    is_mine = writer_id is not None and writer_id == actor.person_id
    return NoteView(note, note.writer if writer_id and not is_mine else None, is_mine)


def _prepared(actor: Actor, dialogue: Dialogue) -> tuple[Prepared, ...]:
    """The other's text is not even fetched before it is open."""
    done = done_by(dialogue)
    rows = _readable(actor, dialogue, done)
    order = {point: place for place, point in enumerate(Point.values)}
    two = (dialogue.assignment.holder, dialogue.counterpart)
    return tuple(
        Prepared(
            person,
            person.pk in done,
            tuple(
                sorted((r for r in rows if r.person_id == person.pk), key=lambda r: order[r.point])
            ),
        )
        for person in two
        if person is not None
    )


def _readable(actor: Actor, dialogue: Dialogue, done: set[UUID]) -> QuerySet[Preparation]:
    rows = dialogue.preparations.all()
    return rows if rules.is_opened(dialogue, done) else rows.filter(person=actor.person_id)


def visits_of(dialogue: Dialogue) -> list[Visit]:
    """Who has opened it, been refused, or taken it out. Shown to the two."""
    rows = Event.objects.filter(matter_id=dialogue.pk, kind__in=VISITS)
    counted = rows.values(
        "kind", "actor", "actor__given_name", "actor__family_name", "actor__protected_identity"
    ).annotate(count=Count("id"), last_at=Max("at"))
    two = {dialogue.concerns_id, dialogue.counterpart_id}
    return [
        Visit(row["kind"].removeprefix("dialogue."), _named(row, two), row["count"], row["last_at"])
        for row in counted.order_by("-last_at")
    ]


def _named(row: Mapping[str, Any], two: set[UUID | None]) -> str:
    """The two know each other; of others a protected identity is one here too."""
    visitor = Person(
        given_name=row["actor__given_name"] or "",
        family_name=row["actor__family_name"] or "",
        protected_identity=bool(row["actor__protected_identity"]) and row["actor"] not in two,
    )
    return visitor.said_name.strip() or _("Somebody without a duty")


def planned_after(dialogue: Dialogue) -> Dialogue | None:
    rows = dialogue.assignment.dialogues.filter(
        state=DialogueState.PLANNED, starts_at__gt=dialogue.starts_at
    )
    return rows.first()

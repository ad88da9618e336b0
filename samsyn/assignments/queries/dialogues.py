"""What is read of dialogues: by the two alone, and never into a list or a page of somebody else's."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from samsyn.assignments.models import (
    Assignment,
    Dialogue,
    DialogueState,
    NextStep,
    Preparation,
    State,
)
from samsyn.assignments.rules.dialogues import RELEASED_IN, ZONE
from samsyn.core.prepared import prepared
from samsyn.organisations.access import GRID, Actor, Can, may
from samsyn.organisations.models import Duty, Event, Organisation, Person
from samsyn.organisations.queries.addresses import rooms_are_shut

# A list of what waits is no calendar: what comes later than this can wait until then.
PREPARED_WITHIN = timedelta(days=14)


def dialogue_there(pk: UUID) -> Dialogue | None:
    """For the record of a refused attempt only: nothing of it is shown."""
    return Dialogue.objects.select_related("assignment__controller").filter(pk=pk).first()


def is_shut_for(actor: Actor) -> bool:
    """Whether the actor's confidential rooms are shut: a new address that nobody has vouched for."""
    return actor.person_id is not None and rooms_are_shut(Person(pk=actor.person_id))


def done_by(dialogue: Dialogue) -> set[UUID]:
    """Who has said that they have prepared."""
    done = dialogue.preparations.filter(done_at__isnull=False)
    return set(done.values_list("person_id", flat=True))


def has_left(dialogue: Dialogue, today: date) -> bool:
    """Whether one of the two no longer has the duty by which it was to be held: it is their last word as it is."""
    return not (_has_counterpart(dialogue, today) and _has_holder(dialogue, today))


def _has_counterpart(dialogue: Dialogue, today: date) -> bool:
    """The counterpart's own duty over the place; a deputy's is none."""
    roles = [role for role, rights in GRID.items() if Can.DIALOGUE_HOLD in rights]
    duties = Duty.objects.on(today).filter(person=dialogue.counterpart_id, role__in=roles)
    return _over(duties, dialogue.assignment.place).exists()


def _has_holder(dialogue: Dialogue, today: date) -> bool:
    """A duty at the place, above it or, for an assignment of the whole organiser, below it."""
    place = dialogue.assignment.place
    duties = Duty.objects.on(today).filter(person=dialogue.assignment.holder_id)
    below = duties.filter(organisation__path__startswith=place.path)
    return (below | _over(duties, place)).exists()


def _over(duties: QuerySet[Duty], place: Organisation) -> QuerySet[Duty]:
    keys = [UUID(hex=part) for part in place.path.strip("/").split("/")]
    return duties.filter(organisation__in=keys)


def own_dialogues(actor: Actor) -> QuerySet[Dialogue]:
    """Those in which the actor is one of the two, without those that both have let them read."""
    two = Q(assignment__holder=actor.person_id) | Q(counterpart=actor.person_id)
    return Dialogue.objects.visible_to(actor).filter(two)


def held_by(actor: Actor) -> list[UUID]:
    """The keys of those held, the latest first: a page of them is read with `dialogues_with`."""
    return [pk for (pk,) in _held_by(actor)]


@prepared
def _held_by(actor: Actor) -> QuerySet[Any, Any]:
    held = own_dialogues(actor).filter(state__in=RELEASED_IN).order_by("-starts_at", "-pk")
    return held.values_list("pk")


@prepared
def dialogues_with(actor: Actor, keys: list[UUID]) -> QuerySet[Any, Any]:
    return own_dialogues(actor).filter(pk__in=keys).order_by("-starts_at", "-pk")


@prepared
def released_to(actor: Actor) -> QuerySet[Dialogue]:
    """What a former counterpart and the career teacher have both let the actor read."""
    return Dialogue.objects.visible_to(actor).exclude(pk__in=own_dialogues(actor).values("pk"))


@dataclass(frozen=True)
class Waiting:
    """What of the actor's dialogues waits for them: to be prepared, or to be approved."""

    to_prepare: list[Dialogue]
    to_approve: list[Dialogue]


@dataclass(frozen=True)
class UnderWay:
    """The actor's dialogues that are neither approved nor over, by their time, and which of them the actor has prepared."""

    dialogues: tuple[Dialogue, ...] = ()
    prepared: frozenset[UUID] = frozenset()

    def waiting_for(self, actor: Actor, today: date) -> Waiting:
        """Those to prepare are the ones that come within a fortnight, and those whose day passed without a talk."""
        until = today + PREPARED_WITHIN
        return Waiting(
            [
                one
                for one in self.dialogues
                if one.state == DialogueState.PLANNED
                and one.pk not in self.prepared
                and timezone.localdate(one.starts_at) <= until
            ],
            [
                one
                for one in self.dialogues
                if one.state == DialogueState.HELD and not _has_said_yes(actor, one)
            ],
        )


def _has_said_yes(actor: Actor, dialogue: Dialogue) -> bool:
    if dialogue.assignment.holder_id == actor.person_id:
        return dialogue.holder_approved_at is not None
    return dialogue.counterpart_approved_at is not None


def under_way(actor: Actor) -> UnderWay:
    if actor.person_id is None:
        return UnderWay()
    found = _under_way(actor)
    done = _done_in([one.pk for one in found], actor.person_id)
    return UnderWay(tuple(found), frozenset(pk for (pk,) in done))


@prepared
def _under_way(actor: Actor) -> QuerySet[Dialogue]:
    states = [DialogueState.PLANNED, DialogueState.BEGUN, DialogueState.HELD]
    rows = own_dialogues(actor).filter(state__in=states).select_related(None)
    return rows.select_related("assignment__holder", "counterpart").only(
        *("state", "starts_at", "where", "ended_at"),
        *("holder_approved_at", "counterpart_approved_at", "assignment__title"),
        *names_of("assignment__holder"),
        *names_of("counterpart"),
    )


@prepared
def _done_in(dialogues: list[UUID], person: UUID) -> QuerySet[Any, Any]:
    rows = Preparation.objects.filter(dialogue__in=dialogues, person=person)
    return rows.filter(done_at__isnull=False).values_list("dialogue_id")


def waiting_for(actor: Actor, today: date) -> Waiting:
    return under_way(actor).waiting_for(actor, today)


def names_of(person: str) -> list[str]:
    """The fields by which somebody is called."""
    fields = ("given_name", "family_name", "protected_identity")
    return [f"{person}__{field}" for field in fields]


def open_steps_for(actor: Actor) -> QuerySet[NextStep]:
    """What is agreed and not done, of both: each sees the other's as well. Never into mail or a page of others."""
    steps = NextStep.objects.filter(
        dialogue__in=own_dialogues(actor), dialogue__state=DialogueState.APPROVED, done_at=None
    )
    return steps.select_related("person", "dialogue__assignment__holder", "dialogue__counterpart")


@prepared
def own_steps(actor: Actor, at_most: int) -> QuerySet[Any, Any]:
    """Of those the actor's own."""
    return open_steps_for(actor).filter(person=actor.person_id)[:at_most]


@dataclass(frozen=True)
class DialoguePart:
    """The dialogues of one assignment, for the two: those to come and those held, without a word of what was said."""

    planned: list[Dialogue]
    held: list[Dialogue]
    may_plan: bool


def dialogue_part(actor: Actor, assignment: Assignment) -> DialoguePart | None:
    """None for whoever is not one of the two: a deputy, who may write in the assignment, included."""
    if not may(actor, Can.DIALOGUE_HOLD, assignment):
        return None
    is_holder = actor.person_id == assignment.holder_id
    found: list[Dialogue] = _dialogues_of(assignment.pk, None if is_holder else actor.person_id)
    for dialogue in found:
        dialogue.assignment = assignment
    is_over = assignment.state not in {State.DRAFT, State.IN_FORCE}
    return DialoguePart(
        planned=[d for d in found if d.state in {DialogueState.PLANNED, DialogueState.BEGUN}],
        held=[d for d in found if d.state in RELEASED_IN][::-1],
        may_plan=assignment.counterpart_id is not None and not is_over,
    )


@prepared
def _dialogues_of(assignment: UUID, counterpart: UUID | None) -> QuerySet[Any, Any]:
    """As `own_dialogues`, which would ask anew for the duty that has been seen."""
    kept = Dialogue.objects.filter(assignment=assignment).exclude(state=DialogueState.CANCELLED)
    return kept.filter(counterpart=counterpart) if counterpart else kept


def has_dialogues(assignment: Assignment) -> bool:
    """Those cancelled too, where somebody had prepared: each keeps what they wrote."""
    written = Preparation.objects.filter(dialogue=OuterRef("pk")).exclude(text="")
    is_kept = ~Q(state=DialogueState.CANCELLED) | Exists(written)
    return assignment.dialogues.filter(is_kept).exists()


@prepared
def without_a_dialogue(actor: Actor) -> QuerySet[Assignment]:
    """The actor's assignments in which none is planned to come."""
    two = Q(holder=actor.person_id) | Q(counterpart=actor.person_id)
    rows = Assignment.objects.visible_to(actor).filter(two, counterpart__isnull=False)
    return rows.filter(state__in=[State.DRAFT, State.IN_FORCE], next_dialogue_at=None)


def latest_on(assignment: Assignment) -> date | None:
    """The day of the last dialogue planned or held, from which the next is proposed."""
    rows = assignment.dialogues.exclude(state=DialogueState.CANCELLED)
    latest = rows.aggregate(at=Max("starts_at"))["at"]
    return latest.astimezone(ZONE).date() if latest else None


def has_been_here(actor: Actor, dialogue: Dialogue, since: datetime) -> bool:
    """Whether the actor's visit is recorded already, so that a page that asks for news is no visit of its own."""
    visits = Event.objects.filter(kind="dialogue.opened", actor=actor.person_id, at__gte=since)
    return visits.filter(matter_id=dialogue.pk).exists()


def step_of(dialogue: Dialogue, pk: UUID) -> NextStep | None:
    return dialogue.steps.select_related("person", "dialogue").filter(pk=pk).first()

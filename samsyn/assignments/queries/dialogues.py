"""What is read of dialogues: by the two alone, and never into a list or a page of somebody else's."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from samsyn.assignments.models import (
    Assignment,
    Dialogue,
    DialogueState,
    NextStep,
    Preparation,
    State,
)
from samsyn.assignments.rules.dialogues import RELEASED_IN, ZONE
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


def dialogues_for(actor: Actor) -> QuerySet[Dialogue]:
    return own_dialogues(actor).exclude(state=DialogueState.CANCELLED)


def released_to(actor: Actor) -> QuerySet[Dialogue]:
    """What a former counterpart and the career teacher have both let the actor read."""
    return Dialogue.objects.visible_to(actor).exclude(pk__in=own_dialogues(actor).values("pk"))


@dataclass(frozen=True)
class Waiting:
    """What of the actor's dialogues waits for them: to be prepared, or to be approved."""

    to_prepare: list[Dialogue]
    to_approve: list[Dialogue]


def waiting_for(actor: Actor, today: date) -> Waiting:
    """Those to prepare are the ones that come within a fortnight, and those whose day passed without a talk."""
    until = today + PREPARED_WITHIN
    by_then = Q(state=DialogueState.PLANNED, starts_at__date__lte=until)
    mine = Preparation.objects.filter(
        dialogue=OuterRef("pk"), person=actor.person_id, done_at__isnull=False
    )
    has_said_yes = Q(assignment__holder=actor.person_id, holder_approved_at__isnull=False) | Q(
        counterpart=actor.person_id, counterpart_approved_at__isnull=False
    )
    rows = own_dialogues(actor).filter(
        (by_then & ~Exists(mine)) | (Q(state=DialogueState.HELD) & ~has_said_yes)
    )
    found = list(rows)
    return Waiting(
        [dialogue for dialogue in found if dialogue.state == DialogueState.PLANNED],
        [dialogue for dialogue in found if dialogue.state == DialogueState.HELD],
    )


def open_steps_for(actor: Actor) -> QuerySet[NextStep]:
    """What is agreed and not done, of both: each sees the other's as well. Never into mail or a page of others."""
    steps = NextStep.objects.filter(
        dialogue__in=own_dialogues(actor), dialogue__state=DialogueState.APPROVED, done_at=None
    )
    return steps.select_related("person", "dialogue__assignment__holder", "dialogue__counterpart")


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
    # As `dialogues_for`, which would ask anew for the duty that the line above has seen.
    kept = assignment.dialogues.exclude(state=DialogueState.CANCELLED)
    is_holder = actor.person_id == assignment.holder_id
    found = list(kept if is_holder else kept.filter(counterpart=actor.person_id))
    is_over = assignment.state not in {State.DRAFT, State.IN_FORCE}
    return DialoguePart(
        planned=[d for d in found if d.state in {DialogueState.PLANNED, DialogueState.BEGUN}],
        held=[d for d in found if d.state in RELEASED_IN][::-1],
        may_plan=assignment.counterpart_id is not None and not is_over,
    )


def has_dialogues(assignment: Assignment) -> bool:
    """Those cancelled too, where somebody had prepared: each keeps what they wrote."""
    written = Preparation.objects.filter(dialogue=OuterRef("pk")).exclude(text="")
    is_kept = ~Q(state=DialogueState.CANCELLED) | Exists(written)
    return assignment.dialogues.filter(is_kept).exists()


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

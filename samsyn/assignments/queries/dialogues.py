"""What is read of dialogues: by the two alone, and never into a list or a page of somebody else's."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from samsyn.assignments.models import Dialogue, DialogueState, NextStep
from samsyn.organisations.access import GRID, Actor, Can
from samsyn.organisations.models import Duty, Organisation


def dialogue_there(pk: UUID) -> Dialogue | None:
    """For the record of a refused attempt only: nothing of it is shown."""
    return Dialogue.objects.select_related("assignment__controller").filter(pk=pk).first()


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
    return own_dialogues(actor).select_related("assignment__counterpart")


def open_steps_for(actor: Actor) -> QuerySet[NextStep]:
    """What is agreed and not done, of both: each sees the other's as well."""
    steps = NextStep.objects.filter(
        dialogue__in=own_dialogues(actor), dialogue__state=DialogueState.APPROVED, done_at=None
    )
    return steps.select_related("person", "dialogue__assignment", "dialogue__counterpart")

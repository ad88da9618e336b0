"""Whether there is anything at all of each kind for somebody, by one question whose SQL is made once.

It says too much rather than too little: rights are asked where the rows are read.
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, Model, Q, QuerySet

from samsyn.assignments.models import (
    Assignment,
    Comment,
    Dialogue,
    DialogueState,
    NextStep,
    Outcome,
    State,
    Version,
    VersionState,
)
from samsyn.core.prepared import prepared
from samsyn.organisations.models import Person

WAITS = (VersionState.SHARED, VersionState.WRITING)
OPEN = (State.DRAFT, State.IN_FORCE)
NEW_FOR = timedelta(days=14)
# As the dialogue's counterpart of then, or as the assignment's holder. Asked for one at a time, each by its index: for
# both at once PostgreSQL reads all dialogues there are.
PARTIES = ("counterpart", "assignment__holder")
KINDS = ("open", "versions", "comments", "outcomes", "answers", *("talks", "steps") * len(PARTIES))


def presence_of(person: UUID, today: date) -> frozenset[str]:
    """Of "open" assignments, of "versions", "comments" and "outcomes" that wait in them, of "talks" to come or to approve,
    of next "steps" to do or done lately, and of "answers" that are new.
    """
    for row in _present(person, today - NEW_FOR):
        return frozenset(kind for kind, is_there in zip(KINDS, row, strict=True) if is_there)
    return frozenset()


@prepared
def _present(person: UUID, since: date) -> QuerySet[Any, Any]:
    return Person.objects.filter(pk=person).values_list(
        Exists(Assignment.objects.filter(_of(person), state__in=OPEN)),
        Exists(_below(Version, person).filter(state__in=WAITS)),
        Exists(_below(Comment, person).filter(resolved_at=None)),
        Exists(_below(Outcome, person)),
        Exists(_answers(person, since)),
        *(
            Exists(found)
            for party in PARTIES
            for found in (_talks({party: person}), _steps({f"dialogue__{party}": person}, since))
        ),
    )


def _of(person: UUID, path: str = "") -> Q:
    return Q(**{f"{path}holder": person}) | Q(**{f"{path}counterpart": person})


def _below(model: type[Model], person: UUID) -> QuerySet[Any]:
    """What lies below the unfinished assignments of the person."""
    own = Assignment.objects.filter(_of(person), state__in=OPEN)
    return model._default_manager.filter(assignment__in=own.values("pk"))


def _talks(own: dict[str, UUID]) -> QuerySet[Any]:
    waits = [DialogueState.PLANNED, DialogueState.BEGUN, DialogueState.HELD]
    return Dialogue.objects.filter(**own, state__in=waits)


def _steps(own: dict[str, UUID], since: date) -> QuerySet[Any]:
    return NextStep.objects.filter(Q(done_at=None) | Q(done_at__date__gte=since), **own)


def _answers(person: UUID, since: date) -> QuerySet[Any]:
    own = Assignment.objects.filter(_of(person))
    return Version.objects.filter(
        Q(state=VersionState.IN_FORCE, in_force_at__date__gte=since)
        | Q(state=VersionState.DECLINED, changed_at__date__gte=since),
        assignment__in=own.values("pk"),
    )

"""Who hears of an event, a lapse or a reminder. Nobody hears of what they would not be shown if they asked."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from samsyn.assignments.models import (
    Assignment,
    Dialogue,
    DialogueState,
    NextStep,
    Preparation,
)
from samsyn.assignments.queries.lapses import OF_DIALOGUES, Lapse, lapses_of, unfinished
from samsyn.notifications.models import Choice, Frequency, Notice, Reading, Told, Topic
from samsyn.notifications.rules import (
    CALENDAR_METHODS,
    OVERLAP,
    PROPOSED,
    STEP_REMINDED_FOR,
    TOPICS,
    person_and_topics,
)
from samsyn.organisations.access import Actor, Can, may
from samsyn.organisations.models import Delegation, Event, Person, current
from samsyn.organisations.queries import actor_for_user
from samsyn.organisations.queries.addresses import rooms_are_shut

LAPSES_AT_A_TIME = 500


@dataclass(frozen=True)
class Hearer:
    """Somebody with an address and an account, as they may act today, with the mail they want."""

    person: Person
    actor: Actor
    wants: dict[Topic, Frequency]


@dataclass(frozen=True)
class Matter:
    """What an event, a reminder or a lapse is about."""

    assignment: Assignment
    dialogue: Dialogue | None = None

    @property
    def is_protected(self) -> bool:
        """Then nothing of it leaves the house: mail and calendars are read in many places."""
        people = [self.assignment.holder, self.assignment.counterpart]
        people += [self.dialogue.counterpart] if self.dialogue else []
        return any(person is not None and person.protected_identity for person in people)


# Reading the events


def untold(reading: Reading) -> QuerySet[Event]:
    """In the order they were recorded; those read before, within the overlap, are left out by what has been told."""
    since = max(reading.begun_at, reading.read_until - OVERLAP)
    told = Told.objects.filter(event=OuterRef("pk"))
    rows = Event.objects.filter(at__gte=since, kind__in=sorted(TOPICS)).filter(~Exists(told))
    return rows.order_by("at", "pk")


def matter_of(event: Event) -> Matter | None:
    """None where it is gone meanwhile."""
    if event.matter_kind == Dialogue._meta.label_lower:
        dialogue = _dialogues().filter(pk=event.matter_id).first()
        return Matter(dialogue.assignment, dialogue) if dialogue else None
    rows = Assignment.objects.select_related("place", "controller", "holder", "counterpart")
    assignment = rows.filter(pk=event.matter_id).first()
    return Matter(assignment) if assignment else None


def _dialogues() -> QuerySet[Dialogue]:
    paths = ("place", "controller", "holder", "counterpart")
    return Dialogue.objects.select_related(
        "counterpart", *(f"assignment__{path}" for path in paths)
    )


def is_still_news(event: Event, matter: Matter) -> bool:
    """An invitation that has been moved or cancelled since is told of by that later event."""
    dialogue = matter.dialogue
    if dialogue is None or event.kind not in {"dialogue.planned", "dialogue.moved"}:
        return True
    is_latest = event.facts.get("sequence", 0) == dialogue.sequence
    return dialogue.state == DialogueState.PLANNED and is_latest


def hearers(event: Event, matter: Matter, today: date) -> list[Hearer]:
    """The two and, of what is agreed, the deputy of one; but for who did it, unless it goes to calendars."""
    people = _parties(event, matter)
    if event.kind not in CALENDAR_METHODS:
        people -= {event.actor_id}
    if matter.dialogue is None:
        people |= _deputies(matter.assignment, today) - {event.actor_id}
    return [hearer for hearer in hearers_of(people, today) if may_hear(hearer, matter)]


def _parties(event: Event, matter: Matter) -> set[UUID | None]:
    assignment, dialogue = matter.assignment, matter.dialogue
    people = {assignment.holder_id, (dialogue or assignment).counterpart_id}
    # When both have released it, the next counterpart may read it.
    return people | {assignment.counterpart_id} if event.kind == "dialogue.released" else people


def _deputies(assignment: Assignment, today: date) -> set[UUID | None]:
    rows = Delegation.objects.filter(current(today), duty__person=assignment.counterpart_id)
    return set(rows.values_list("deputy", flat=True))


def hearers_of(people: Collection[UUID | None], today: date) -> list[Hearer]:
    """Of these people those with an address and an account; an invitation makes the account."""
    keys = [pk for pk in people if pk]
    rows = Person.objects.filter(pk__in=keys, user__is_active=True).exclude(email="")
    return [
        Hearer(person, actor_for_user(person.user, today), wants_of(person.pk))
        for person in rows.select_related("user").order_by("pk")
        if person.user
    ]


def wants_of(person_id: UUID) -> dict[Topic, Frequency]:
    chosen = Choice.objects.filter(person=person_id).values_list("topic", "frequency")
    return PROPOSED | {Topic(topic): Frequency(frequency) for topic, frequency in chosen}


def may_hear(hearer: Hearer, matter: Matter) -> bool:
    """By the same rights as on the pages. Who has an address nobody has vouched for hears nothing of dialogues."""
    if matter.dialogue is None:
        return may(hearer.actor, Can.ASSIGNMENT_EDIT, matter.assignment)
    holds = may(hearer.actor, Can.DIALOGUE_HOLD, matter.dialogue)
    return holds and not rooms_are_shut(hearer.person)


# The morning


@dataclass(frozen=True)
class Reminder:
    """Something that is due for one person: the day before a dialogue, or a step of theirs."""

    person_id: UUID
    key: str
    kind: str
    matter: Matter


def reminders(today: date) -> list[Reminder]:
    return [*_dialogues_tomorrow(today), *_steps_due(today)]


def _dialogues_tomorrow(today: date) -> Iterator[Reminder]:
    """To those of the two who have not said that they are prepared."""
    tomorrow = today + timedelta(days=1)
    since = timezone.make_aware(datetime.combine(tomorrow, time()))
    until = timezone.make_aware(datetime.combine(tomorrow + timedelta(days=1), time()))
    rows = _dialogues().filter(
        state=DialogueState.PLANNED, starts_at__gte=since, starts_at__lt=until
    )
    done = set(
        Preparation.objects.filter(dialogue__in=rows, done_at__isnull=False).values_list(
            "dialogue", "person"
        )
    )
    for dialogue in rows:
        for person_id in (dialogue.assignment.holder_id, dialogue.counterpart_id):
            if person_id and (dialogue.pk, person_id) not in done:
                key = f"prepare:{dialogue.pk}:{dialogue.sequence}"
                yield Reminder(person_id, key, "prepare", Matter(dialogue.assignment, dialogue))


def _steps_due(today: date) -> Iterator[Reminder]:
    steps = NextStep.objects.filter(
        done_at=None,
        due_on__gt=today - STEP_REMINDED_FOR,
        due_on__lte=today,
        dialogue__state=DialogueState.APPROVED,
    ).defer("text")
    found = list(steps)
    dialogues = {row.pk: row for row in _dialogues().filter(steps__in=found)}
    for step in found:
        dialogue = dialogues[step.dialogue_id]
        key = f"step:{step.pk}:{step.due_on}"
        yield Reminder(step.person_id, key, "step", Matter(dialogue.assignment, dialogue))


def lapses_by_person(today: date) -> dict[UUID, list[Lapse]]:
    found = defaultdict(list)
    for assignments in _batches(today):
        for lapse in lapses_of(assignments, today):
            for person_id in lapse.concerns:
                found[person_id].append(lapse)
    return found


def _batches(today: date) -> Iterator[list[Assignment]]:
    """Whole organisers, so that a school without principal is one lapse; several at a time where they are small."""
    batch: list[Assignment] = []
    rows = unfinished(Assignment.objects.all(), today).order_by("controller", "pk")
    for assignment in rows.iterator(chunk_size=LAPSES_AT_A_TIME):
        is_next = batch and batch[-1].controller_id != assignment.controller_id
        if is_next and len(batch) >= LAPSES_AT_A_TIME:
            yield batch
            batch = []
        batch.append(assignment)
    if batch:
        yield batch


def may_hear_of_lapses(hearer: Hearer, lapses: Iterable[Lapse]) -> list[Lapse]:
    """As on their start page: seen, and those of dialogues by the two of now only."""
    found = list(lapses)
    seen = Assignment.objects.visible_to(hearer.actor).filter(
        pk__in={lapse.assignment.pk for lapse in found}
    )
    keys = set(seen.values_list("pk", flat=True)) if found else set()
    return [
        lapse
        for lapse in found
        if lapse.assignment.pk in keys
        and (
            lapse.kind not in OF_DIALOGUES or may(hearer.actor, Can.DIALOGUE_HOLD, lapse.assignment)
        )
    ]


def people_waiting() -> set[UUID]:
    return set(Notice.objects.filter(sent_at=None).values_list("person", flat=True))


def waiting_for(person: Person) -> QuerySet[Notice]:
    rows = Notice.objects.select_for_update(of=("self",)).filter(person=person, sent_at=None)
    return rows.select_related("event__actor").order_by("created_at", "pk")


# Who chooses


def person_of(actor: Actor) -> Person | None:
    """None for an account that belongs to nobody in the register."""
    rows = Person.objects.select_related("controller")
    return rows.filter(pk=actor.person_id).first() if actor.person_id else None


def person_and_topics_of(token: str) -> tuple[Person, list[Topic]] | None:
    found = person_and_topics(token)
    rows = Person.objects.select_related("controller")
    person = rows.filter(pk=found[0]).first() if found else None
    return (person, found[1]) if found and person else None

"""Nothing confidential on any page: marked words in every closed text, and every address asked by everybody whom they are not for.

Complete by construction: the addresses are those of tests/access_table, each with every object of its kind there is
in the world; the texts are those of SEALS, and a field of text that nobody has thought of fails the first test.
"""

import io
import logging
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from samsyn.assignments.actions.agreements import begin_assignment
from samsyn.assignments.actions.dialogues import (
    add_step,
    begin_dialogue,
    end_dialogue,
    plan_dialogue,
    write_note,
    write_preparation,
)
from samsyn.assignments.models import (
    Assignment,
    Audience,
    CareerPost,
    Comment,
    Dialogue,
    Evidence,
    LogEntry,
    NextStep,
    Note,
    Outcome,
    Part,
    PartText,
    Point,
    Preparation,
    VersionState,
)
from samsyn.assignments.rules.years import year_of
from samsyn.core.sealed import SealedTextField
from samsyn.home.actions.search import rebuild_search
from samsyn.organisations.models import Cooperation, Delegation, Duty, Person
from samsyn.organisations.roles import Role
from tests.access_table import TABLE, Row
from tests.cast import (
    Cast,
    actor,
    make_agreed,
    make_duty,
    make_person,
    make_post,
)
from tests.test_access_table import BACKEND
from tests.world import World, make_world

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)

# Each closed text has a mark of its own, so that what leaks says what it was.
SEALS = {
    "Preparation.text": "forberettviskning",
    "Note.text": "anteckningsviskning",
    "NextStep.text": "stegviskning",
    "Version.answer": "nejviskning",
    "Comment.text": "kommentarviskning",
    "LogEntry.note": "loggviskning",
    "LogEntry.with_whom": "sallskapsviskning",
    "LogEntry.filename": "loggfilviskning",
    "Outcome.seen": "utfallsviskning",
    "Outcome.carries_on": "fortsattviskning",
    "Evidence.says": "underlagsviskning",
    "Evidence.filename": "underlagsfilviskning",
    "Dialogue.where": "rumsviskning",
    "PartText.text draft": "utkastviskning",
    "PartText.text unshared": "odeladviskning",
    "PartText.text two": "tvaviskning",
    "Person.name protected": "Skyddsviskning",
}
# Texts of assignments that are no secret between two; whatever is in neither list has to be put in one of them.
OPEN = {
    "Assignment.title",
    "Assignment.subject",
    "Assignment.ask_about",
    "Assignment.ask_when",
    # Codes and states.
    "Assignment.activity_codes",
    "Evidence.removed_by",
    "CareerPost.grant_category",
    "Template.name",
}


def test_every_field_of_text_is_either_closed_or_open() -> None:
    named = {key.split()[0] for key in SEALS} | OPEN
    texts = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("assignments").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField | models.TextField | SealedTextField)
        and not isinstance(field, models.SlugField)
        and not getattr(field, "choices", None)
    }

    assert (sorted(texts - named), sorted(named - texts - {"Person.name"})) == ([], [])


# The world with its seals


def sealed_world() -> tuple[World, dict[str, Person]]:
    world = make_world()
    cast = world.cast
    Cooperation.objects.update(networks=True)
    people = extras(cast)
    seal_assignment(world)
    seal_draft(cast, people["ulla"])
    seal_protected(cast)
    seal_former(world, people["fia"])
    rebuild_search()
    return world, people


def extras(cast: Cast) -> dict[str, Person]:
    """The principal of before and the next one, a deputy of today, and one with a draft."""
    names = {"fia": "Fia Fors", "frida": "Frida Falk", "disa": "Disa Dal", "ulla": "Ulla Ulv"}
    people = {key: make_person(name, cast.organiser) for key, name in names.items()}
    bjork = cast.bjorkskolan
    make_duty(people["fia"], Role.PRINCIPAL, bjork, ends_on=YESTERDAY)
    make_duty(people["frida"], Role.PRINCIPAL, bjork, starts_on=TOMORROW)
    make_duty(people["disa"], Role.TEACHER, bjork)
    make_duty(people["ulla"], Role.FIRST_TEACHER, bjork)
    duty = Duty.objects.get(person=cast.rut, role=Role.PRINCIPAL)
    Delegation.objects.create(
        duty=duty, deputy=people["disa"], starts_on=YESTERDAY, ends_on=TOMORROW
    )
    return people


def seal_assignment(world: World) -> None:
    """Bo's and Rut's: open to the network but for one part, with everything that the two have between them."""
    cast, assignment, entry = world.cast, world.entry.assignment, world.entry
    Assignment.objects.filter(pk=assignment.pk).update(widest_audience=Audience.NETWORK)
    parts = PartText.objects.filter(version__assignment=assignment)
    parts.update(audience=Audience.NETWORK)
    parts.filter(part=Part.SUPPORT).update(text=SEALS["PartText.text two"], audience=Audience.TWO)
    declined = assignment.versions.create(
        state=VersionState.DECLINED,
        author=cast.bo,
        shared_at=timezone.now(),
        answer=SEALS["Version.answer"],
    )
    writing = assignment.versions.create(state=VersionState.WRITING, author=cast.bo)
    declined.parts.create(part=Part.MANDATE, text=SEALS["PartText.text unshared"])
    writing.parts.create(part=Part.MANDATE, text=SEALS["PartText.text unshared"])
    Comment.objects.update(text=SEALS["Comment.text"])
    LogEntry.objects.filter(pk=entry.pk).update(
        note=SEALS["LogEntry.note"],
        with_whom=SEALS["LogEntry.with_whom"],
        filename=SEALS["LogEntry.filename"],
    )
    Outcome.objects.filter(assignment=assignment).update(
        seen=SEALS["Outcome.seen"], carries_on=SEALS["Outcome.carries_on"]
    )
    Evidence.objects.update(says=SEALS["Evidence.says"])
    Evidence.objects.create(
        outcome=assignment.outcome,
        kind="file",
        file=entry.file.name,
        filename=SEALS["Evidence.filename"],
    )
    seal_dialogue(world.dialogue, cast.bo, cast.rut)


def seal_dialogue(dialogue: Dialogue, holder: Person, counterpart: Person) -> None:
    for person in (holder, counterpart):
        for point in Point:
            Preparation.objects.get_or_create(
                dialogue=dialogue,
                person=person,
                point=point,
                defaults={"text": SEALS["Preparation.text"]},
            )
    Note.objects.filter(dialogue=dialogue).update(text=SEALS["Note.text"])
    NextStep.objects.filter(dialogue=dialogue).update(text=SEALS["NextStep.text"])
    Dialogue.objects.filter(pk=dialogue.pk).update(where=SEALS["Dialogue.where"])


def seal_draft(cast: Cast, ulla: Person) -> None:
    draft = begin_assignment(
        actor=actor(ulla),
        post=make_post(ulla, cast.bjorkskolan),
        place=cast.bjorkskolan,
        year=year_of(TODAY),
        counterpart=cast.rut,
        title="Ett utkast",
    )
    PartText.objects.filter(version__assignment=draft).update(
        text=SEALS["PartText.text draft"], audience=Audience.NETWORK
    )


def seal_protected(cast: Cast) -> None:
    name = SEALS["Person.name protected"]
    person = make_person(f"{name} {name}", cast.organiser, protected_identity=True)
    make_duty(person, Role.FIRST_TEACHER, cast.bjorkskolan)
    agreed = make_agreed(
        make_post(person, cast.bjorkskolan, grant_category="first-teacher"),
        cast.rut,
        widest_audience=Audience.NETWORK,
        starts_on=TODAY - timedelta(days=90),
        ends_on=TODAY + timedelta(days=90),
    )
    PartText.objects.filter(version__assignment=agreed).update(audience=Audience.NETWORK)
    plan_dialogue(actor=actor(person), assignment=agreed, starts_at=timezone.now())


def seal_former(world: World, fia: Person) -> None:
    """What Bo and Fia said while she was principal, in a dialogue that is over and in comments."""
    cast, assignment = world.cast, world.entry.assignment
    bo = actor(cast.bo)
    starts_at = timezone.now() - timedelta(days=30)
    dialogue = plan_dialogue(actor=bo, assignment=assignment, starts_at=starts_at)
    write_preparation(actor=bo, dialogue=dialogue, point=Point.GIVES, text="Något")
    begin_dialogue(actor=bo, dialogue=dialogue)
    write_note(actor=bo, dialogue=dialogue, point=Point.GIVES, text="Något")
    add_step(actor=bo, dialogue=dialogue, text="Något", person=cast.bo, due_on=TODAY)
    end_dialogue(actor=bo, dialogue=dialogue)
    Dialogue.objects.filter(pk=dialogue.pk).update(counterpart=fia, state="approved")
    seal_dialogue(dialogue, cast.bo, fia)
    # Where it was is in what is kept about her, which she may read.
    Dialogue.objects.filter(pk=dialogue.pk).update(where="Hos Fia")
    Comment.objects.create(
        assignment=assignment, part=Part.TIME, author=cast.bo, text=SEALS["Comment.text"]
    )


# The crawl

KINDS: tuple[type[models.Model], ...] = (
    Assignment,
    Dialogue,
    LogEntry,
    CareerPost,
    Evidence,
)


def siblings(pk: UUID) -> list[UUID]:
    """Of the kinds that have seals every one, and the protected person; of others the one that the table names."""
    if Person.objects.filter(pk=pk).exists():
        protected = Person.objects.filter(protected_identity=True)
        return [pk, *protected.values_list("pk", flat=True)]
    for kind in KINDS:
        if kind._default_manager.filter(pk=pk).exists():
            return list(kind._default_manager.values_list("pk", flat=True))
    return [pk]


def addresses(world: World) -> list[str]:
    found = [
        address
        for name, row in TABLE.items()
        if row.method == "get"
        for address in _addresses_of(name, row, world)
    ]
    return list(dict.fromkeys(found))


def _addresses_of(name: str, row: Row, world: World) -> Iterator[str]:
    place: dict[str, Any] = dict(row.place(world))
    if "evidence_pk" in place:
        for one in Evidence.objects.select_related("outcome"):
            kwargs = {"pk": one.outcome.assignment_id, "evidence_pk": one.pk}
            yield reverse(name, kwargs=kwargs) + row.query
        return
    keys = siblings(place["pk"]) if isinstance(place.get("pk"), UUID) else [None]
    for key in keys:
        try:
            yield reverse(name, kwargs=place | ({"pk": key} if key else {})) + row.query
        except NoReverseMatch:
            continue


def body_of(answer: Any) -> str:
    """What was sent, its headers with it; a document as the texts in it."""
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = " ".join(answer.headers.values())
    if raw[:2] == b"PK" and zipfile.is_zipfile(io.BytesIO(raw)):
        with zipfile.ZipFile(io.BytesIO(raw)) as document:
            raw = b" ".join(document.read(part) for part in document.namelist())
    return headers + raw.decode("utf-8", "replace")


def read_by(person: Person, places: list[str]) -> Iterator[tuple[str, str]]:
    """Which seals the person meets, and where; with everything the visits changed undone."""
    client = Client()
    assert person.user is not None
    with transaction.atomic():
        client.force_login(person.user, backend=BACKEND)
        for address in places:
            body = body_of(client.get(address))
            yield from ((seal, address) for seal, word in SEALS.items() if word in body)
        transaction.set_rollback(True)


# What a deputy may do in the principal's place shows them what the two write, but neither talks nor the log's own.
AS_DEPUTY = {
    "Version.answer",
    "Comment.text",
    "Outcome.seen",
    "Outcome.carries_on",
    "Evidence.says",
    "Evidence.filename",
    # Of a line that the career teacher has put forward as evidence.
    "LogEntry.filename",
    "PartText.text draft",
    "PartText.text two",
    "Person.name protected",
}
# Whoever keeps the roster knows its protected persons.
MAY_READ = {"disa": AS_DEPUTY, "adam": {"Person.name protected"}}
STRANGERS = (
    *("hedda", "adam", "dag", "anna", "nils", "cecilia", "stranger"),
    *("lena", "tora", "disa", "fia", "frida"),
)


@pytest.fixture
def crawled(db: None, caplog: pytest.LogCaptureFixture) -> tuple[World, dict[str, Person]]:
    caplog.set_level(logging.CRITICAL, logger="django")
    world, people = sealed_world()
    others = {who: getattr(world.cast, who, None) for who in (*STRANGERS, "bo", "rut")}
    return world, {**others, **people, "stranger": world.stranger}  # type: ignore[dict-item]


def test_nobody_reads_what_is_not_for_them(crawled: tuple[World, dict[str, Person]]) -> None:
    world, people = crawled
    places = addresses(world)

    leaks = [
        f"{who} reads {seal} at {address}"
        for who in STRANGERS
        for seal, address in read_by(people[who], places)
        if seal not in MAY_READ.get(who, set())
    ]

    assert "\n".join(leaks) == ""


def test_the_crawl_comes_to_where_the_texts_are(crawled: tuple[World, dict[str, Person]]) -> None:
    """Those whose texts they are read every one of them on the same addresses: else nothing would be proved above."""
    world, people = crawled
    places = addresses(world)

    read = {seal for who in ("bo", "rut") for seal, _address in read_by(people[who], places)}

    assert sorted(set(SEALS) - read) == []


def test_nothing_closed_is_found_by_searching(crawled: tuple[World, dict[str, Person]]) -> None:
    """The page repeats what was asked for; a word that is nowhere says how often."""
    _world, people = crawled
    found = []
    for who in STRANGERS:
        client = Client()
        client.force_login(people[who].user, backend=BACKEND)  # type: ignore[arg-type]
        nowhere = _said_by_search(client, "ingenstansviskning")
        found += [
            f"{who} finds {seal}"
            for seal, word in SEALS.items()
            if seal not in MAY_READ.get(who, set()) and _said_by_search(client, word) != nowhere
        ]

    assert found == []


def _said_by_search(client: Client, word: str) -> int:
    return body_of(client.get(reverse("home:search"), {"q": word})).count(word)

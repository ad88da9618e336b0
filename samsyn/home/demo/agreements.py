"""Assignments of the demo: begun, written by the two, talked over, agreed, changed, taken over, ended."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from samsyn.assignments.actions.agreeing import agree, share_version
from samsyn.assignments.actions.agreements import (
    begin_assignment,
    end_assignment,
    set_asking,
    set_facts,
    take_over,
)
from samsyn.assignments.actions.comments import make_comment, resolve_comment
from samsyn.assignments.actions.writing import begin_change, write_part
from samsyn.assignments.models import Assignment, CareerPost, Part, Template, Version
from samsyn.assignments.queries.agreements import shared_version
from samsyn.assignments.rules.dialogues import ZONE
from samsyn.home.demo.clock import at
from samsyn.home.demo.people import People
from samsyn.home.demo.texts import Story, Words, templates
from samsyn.organisations.access import Actor
from samsyn.organisations.models import Organisation, Person
from samsyn.organisations.roles import Role

# What a principal most often writes; the rest is the career teacher's.
COUNTERPARTS_PARTS = {Part.TIME, Part.RESPONSIBILITY}
# Between dialogues.
USUAL_WEEKS = 12


@dataclass(frozen=True)
class Told:
    """One school year of one story, while it is told: the assignment and its two."""

    people: People
    story: Story
    words: Words
    assignment: Assignment
    ago: int = 0

    @property
    def story_of_year(self) -> Story:
        found: Story = self.story["last"] if self.ago else self.story
        return found

    @property
    def weeks(self) -> int:
        found: int = self.story.get("weeks", USUAL_WEEKS)
        return found

    def moment(self, said: str) -> datetime:
        return self.people.years.moment(said, ago=self.ago)

    def afternoon(self, day: date) -> datetime:
        return datetime.combine(day, time(16, 10), tzinfo=ZONE)

    def person(self, side: str) -> Person:
        found = self.assignment.holder if side == "holder" else self.assignment.counterpart
        assert found is not None  # noqa: S101 - nobody's counterpart is erased in the demo
        return found

    def actor(self, side: str, moment: datetime) -> Actor:
        return self.people.acting(self.person(side), moment)


def counterpart_of(people: People, story: Story, place: Organisation, moment: datetime) -> Person:
    if name := story.get("counterpart"):
        return people.called(name)
    return people.leading(place, Role.PRINCIPAL, moment)


def begin(
    people: People,
    post: CareerPost,
    place: Organisation,
    story: Story,
    words: Words,
    last_year: Assignment | None = None,
) -> Told:
    """The principal begins an ordinary autumn's; one begun later in the year is begun by its career teacher."""
    begun_at = people.years.moment(story.get("begun", "08-15 09:00"))
    counterpart = counterpart_of(people, story, place, begun_at)
    beginner = post.holder if "begun" in story else counterpart
    with at(begun_at):
        assignment = begin_assignment(
            actor=people.acting(beginner, begun_at),
            post=post,
            place=place,
            year=people.years.this,
            counterpart=counterpart,
            title=story["title"],
            template=_template(post),
            last_year=last_year,
        )
    told = Told(people, story, words, assignment)
    _name(told, begun_at, story)
    before = {part.part: part.text for part in _version(told).parts.all()}
    parts = {part: text for part, text in words.parts().items() if text != before[part]}
    _write(told, begun_at, parts, story.get("hours"))
    return told


def begin_last_year(
    people: People, post: CareerPost, place: Organisation, story: Story, words: Words
) -> Told:
    begun_at = people.years.moment("08-18 09:00", ago=1)
    last = story["last"]
    counterpart = counterpart_of(people, story, place, begun_at)
    with at(begun_at):
        assignment = begin_assignment(
            actor=people.acting(counterpart, begun_at),
            post=post,
            place=place,
            year=people.years.this - 1,
            counterpart=counterpart,
            title=last["title"],
            template=_template(post),
        )
    told = Told(people, story, words, assignment, ago=1)
    _name(told, begun_at, {**story, **last})
    _write(told, begun_at, words.parts_of_last_year(), last["hours"])
    return told


def _template(post: CareerPost) -> Template:
    return Template.objects.get(controller=post.controller_id, name=next(iter(templates())))


def _version(told: Told) -> Version:
    version = shared_version(told.assignment)
    assert version is not None  # noqa: S101 - what is not agreed yet has its draft
    return version


def _name(told: Told, begun_at: datetime, story: Story) -> None:
    moment = begun_at + timedelta(minutes=20)
    forms = told.assignment.place.school_forms
    holder = told.actor("holder", moment)
    with at(moment):
        set_facts(
            actor=holder,
            assignment=told.assignment,
            title=story["title"],
            subject=story.get("subject", ""),
            stage=story["stage"],
            school_form=forms[-1] if forms else "",
            dialogue_weeks=told.weeks,
        )
        if told.ago == 0:
            asking = {"ask_about": story.get("ask", ""), "ask_when": story.get("ask_when", "")}
            set_asking(actor=holder, assignment=told.assignment, **asking)


def _write(told: Told, begun_at: datetime, parts: dict[str, str], hours: float | None) -> None:
    """Each writes on an afternoon of their own."""
    version = _version(told)
    on = begun_at + timedelta(days=3 if begun_at.weekday() == 4 else 1)
    moments = {
        "holder": on.replace(hour=14),
        "counterpart": on.replace(hour=15),
    }
    for number, (part, text) in enumerate(parts.items()):
        side = "counterpart" if part in COUNTERPARTS_PARTS else "holder"
        moment = moments[side] + timedelta(minutes=7 * number)
        with at(min(moment, told.people.years.now)):
            _write_part(told, version, side, moment, part, text, hours)


def _write_part(
    told: Told,
    version: Version,
    side: str,
    moment: datetime,
    part: str,
    text: str,
    hours: float | None,
) -> None:
    write_part(
        actor=told.actor(side, moment),
        version=version,
        part=part,
        text=text,
        activities=told.story.get("activities", []) if part == Part.ACTIVITIES else [],
        hours=Decimal(str(hours)) if part == Part.TIME and hours and text else None,
        audience=told.story.get("audiences", {}).get(part),
    )


def talk_over(told: Told, since: datetime, until: datetime) -> None:
    for said in told.story.get("comments", []):
        moment = told.moment(said["at"])
        if not since <= moment < until:
            continue
        with at(moment):
            comment = make_comment(
                actor=told.actor(said["by"], moment),
                assignment=told.assignment,
                part=said["part"],
                text=said["text"],
            )
        if "settled" in said:
            moment = told.moment(said["settled"])
            with at(moment):
                resolve_comment(actor=told.actor("holder", moment), comment=comment)


def agree_both(told: Told, said: list[str]) -> None:
    """`said` is when each says yes, the career teacher first; an empty one has not yet."""
    for side, moment_said in zip(("holder", "counterpart"), said, strict=False):
        if not moment_said:
            continue
        moment = told.moment(moment_said)
        version = _version(told)
        with at(moment):
            agree(actor=told.actor(side, moment), version=version, revision=version.revision)


def propose(told: Told) -> None:
    """Changes that wait for the other's answer, or that nobody but their author has seen."""
    for said in told.story.get("proposals", []):
        moment = told.moment(said.get("shared") or said["written"])
        actor = told.actor(said["by"], moment)
        with at(moment - timedelta(minutes=25)):
            version = begin_change(actor=actor, assignment=told.assignment)
        with at(moment):
            for part, text in said["parts"].items():
                words = told.words.fill(text)
                _write_part(told, version, said["by"], moment, part, words, said.get("hours"))
            if "shared" in said:
                share_version(actor=actor, version=version)


def let_next_principal_take_over(told: Told, said: str) -> datetime:
    moment = told.moment(said)
    now = told.people.leading(told.assignment.place, Role.PRINCIPAL, moment)
    with at(moment):
        take_over(actor=told.people.acting(now, moment), assignment=told.assignment)
    told.assignment.counterpart = now
    return moment


def end_unevaluated(told: Told) -> None:
    moment = told.moment("06-14 15:00")
    with at(moment):
        end_assignment(actor=told.actor("counterpart", moment), assignment=told.assignment)

"""Dialogues of the demo: planned, prepared, held and approved by the two; some are missed, some wait."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from samsyn.assignments.actions.dialogues import (
    add_step,
    approve_dialogue,
    begin_dialogue,
    complete_step,
    end_dialogue,
    finish_preparation,
    plan_dialogue,
    write_note,
    write_preparation,
)
from samsyn.assignments.models import Dialogue, Point
from samsyn.home.demo.agreements import Told
from samsyn.home.demo.clock import at
from samsyn.home.demo.texts import Story

SIDES = ("holder", "counterpart")
# Of the dialogues that nobody but the two would read, these many are told, the last ones.
TOLD = 1
SHORT = ("happened", "conditions")


def hold_dialogues(told: Told, since: datetime) -> None:
    """Each is planned when the last one ends; `since` is when the two agreed, or the next principal took over."""
    story = told.story_of_year
    if "dialogues" in story:
        found = [(told.moment(said["at"]), said) for said in story["dialogues"]]
    else:
        found = list(_as_agreed(told, since))
    planned_at = since + timedelta(hours=1)
    for moment, said in found:
        if moment <= planned_at or not _lies_within(told, moment):
            continue
        is_held = _plan_and_hold(told, planned_at, moment, said)
        if not is_held:
            return
        planned_at = moment + timedelta(minutes=50)


def _lies_within(told: Told, moment: datetime) -> bool:
    return told.assignment.starts_on <= moment.date() <= told.assignment.ends_on


def _as_agreed(told: Told, since: datetime) -> Iterator[tuple[datetime, Story]]:
    """At the agreed interval; the one that was missed, and the one to come, where there is one. Last year's in May."""
    if told.ago:
        yield told.moment(f"05-{11 + told.words.number % 15} 14:30"), _short(told, 3)
        return
    story, now = told.story, told.people.years.now
    weeks = timedelta(weeks=told.weeks)
    first = since.replace(hour=13 + told.words.number % 3, minute=30) + weeks
    past = [first + weeks * number for number in range(8) if first + weeks * number < now]
    for number, moment in enumerate(past[-TOLD:]):
        yield moment, _short(told, number)
    if "missed" in story:
        yield told.moment(story["missed"]), {}
    else:
        yield told.people.years.workday(past[-1] + weeks if past else first), {}


def _short(told: Told, number: int) -> Story:
    said = told.words.dialogue(number)
    return {**said, "notes": {point: said["notes"][point] for point in SHORT}}


def _plan_and_hold(told: Told, planned_at: datetime, moment: datetime, said: Story) -> bool:
    """Whether it was held: that takes notes, and two who still work there."""
    with at(planned_at):
        dialogue = plan_dialogue(
            actor=told.actor("counterpart", planned_at),
            assignment=told.assignment,
            starts_at=moment,
            where=said.get("where", ""),
        )
    _prepare(told, dialogue, said)
    both_work = all(told.actor(side, moment).duties for side in SIDES)
    if "notes" not in said or moment > told.people.years.now or not both_work:
        return False
    _hold(told, dialogue, said)
    _approve(told, dialogue, said.get("approved", {}))
    return True


def _prepare(told: Told, dialogue: Dialogue, said: Story) -> None:
    moment = told.moment("-1 16:12")
    for side, texts in said.get("prepared", {}).items():
        with at(moment):
            for point, text in texts.items():
                actor = told.actor(side, moment)
                write_preparation(actor=actor, dialogue=dialogue, point=Point(point), text=text)
    for side in said.get("finished", []):
        with at(moment):
            finish_preparation(actor=told.actor(side, moment), dialogue=dialogue)


def _hold(told: Told, dialogue: Dialogue, said: Story) -> None:
    moment = dialogue.starts_at
    with at(moment):
        begin_dialogue(actor=told.actor("counterpart", moment), dialogue=dialogue)
    for number, (point, text) in enumerate(said["notes"].items()):
        actor = told.actor(SIDES[number % 2], moment)
        with at(moment + timedelta(minutes=4 + 8 * number)):
            write_note(actor=actor, dialogue=dialogue, point=Point(point), text=text)
    for step in said.get("steps", []):
        _agree_on_step(told, dialogue, step)
    with at(moment + timedelta(minutes=42)):
        end_dialogue(actor=told.actor("counterpart", moment), dialogue=dialogue)
    for step in said.get("steps", []):
        _finish_step(told, dialogue, step)


def _agree_on_step(told: Told, dialogue: Dialogue, step: Story) -> None:
    moment = dialogue.starts_at
    due_on = moment.date() + timedelta(days=step["due"])
    with at(moment + timedelta(minutes=38)):
        add_step(
            actor=told.actor("counterpart", moment),
            dialogue=dialogue,
            text=step["text"],
            person=told.person(step["who"]),
            due_on=due_on - timedelta(days=max(0, due_on.weekday() - 4)),
        )


def _finish_step(told: Told, dialogue: Dialogue, step: Story) -> None:
    """On the day that is said; what nobody says anything of was done in time, if its day has come."""
    found = next(row for row in dialogue.steps.all() if row.text == step["text"])
    assert found.due_on is not None  # noqa: S101 - every step of the stories has a day
    moment = told.moment(step["done"]) if "done" in step else told.afternoon(found.due_on)
    if moment < told.people.years.now:
        with at(moment):
            complete_step(actor=told.actor(step["who"], moment), step=found)


def _approve(told: Told, dialogue: Dialogue, said: dict[str, str]) -> None:
    """Both the same afternoon, unless it is said who has and when."""
    usual = {"holder": timedelta(hours=2), "counterpart": timedelta(hours=3)}
    moments = {side: told.moment(text) for side, text in said.items()} or {
        side: dialogue.starts_at + after for side, after in usual.items()
    }
    for side, moment in moments.items():
        revision = Dialogue.objects.get(pk=dialogue.pk).revision
        with at(moment):
            actor = told.actor(side, moment)
            approve_dialogue(actor=actor, dialogue=dialogue, revision=revision)

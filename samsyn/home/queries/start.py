"""What the start page reads: what waits and what is new, and of assignments what each role wants in sight."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from samsyn.assignments.models import Assignment, State
from samsyn.assignments.queries.overviews import (
    Row,
    facts_of,
    led_by,
    overview_places,
    rows_of,
    sums_of,
)
from samsyn.assignments.queries.own import (
    Planned,
    is_running,
    planned_among,
    talks_of,
)
from samsyn.assignments.queries.waiting import Mine
from samsyn.assignments.rules.years import year_of
from samsyn.assignments.standing import Line, lines_of
from samsyn.assignments.sums import sentence, title_of
from samsyn.assignments.thread import steps_of
from samsyn.assignments.year_ruler import Ruler, ruler_of
from samsyn.core import panels
from samsyn.core.panels import Item
from samsyn.core.prepared import prepared
from samsyn.core.thread import DrawnStep
from samsyn.organisations.access import Actor, Can

SHOWN = 10
# A school has seldom more; whoever leads more schools has the overview.
ROWS_SHOWN = 12
ROWS_READ = 60
DIALOGUES_SHOWN = 6
FAR_AWAY = date.max


@dataclass(frozen=True)
class Start:
    """What waits for somebody, the most urgent first, and what is new where they take part, the newest first."""

    waiting: tuple[Item, ...]
    more_waiting: int
    new: tuple[Item, ...]

    @property
    def count(self) -> int:
        return len(self.waiting) + self.more_waiting


def start_for(actor: Actor, mine: Mine) -> Start:
    waiting = panels.items("start.waiting", actor, mine)
    waiting.sort(key=lambda item: item.on or FAR_AWAY)
    new = sorted(panels.items("start.new", actor, mine), key=lambda item: item.on or date.min)
    return Start(
        tuple(waiting[:SHOWN]), max(0, len(waiting) - SHOWN), tuple(reversed(new[-SHOWN:]))
    )


@dataclass(frozen=True)
class Strand:
    """One's own assignment and its thread, for the margin."""

    assignment: Assignment
    steps: Sequence[DrawnStep]


@dataclass(frozen=True)
class Led:
    """The year's assignments where somebody leads: in a sentence; for a principal as rows, and the year as a ruler."""

    title: str
    sentence: str
    lines: Sequence[Line]
    ruler: Ruler | None
    place: str


@dataclass(frozen=True)
class Parts:
    strands: Sequence[Strand]
    planned: Sequence[Planned]
    led: Led | None


def parts_for(actor: Actor, mine: Mine, now: datetime, told: Start) -> Parts:
    leads, today = Can.ASSIGNMENT_OVERVIEW in actor.rights, timezone.localdate(now)
    own = [one for one in mine.two if one.holder_id == actor.person_id and is_running(one, today)]
    return Parts(
        strands=[Strand(one, steps_of(one, now)) for one in own],
        planned=_planned(actor, mine, now, told),
        led=_led(actor, now) if leads else None,
    )


def _planned(actor: Actor, mine: Mine, now: datetime, told: Start) -> list[Planned]:
    """A dialogue that waits for something to be done stands there, and not once more."""
    urls = {item.url for item in told.waiting}
    found = planned_among(actor, mine.talks, now)
    rest = [
        one for one in found if reverse("assignments:dialogue", args=[one.dialogue.pk]) not in urls
    ]
    return rest[:DIALOGUES_SHOWN]


def _led(actor: Actor, now: datetime) -> Led:
    """A head of schools gets the sentence and the way to all of them; a principal the school's own."""
    places, year = overview_places(actor), year_of(timezone.localdate(now))
    sums = sums_of(facts_of(actor, year), now)
    is_principal = all(path.count("/") > 2 for path, _name in places) and sums.total
    return Led(
        title=title_of(places),
        sentence=sentence(sums) if sums.total else "",
        lines=_lines(actor, year, now) if is_principal else [],
        ruler=ruler_of(sums, talks_of(actor, year), year, timezone.localdate(now))
        if is_principal
        else None,
        place=" / ".join(name for _path, name in places),
    )


def _lines(actor: Actor, year: int, now: datetime) -> list[Line]:
    """What lacks something first, and what is not agreed; then by title."""
    rows = sorted(rows_of(_led_in(actor, year), now), key=lambda row: not _wants(row))
    return lines_of(rows[:ROWS_SHOWN], now)


@prepared
def _led_in(actor: Actor, year: int) -> QuerySet[Assignment]:
    found = led_by(actor).filter(year=year).select_related("holder", "counterpart", "post")
    return found.order_by("title")[:ROWS_READ]


def _wants(row: Row) -> bool:
    return bool(row.gaps) or row.assignment.state == State.DRAFT

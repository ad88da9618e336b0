"""Dialogues: when they may be planned, begun and approved, who holds the pen, and when they are deleted."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samsyn.assignments.models import Assignment, Dialogue, DialogueState, NextStep, Note, State
from samsyn.core.rules import RuleBroken
from samsyn.core.versions import Stale

# Appointments are made in the schools' own time, whatever the server's; see also calendar.py.
ZONE = ZoneInfo("Europe/Stockholm")
MINUTES_MIN, MINUTES_MAX = 10, 240
SERIES_MAX = 12
WEEKS_MAX = 26
# The room opens a little before the time, and what was prepared with it: not days ahead.
EARLY = timedelta(minutes=15)
# As long as an ordinary coffee: whoever has written nothing for so long has put the pen down.
PEN_RESTS_AFTER = timedelta(minutes=3)
# What the dialogues were for is used up when the next assignment has had its first year. Shorter than the time in
# which a career post is usually appointed anew (three years), so that they are no material for that.
KEPT_YEARS = 2

# A day that one of them sets leaves the other so long to take the text out.
DELETED_AFTER = timedelta(days=14)

Q = DialogueState
WRITTEN_IN = frozenset({Q.BEGUN, Q.HELD})
# What was prepared is open to both.
OPENED = frozenset({Q.BEGUN, Q.HELD, Q.APPROVED, Q.BROKEN_OFF})
RELEASED_IN = frozenset({Q.HELD, Q.APPROVED, Q.BROKEN_OFF})


def delete_on(ends_on: date) -> date:
    try:
        return ends_on.replace(year=ends_on.year + KEPT_YEARS)
    except ValueError:  # the 29th of February
        return ends_on.replace(year=ends_on.year + KEPT_YEARS, day=28)


def end_of(day: date) -> datetime:
    """The midnight after it, by the clock on the wall."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=ZONE)


def check_is_one_of(person_id: UUID | None, two: Collection[UUID | None]) -> None:
    """Rights let in nobody else; this is for those whom both have let in to read."""
    if person_id is None or person_id not in two:
        raise RuleBroken(_("Only the two of the dialogue can do this."))


# Planning


def check_can_plan(assignment: Assignment) -> None:
    if assignment.counterpart_id is None:
        raise RuleBroken(
            _(
                "The assignment has nobody to hold dialogues with now. Let the new principal take it over first."
            )
        )
    if assignment.state not in {State.DRAFT, State.IN_FORCE}:
        raise RuleBroken(_("The assignment is over, so no dialogue can be planned in it."))


def check_time(assignment: Assignment, starts_at: datetime, minutes: int) -> None:
    day = starts_at.astimezone(ZONE).date()
    # The last talk of a year is often held after the pupils have left, and the first before it begins.
    if not assignment.starts_on - timedelta(days=60) <= day <= assignment.ends_on + timedelta(60):
        raise RuleBroken(
            _("The day lies outside the assignment’s time. Choose one from %(first)s to %(last)s.")
            % {"first": assignment.starts_on, "last": assignment.ends_on},
            field="day",
        )
    if not MINUTES_MIN <= minutes <= MINUTES_MAX:
        raise RuleBroken(
            _("A dialogue takes from %(least)d to %(most)d minutes.")
            % {"least": MINUTES_MIN, "most": MINUTES_MAX},
            field="minutes",
        )


def check_is_free(*, is_taken: bool) -> None:
    if is_taken:
        raise RuleBroken(_("There is already a dialogue at that time."), field="day")


def check_series(weeks: int, count: int) -> None:
    if not (1 <= weeks <= WEEKS_MAX and 1 <= count <= SERIES_MAX):
        raise RuleBroken(
            _("Plan at most %(count)d dialogues at a time, at most %(weeks)d weeks apart.")
            % {"count": SERIES_MAX, "weeks": WEEKS_MAX}
        )


def is_school_free(day: date) -> bool:
    """Weekends, July, and the days about Christmas: not proposed, but whoever wants to may choose them."""
    about_christmas = (day.month, day.day) >= (12, 23) or (day.month, day.day) <= (1, 6)
    return day.weekday() >= 5 or day.month == 7 or about_christmas


def series(first_at: datetime, weeks: int, count: int, last_on: date) -> list[datetime]:
    """At the same time by the clock on the wall, whatever summer time does; free weeks are stepped over."""
    first = first_at.astimezone(ZONE)
    found = []
    for number in range(count):
        day = first.date() + timedelta(weeks=weeks * number)
        while number and is_school_free(day) and not is_school_free(first.date()):
            day += timedelta(weeks=1)
        if number == 0 or day <= last_on:
            found.append(datetime.combine(day, first.time(), tzinfo=ZONE))
    return list(dict.fromkeys(found))


def suggestion(starts_on: date, weeks: int, latest: date | None, today: date) -> date:
    """The agreed interval from the last dialogue, or from the start of the assignment: the next day one works."""
    day = max((latest or starts_on) + timedelta(weeks=weeks), today + timedelta(days=1))
    while is_school_free(day):
        day += timedelta(days=1)
    return day


def check_none_is_kept(*, is_there: bool) -> None:
    if is_there:
        raise RuleBroken(_("A dialogue is planned or held in the draft. Cancel it first."))


def check_is_planned(dialogue: Dialogue) -> None:
    sentences = {
        Q.CANCELLED: _("The dialogue is cancelled."),
        Q.BEGUN: _("The dialogue has begun."),
    }
    if dialogue.state != Q.PLANNED:
        raise RuleBroken(sentences.get(Q(dialogue.state), _("The dialogue is already held.")))


# Preparing, holding


def is_opened(dialogue: Dialogue, done_by: Collection[UUID]) -> bool:
    """Whether each sees what the other prepared: both are done, or the dialogue has begun."""
    two = {dialogue.concerns_id, dialogue.counterpart_id}
    both_done = dialogue.state == Q.PLANNED and two <= set(done_by)
    return both_done or dialogue.state in OPENED


def check_can_prepare(dialogue: Dialogue, *, is_done: bool) -> None:
    check_is_planned(dialogue)
    if is_done:
        raise RuleBroken(_("You have said that you are done. Choose to write on first."))


def check_can_write_on(dialogue: Dialogue, done_by: Collection[UUID]) -> None:
    check_is_planned(dialogue)
    if is_opened(dialogue, done_by):
        raise RuleBroken(
            _("Both of you are done, and what you prepared is open. Go on in the dialogue itself.")
        )


def check_can_begin(dialogue: Dialogue, now: datetime, *, has_left: bool) -> None:
    check_is_planned(dialogue)
    check_goes_on(has_left)
    if now < dialogue.starts_at - EARLY:
        raise RuleBroken(
            _(
                "The dialogue can begin a quarter of an hour before its time, so that nobody’s preparation is opened "
                "early. Move it if you meet sooner."
            )
        )


def check_goes_on(has_left: bool) -> None:
    if has_left:
        raise RuleBroken(
            _(
                "One of you no longer has the duty, so the dialogue cannot go on. You can break it off."
            )
        )


def check_can_write(dialogue: Dialogue) -> None:
    if dialogue.state not in WRITTEN_IN:
        raise RuleBroken(
            _("The notes can be written from when the dialogue begins until both approve.")
        )


def check_can_end(dialogue: Dialogue) -> None:
    if dialogue.state != Q.BEGUN:
        raise RuleBroken(_("The dialogue is not under way."))


def check_can_break_off(dialogue: Dialogue, *, has_left: bool) -> None:
    if dialogue.state not in WRITTEN_IN:
        raise RuleBroken(
            _("Only a dialogue that is under way, or waits for both, can be broken off.")
        )
    if not has_left:
        raise RuleBroken(_("Both of you still have your duties: end the dialogue instead."))


class PenTaken(Stale):
    """The other one writes here. What was written now is shown beside what the other has written."""

    def __init__(self, note: Note) -> None:
        super().__init__(note)
        self.sentence = _(
            "%(name)s has the pen at this point. What you wrote is still here: take over the pen and put the two "
            "together."
        ) % {"name": note.writer.given_name if note.writer else ""}


def has_pen(note: Note, now: datetime) -> UUID | None:
    """Who writes at this point now; a pen that has rested long enough lies free."""
    if note.written_at is None or note.written_at + PEN_RESTS_AFTER < now:
        return None
    return note.writer_id


def check_pen(note: Note, person_id: UUID | None, now: datetime) -> None:
    if has_pen(note, now) not in {None, person_id}:
        raise PenTaken(note)


# Next steps, approving


def check_step(dialogue: Dialogue, text: str, person_id: UUID, due_on: date | None) -> None:
    if not text.strip():
        raise RuleBroken(_("Say what is to be done."), field="text")
    if person_id not in {dialogue.concerns_id, dialogue.counterpart_id}:
        raise RuleBroken(_("A next step is done by one of the two of you."), field="person")
    if due_on and due_on < dialogue.starts_at.astimezone(ZONE).date():
        raise RuleBroken(_("The date lies before the dialogue."), field="due_on")


def check_can_approve(dialogue: Dialogue, revision: int, steps: Iterable[NextStep]) -> None:
    if dialogue.state != Q.HELD:
        raise RuleBroken(_("There are no notes that wait to be approved."))
    if dialogue.revision != revision:
        raise RuleBroken(
            _(
                "The notes were changed after you read them. Read them again: the change is there now."
            )
        )
    if any(step.due_on is None for step in steps):
        raise RuleBroken(_("Set a date for every next step first: one of them has none."))


def check_can_complete(dialogue: Dialogue) -> None:
    if dialogue.state not in RELEASED_IN:
        raise RuleBroken(_("The step can be done when the dialogue has been held."))


def check_can_release(dialogue: Dialogue) -> None:
    if dialogue.state not in RELEASED_IN:
        raise RuleBroken(_("Only a dialogue that has been held can be released."))


def check_can_set_deletion(dialogue: Dialogue) -> None:
    if dialogue.state not in RELEASED_IN:
        raise RuleBroken(_("The day is set when the dialogue has been held."))


def check_deletion_day(dialogue: Dialogue, day: date, today: date) -> None:
    """Sooner than it would have been, and never later: what both were promised is not one's to take back."""
    if dialogue.delete_on and day > dialogue.delete_on:
        raise RuleBroken(
            _("It is deleted on %(day)s at the latest. Choose an earlier day.")
            % {"day": date_format(dialogue.delete_on, "j F Y")},
            field="delete_on",
        )
    earliest = today + DELETED_AFTER
    if day < earliest:
        raise RuleBroken(
            _("The other has to have time to take the text out. Choose a day from %(day)s on.")
            % {"day": date_format(earliest, "j F Y")},
            field="delete_on",
        )


def check_can_take_back(dialogue: Dialogue) -> None:
    if dialogue.holder_released_at and dialogue.counterpart_released_at:
        raise RuleBroken(
            _(
                "Both of you have released the dialogue. It may already be read, so it cannot be taken back."
            )
        )

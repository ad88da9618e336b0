"""The log: made once, inside the assignment's time, summed on the assignment, taken away and put back."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samsyn.assignments.actions.following import (
    change_log,
    clear_removed,
    enter_log,
    remove_log,
    restore_log,
)
from samsyn.assignments.models import Assignment, LogEntry, State
from samsyn.core.models import uuid7
from samsyn.core.rules import RuleBroken
from samsyn.core.versions import Stale, revision_of
from samsyn.organisations.models import Event
from tests.cast import Cast, actor, make_agreed, make_assignment, make_post


@pytest.fixture
def assignment(cast: Cast) -> Assignment:
    """In force since two months, with months to go, whatever the day of the test."""
    return make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut, **around_today())


def around_today() -> dict[str, date]:
    today = timezone.localdate()
    return {"starts_on": today - timedelta(days=60), "ends_on": today + timedelta(days=200)}


def enter(cast: Cast, assignment: Assignment, **over: Any) -> LogEntry:
    fields = {
        "key": uuid7(),
        "done_on": timezone.localdate(),
        "activity": "visits",
        "minutes": 30,
        **over,
    }
    return enter_log(actor=actor(cast.bo), assignment=assignment, **fields)


def sums(assignment: Assignment) -> tuple[int, date | None]:
    row = Assignment.objects.get(pk=assignment.pk)
    return row.logged_minutes, row.logged_on


def kinds(assignment: Assignment) -> list[str]:
    return list(
        Event.objects.filter(matter_id=assignment.pk).order_by("at").values_list("kind", flat=True)
    )


def test_entry_is_kept_summed_and_told_without_its_content(
    cast: Cast, assignment: Assignment
) -> None:
    entry = enter(cast, assignment, note="8B", with_whom="Amina", minutes=45)

    assert (entry.note, entry.with_whom, entry.minutes) == ("8B", "Amina", 45)
    assert sums(assignment) == (45, timezone.localdate())
    event = Event.objects.get(matter_id=assignment.pk)
    assert (event.kind, event.facts) == ("log.entered", {"entry": str(entry.pk)})


def test_sent_twice_is_made_once(cast: Cast, assignment: Assignment) -> None:
    key = uuid7()

    first, second = (enter(cast, assignment, key=key) for _ in range(2))

    assert first == second
    assert (LogEntry.objects.count(), sums(assignment)[0]) == (1, 30)
    assert kinds(assignment) == ["log.entered"]


def test_what_was_taken_away_is_not_brought_back_by_an_old_sending(
    cast: Cast, assignment: Assignment
) -> None:
    key = uuid7()
    remove_log(actor=actor(cast.bo), entry=enter(cast, assignment, key=key))

    enter(cast, assignment, key=key)

    assert (LogEntry.objects.kept().count(), sums(assignment)) == (0, (0, None))


def test_the_key_of_anothers_line_is_refused_and_shows_nothing(
    cast: Cast, assignment: Assignment
) -> None:
    others = make_agreed(make_post(cast.lena, cast.bjorkskolan), cast.rut, **around_today())
    theirs = enter_log(
        actor=actor(cast.lena),
        assignment=others,
        key=uuid7(),
        done_on=timezone.localdate(),
        activity="talks",
        minutes=60,
    )

    with pytest.raises(RuleBroken) as broken:
        enter(cast, assignment, key=theirs.pk)

    assert broken.value.sentence == (
        "Raden kunde inte sparas. Öppna loggen på nytt och lägg till den en gång till."
    )


@pytest.mark.parametrize(
    ("over", "sentence", "field"),
    [
        ({"minutes": 0}, "Skriv hur många minuter det tog: minst 5.", "minutes"),
        (
            {"minutes": 721},
            "Mer än tolv timmar på en dag är oftast ett skrivfel. Skriv det som flera rader.",
            "minutes",
        ),
        ({"activity": "sleeps"}, "Välj vad du har gjort.", "activity"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    cast: Cast, assignment: Assignment, over: dict[str, Any], sentence: str, field: str
) -> None:
    with pytest.raises(RuleBroken) as broken:
        enter(cast, assignment, **over)

    assert (broken.value.sentence, broken.value.field) == (sentence, field)
    assert LogEntry.objects.count() == 0


def test_tomorrow_has_not_been_yet(cast: Cast, assignment: Assignment) -> None:
    with pytest.raises(RuleBroken, match=r"har inte varit än\. Logga det när det är gjort\.$"):
        enter(cast, assignment, done_on=timezone.localdate() + timedelta(days=1))


def test_a_day_before_the_assignment_is_refused_with_its_time(cast: Cast) -> None:
    assignment = make_agreed(
        make_post(cast.bo, cast.bjorkskolan),
        cast.rut,
        starts_on=date(2025, 8, 11),
        ends_on=date(2026, 6, 12),
        year=2025,
    )

    with pytest.raises(RuleBroken) as broken:
        enter(cast, assignment, done_on=date(2025, 8, 10))

    assert broken.value.sentence == (
        "Uppdraget gäller från 11 augusti 2025 till 12 juni 2026. Välj en dag däremellan."
    )
    assert enter(cast, assignment, done_on=date(2025, 8, 11)).done_on == date(2025, 8, 11)


def test_a_draft_has_no_log_yet(cast: Cast) -> None:
    draft = make_assignment(make_post(cast.bo, cast.bjorkskolan), cast.rut, **around_today())

    with pytest.raises(RuleBroken, match=r"^Uppdraget är inte överenskommet än\."):
        enter(cast, draft)


@pytest.mark.parametrize("state", [State.EVALUATED, State.ENDED])
def test_what_is_over_takes_nothing_new(cast: Cast, assignment: Assignment, state: State) -> None:
    Assignment.objects.filter(pk=assignment.pk).update(state=state)

    with pytest.raises(RuleBroken):
        enter(cast, assignment)


def test_only_the_holder_keeps_the_log(cast: Cast, assignment: Assignment) -> None:
    for who in (cast.rut, cast.lena, cast.hedda):
        with pytest.raises(RuleBroken):
            enter_log(
                actor=actor(who),
                assignment=assignment,
                key=uuid7(),
                done_on=timezone.localdate(),
                activity="visits",
                minutes=30,
            )


def test_a_holder_whose_duty_ended_yesterday_logs_nothing(
    cast: Cast, assignment: Assignment
) -> None:
    cast.bo.duties.update(ends_on=timezone.localdate() - timedelta(days=1))

    with pytest.raises(RuleBroken, match=r"^Din tjänst på Björkskolan har upphört"):
        enter(cast, assignment)


def test_change_take_away_and_put_back_keep_the_sum(cast: Cast, assignment: Assignment) -> None:
    bo, today = actor(cast.bo), timezone.localdate()
    entry = enter(cast, assignment)
    enter(cast, assignment, minutes=15, done_on=today - timedelta(days=3))

    change_log(
        actor=bo, entry=entry, done_on=today, activity="talks", minutes=60, note="Ämneslaget"
    )
    assert sums(assignment) == (75, today)
    remove_log(actor=bo, entry=entry)
    remove_log(actor=bo, entry=entry)
    assert sums(assignment) == (15, today - timedelta(days=3))
    restore_log(actor=bo, entry=entry)

    assert sums(assignment) == (75, today)
    assert kinds(assignment)[2:] == ["log.changed", "log.removed", "log.restored"]


def test_the_second_of_two_who_change_a_line_sees_the_first(
    cast: Cast, assignment: Assignment
) -> None:
    entry = enter(cast, assignment)
    read = revision_of(entry)
    given: dict[str, Any] = {"done_on": entry.done_on, "activity": "talks", "revision": read}
    change_log(actor=actor(cast.bo), entry=entry, minutes=45, **given)

    with pytest.raises(Stale):
        change_log(actor=actor(cast.bo), entry=entry, minutes=60, **given)

    assert sums(assignment)[0] == 45


def test_logging_makes_nobodys_edit_of_the_assignment_stale(
    cast: Cast, assignment: Assignment
) -> None:
    before = Assignment.objects.get(pk=assignment.pk)

    enter(cast, assignment)

    assert revision_of(Assignment.objects.get(pk=assignment.pk)) == revision_of(before)


def test_a_file_goes_with_its_line_and_is_erased_with_it(
    cast: Cast,
    assignment: Assignment,
    django_capture_on_commit_callbacks: Any,
) -> None:
    entry = enter(cast, assignment, file=ContentFile(b"%PDF-1.7", name="../Plan för 8B.pdf"))
    storage, name = entry.file.storage, str(entry.file.name)
    assert (entry.filename, name) == ("Plan för 8B.pdf", f"assignments/{entry.pk.hex}")
    remove_log(actor=actor(cast.bo), entry=entry)
    assert clear_removed() == 0
    assert storage.exists(name)
    LogEntry.objects.update(removed_at=timezone.now() - timedelta(days=15))

    with django_capture_on_commit_callbacks(execute=True):
        assert clear_removed() == 1

    assert (LogEntry.objects.count(), storage.exists(name)) == (0, False)
    assert clear_removed() == 0


def test_another_file_takes_the_place_of_the_first(
    cast: Cast, assignment: Assignment, django_capture_on_commit_callbacks: Any
) -> None:
    entry = enter(cast, assignment, file=ContentFile(b"%PDF-1", name="a.pdf"))
    first = str(entry.file.name)
    given: dict[str, Any] = {"done_on": entry.done_on, "activity": "visits", "minutes": 30}

    with django_capture_on_commit_callbacks(execute=True):
        entry = change_log(
            actor=actor(cast.bo), entry=entry, file=ContentFile(b"%PDF-2", name="b.pdf"), **given
        )
    assert (entry.filename, entry.file.storage.exists(first)) == ("b.pdf", False)
    assert entry.file.open().read() == b"%PDF-2"
    with django_capture_on_commit_callbacks(execute=True):
        entry = change_log(actor=actor(cast.bo), entry=entry, without_file=True, **given)

    assert (entry.filename, bool(entry.file)) == ("", False)


STEPS = st.lists(
    st.tuples(st.sampled_from(["enter", "change", "remove", "restore"]), st.integers(5, 720)),
    max_size=12,
)


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_the_sum_is_always_that_of_the_rows(
    cast: Cast, assignment: Assignment, steps: list[tuple[str, int]]
) -> None:
    LogEntry.objects.filter(assignment=assignment).delete()
    Assignment.objects.filter(pk=assignment.pk).update(logged_minutes=0)
    bo = actor(cast.bo)
    entries: list[LogEntry] = []
    for step, minutes in steps:
        if step == "enter" or not entries:
            entries.append(enter(cast, assignment, minutes=minutes))
        elif step == "change":
            entry = entries[minutes % len(entries)]
            change_log(
                actor=bo, entry=entry, done_on=entry.done_on, activity="talks", minutes=minutes
            )
        else:
            act = remove_log if step == "remove" else restore_log
            act(actor=bo, entry=entries[minutes % len(entries)])

    rows = LogEntry.objects.filter(assignment=assignment).kept()
    assert sums(assignment)[0] == (rows.aggregate(sum=Sum("minutes"))["sum"] or 0)

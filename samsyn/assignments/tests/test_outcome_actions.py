"""How it turned out: written by either, closed by both for one revision, resting on evidence that is open to its readers."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from samsyn.assignments.actions.following import (
    add_evidence,
    change_log,
    close_outcome,
    enter_log,
    remove_evidence,
    remove_log,
    restore_evidence,
    write_outcome,
)
from samsyn.assignments.models import Assignment, Audience, Evidence, LogEntry, Outcome, State
from samsyn.assignments.queries.following import findings_to_choose, kept_evidence
from samsyn.core.models import uuid7
from samsyn.core.rules import RuleBroken
from samsyn.core.versions import Stale, revision_of
from samsyn.organisations.models import Event
from samsyn.organisations.roles import Role
from samsyn.surveys.drafts import RoundDraft
from samsyn.surveys.tests.making import make_closed_round, make_round
from tests.cast import Cast, actor, make_agreed, make_assignment, make_duty, make_post


@pytest.fixture
def assignment(cast: Cast) -> Assignment:
    today = timezone.localdate()
    return make_agreed(
        make_post(cast.bo, cast.bjorkskolan),
        cast.rut,
        starts_on=today - timedelta(days=60),
        ends_on=today + timedelta(days=200),
    )


def write(who: Any, assignment: Assignment, seen: str = "Fler resonerar", **over: Any) -> Outcome:
    return write_outcome(actor=actor(who), assignment=assignment, seen=seen, **over)


def close(who: Any, assignment: Assignment, revision: int) -> Outcome | None:
    return close_outcome(actor=actor(who), assignment=assignment, revision=revision)


def log(cast: Cast, assignment: Assignment, **over: Any) -> LogEntry:
    fields = {
        "key": uuid7(),
        "done_on": timezone.localdate(),
        "activity": "visits",
        "minutes": 30,
        **over,
    }
    return enter_log(actor=actor(cast.bo), assignment=assignment, **fields)


def kinds() -> list[str]:
    return list(
        Event.objects.filter(kind__startswith="outcome")
        .order_by("at", "id")
        .values_list("kind", flat=True)
    )


def test_closed_by_both_the_assignment_is_evaluated(cast: Cast, assignment: Assignment) -> None:
    outcome = write(cast.bo, assignment, audience=Audience.ORGANISER)

    close(cast.bo, assignment, outcome.revision)
    assignment.refresh_from_db()
    assert (assignment.state, assignment.evaluated_at) == (State.IN_FORCE, None)
    closed = close(cast.rut, assignment, outcome.revision)

    assert closed is not None
    assert (closed.is_closed, closed.holder_closed_by, closed.counterpart_closed_by) == (
        True,
        cast.bo,
        cast.rut,
    )
    assignment.refresh_from_db()
    assert (assignment.state, assignment.evaluated_at is not None) == (State.EVALUATED, True)
    assert kinds() == ["outcome.written", "outcome.closed_by_one", "outcome.closed"]
    assert "resonerar" not in str(list(Event.objects.values_list("facts")))


def test_closing_twice_is_as_once(cast: Cast, assignment: Assignment) -> None:
    outcome = write(cast.rut, assignment)

    for _ in range(2):
        close(cast.rut, assignment, outcome.revision)

    assert kinds().count("outcome.closed_by_one") == 1


def test_a_change_opens_what_one_had_closed(cast: Cast, assignment: Assignment) -> None:
    outcome = write(cast.bo, assignment)
    close(cast.bo, assignment, outcome.revision)

    changed = write(cast.rut, assignment, seen="Fler resonerar, men inte alla")

    assert (changed.revision, changed.holder_closed_at) == (outcome.revision + 1, None)
    with pytest.raises(RuleBroken, match=r"^Det ändrades efter att du öppnade det"):
        close(cast.bo, assignment, outcome.revision)


def test_the_same_text_again_changes_nothing(cast: Cast, assignment: Assignment) -> None:
    outcome = write(cast.bo, assignment)
    close(cast.bo, assignment, outcome.revision)

    again = write(cast.rut, assignment)

    assert (again.revision, again.holder_closed_at is not None) == (outcome.revision, True)


def test_who_writes_second_sees_what_the_first_wrote(cast: Cast, assignment: Assignment) -> None:
    first = write(cast.bo, assignment, revision="")

    with pytest.raises(Stale):
        write(cast.rut, assignment, seen="Annat", revision="")
    write(cast.bo, assignment, seen="Mer", revision=revision_of(first))
    with pytest.raises(Stale):
        write(cast.rut, assignment, seen="Annat", revision=revision_of(first))

    assert Outcome.objects.get().seen == "Mer"


def test_nothing_is_closed_before_something_is_seen(cast: Cast, assignment: Assignment) -> None:
    with pytest.raises(RuleBroken) as broken:
        close(cast.bo, assignment, 0)

    assert broken.value.sentence == "Skriv vad som syns innan du avslutar."


def test_nobody_but_the_two_writes_or_closes(cast: Cast, assignment: Assignment) -> None:
    outcome = write(cast.bo, assignment)

    for who in (cast.lena, cast.tora, cast.hedda, cast.adam, cast.cecilia):
        with pytest.raises(RuleBroken):
            write(who, assignment, seen="Annat")
        with pytest.raises(RuleBroken):
            close(who, assignment, outcome.revision)


def test_a_draft_has_nothing_to_look_back_at(cast: Cast) -> None:
    draft = make_assignment(make_post(cast.bo, cast.bjorkskolan), cast.rut)

    with pytest.raises(RuleBroken):
        write(cast.bo, draft)


def test_what_is_closed_stays_with_its_log_and_evidence(cast: Cast, assignment: Assignment) -> None:
    entry = log(cast, assignment)
    evidence = add_evidence(
        actor=actor(cast.bo), assignment=assignment, kind="log", log_entry=entry
    )
    outcome = write(cast.bo, assignment)
    for who in (cast.bo, cast.rut):
        close(who, assignment, outcome.revision)

    for act in (
        lambda: write(cast.bo, assignment, seen="Annat"),
        lambda: remove_evidence(actor=actor(cast.rut), evidence=evidence),
        lambda: remove_log(actor=actor(cast.bo), entry=entry),
    ):
        with pytest.raises(RuleBroken):
            act()


def test_evidence_from_the_log_stands_once_and_only_its_holder_adds_it(
    cast: Cast, assignment: Assignment
) -> None:
    entry = log(cast, assignment)
    given: dict[str, Any] = {"assignment": assignment, "kind": "log", "log_entry": entry}

    first, second = (add_evidence(actor=actor(cast.bo), **given) for _ in range(2))

    assert first == second
    with pytest.raises(RuleBroken):
        add_evidence(actor=actor(cast.rut), **given)
    assert Evidence.objects.count() == 1


def test_a_line_of_another_assignment_is_no_evidence(cast: Cast, assignment: Assignment) -> None:
    make_duty(cast.bo, Role.FIRST_TEACHER, cast.alskolan)
    other = make_agreed(
        make_post(cast.bo, cast.alskolan),
        cast.rut,
        starts_on=assignment.starts_on,
        ends_on=assignment.ends_on,
    )
    entry = log(cast, other)

    with pytest.raises(RuleBroken):
        add_evidence(actor=actor(cast.bo), assignment=assignment, kind="log", log_entry=entry)


@pytest.mark.parametrize("act", ["change", "remove"])
def test_a_changed_line_of_the_log_opens_what_rests_on_it(
    cast: Cast, assignment: Assignment, act: str
) -> None:
    entry, bo = log(cast, assignment), actor(cast.bo)
    add_evidence(actor=bo, assignment=assignment, kind="log", log_entry=entry)
    outcome = write(cast.bo, assignment)
    close(cast.rut, assignment, outcome.revision)

    if act == "change":
        change_log(actor=bo, entry=entry, done_on=entry.done_on, activity="talks", minutes=45)
    else:
        remove_log(actor=bo, entry=entry)

    after = Outcome.objects.get()
    assert (after.revision, after.counterpart_closed_at) == (outcome.revision + 1, None)
    assert kept_evidence([after]).count() == (1 if act == "change" else 0)


def test_a_file_is_made_once_for_its_key(cast: Cast, assignment: Assignment) -> None:
    key = uuid7()

    for _ in range(2):
        add_evidence(
            actor=actor(cast.rut),
            assignment=assignment,
            kind="file",
            file=ContentFile(b"%PDF-1.7", name="prov.pdf"),
            key=key,
        )

    assert [e.filename for e in Evidence.objects.all()] == ["prov.pdf"]


def test_evidence_taken_away_is_put_back_and_each_opens_what_was_closed(
    cast: Cast, assignment: Assignment
) -> None:
    rut = actor(cast.rut)
    evidence = add_evidence(
        actor=rut, assignment=assignment, kind="file", file=ContentFile(b"%PDF", name="a.pdf")
    )
    before = Outcome.objects.get().revision

    remove_evidence(actor=actor(cast.bo), evidence=evidence)
    remove_evidence(actor=rut, evidence=evidence)
    assert kept_evidence([evidence.outcome]).count() == 0
    restore_evidence(actor=actor(cast.bo), evidence=evidence)

    assert kept_evidence([evidence.outcome]).count() == 1
    assert Outcome.objects.get().revision == before + 2


def test_a_result_says_what_it_said_that_day(cast: Cast, assignment: Assignment) -> None:
    make_duty(cast.rut, Role.COORDINATOR, cast.organiser)
    round = make_closed_round(cast.organiser, 6, 6, 6)

    evidence = add_evidence(
        actor=actor(cast.rut), assignment=assignment, kind="result", round=round, question_code="q1"
    )

    assert evidence.says == "Alla svarar ”Ett”"


def test_only_results_that_one_may_see_are_offered(cast: Cast, assignment: Assignment) -> None:
    round = make_closed_round(cast.organiser, 6, 6, 6)
    make_round(cast.university, code="oppen", round=RoundDraft("r2", "Enkät 2"))

    assert findings_to_choose(actor(cast.bo)) == []
    assert [f.code for f in findings_to_choose(actor(cast.anna))] == ["q1"]
    with pytest.raises(RuleBroken, match=r"^Den frågan har inget resultat som du kan visa"):
        add_evidence(
            actor=actor(cast.bo),
            assignment=assignment,
            kind="result",
            round=round,
            question_code="q1",
        )


@pytest.mark.parametrize(("takes", "asks", "comes_back"), [
    ("bo", "rut", False),
    ("rut", "bo", False),
    ("bo", "bo", True),
    ("rut", "rut", True),
])  # fmt: skip
def test_only_the_one_who_took_evidence_away_puts_it_back(
    cast: Cast, assignment: Assignment, takes: str, asks: str, comes_back: bool
) -> None:
    file = ContentFile(b"%PDF", name="a.pdf")
    evidence = add_evidence(actor=actor(cast.rut), assignment=assignment, kind="file", file=file)
    remove_evidence(actor=actor(getattr(cast, takes)), evidence=evidence)

    refusal = ""
    try:
        restore_evidence(actor=actor(getattr(cast, asks)), evidence=evidence)
    except RuleBroken as broken:
        refusal = broken.sentence

    evidence.refresh_from_db()
    assert (evidence.removed_at is None, refusal == "") == (comes_back, comes_back)
    if refusal:
        assert refusal == "Den andra av er har tagit bort det. Bara den kan lägga tillbaka det."

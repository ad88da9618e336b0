"""Lapses: each is there as long as what it tells of, and concerns those who can do something about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samsyn.assignments.models import (
    Assignment,
    CareerPost,
    Dialogue,
    DialogueState,
    State,
    YearTerms,
)
from samsyn.assignments.queries.lapses import Lapse, lapses_for, lapses_of, unfinished
from samsyn.assignments.rules.lapses import LapseKind
from samsyn.organisations.models import Duty, Person
from samsyn.organisations.roles import Role
from tests.cast import Cast, actor, make_agreed, make_assignment, make_duty, make_post

YEAR = 2026
TODAY = date(2026, 11, 25)
NOON = datetime(2026, 11, 25, 11, tzinfo=UTC)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def agreed(cast: Cast) -> Assignment:
    """In force since August, three hours a week, half of them logged, a dialogue agreed every sixth week and planned."""
    YearTerms.objects.create(
        controller=cast.organiser,
        year=YEAR,
        starts_on=date(2026, 8, 18),
        ends_on=date(2027, 6, 15),
        teaching_weeks=36,
        full_time_hours=Decimal(18),
    )
    assignment = make_agreed(
        make_post(cast.bo, cast.bjorkskolan),
        cast.rut,
        year=YEAR,
        starts_on=date(2026, 8, 10),
        ends_on=date(2027, 6, 15),
        agreed_at=datetime(2026, 8, 20, 12, tzinfo=UTC),
        dialogue_weeks=6,
        logged_minutes=20 * 60,
    )
    plan(assignment, NOON + timedelta(days=7))
    return assignment


def plan(assignment: Assignment, at: datetime, **over: Any) -> Dialogue:
    return Dialogue.objects.create(
        assignment=assignment, counterpart=assignment.counterpart, starts_at=at, **over
    )


def found(today: date = TODAY) -> list[Lapse]:
    return lapses_of(list(unfinished(Assignment.objects.all(), today)), today)


def kinds() -> set[str]:
    return {str(lapse.kind) for lapse in found()}


def heard_by(person: Person) -> list[str]:
    return [str(lapse.kind) for lapse in lapses_for(actor(person), TODAY)]


def end_duty(person: Person, role: Role) -> None:
    Duty.objects.filter(person=person, role=role).update(ends_on=YESTERDAY)


def give_back_duty(person: Person, role: Role) -> None:
    Duty.objects.filter(person=person, role=role).update(ends_on=None)


def move_planned(to: datetime) -> None:
    Dialogue.objects.filter(state=DialogueState.PLANNED).update(starts_at=to)


@dataclass(frozen=True)
class Broken:
    kind: LapseKind
    break_it: Callable[[Cast, Assignment], Any]
    mend_it: Callable[[Cast, Assignment], Any]


def end_post(cast: Cast, assignment: Assignment) -> None:
    CareerPost.objects.filter(pk=assignment.post_id).update(ends_on=TODAY + timedelta(days=60))


def prolong_post(cast: Cast, assignment: Assignment) -> None:
    make_post(
        cast.bo,
        cast.bjorkskolan,
        starts_on=TODAY + timedelta(days=61),
        after=assignment.post,
    )


def log(minutes: int) -> Callable[[Cast, Assignment], Any]:
    return lambda cast, assignment: Assignment.objects.filter(pk=assignment.pk).update(
        logged_minutes=minutes
    )


# Each apart from the others, so that any of them may be broken and mended together.
ALL_BROKEN = (
    Broken(
        LapseKind.NO_PRINCIPAL,
        lambda cast, assignment: end_duty(cast.rut, Role.PRINCIPAL),
        lambda cast, assignment: give_back_duty(cast.rut, Role.PRINCIPAL),
    ),
    Broken(
        LapseKind.NO_DUTY,
        lambda cast, assignment: end_duty(cast.bo, Role.FIRST_TEACHER),
        lambda cast, assignment: make_duty(cast.bo, Role.TEACHER, cast.bjorkskolan),
    ),
    Broken(LapseKind.POST_ENDS, end_post, prolong_post),
    Broken(
        LapseKind.DIALOGUE_MISSED,
        lambda cast, assignment: move_planned(NOON - timedelta(days=8)),
        lambda cast, assignment: move_planned(NOON + timedelta(days=1)),
    ),
    Broken(LapseKind.TIME_UNUSED, log(30), log(20 * 60)),
)


def test_assignment_on_its_way_has_no_lapse(agreed: Assignment) -> None:
    assert found() == []


@given(
    broken=st.sets(st.sampled_from(range(len(ALL_BROKEN)))),
    mended=st.sets(st.sampled_from(range(len(ALL_BROKEN)))),
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_lapse_is_there_until_it_is_mended(
    agreed: Assignment, cast: Cast, broken: set[int], mended: set[int]
) -> None:
    with transaction.atomic():
        for index in broken:
            ALL_BROKEN[index].break_it(cast, agreed)
        assert kinds() == {str(ALL_BROKEN[index].kind) for index in broken}

        for index in broken & mended:
            ALL_BROKEN[index].mend_it(cast, agreed)
        assert kinds() == {str(ALL_BROKEN[index].kind) for index in broken - mended}
        transaction.set_rollback(True)


def test_new_principal_is_told_of_until_the_assignment_is_taken_over(
    agreed: Assignment, cast: Cast
) -> None:
    end_duty(cast.rut, Role.PRINCIPAL)
    make_duty(cast.tora, Role.PRINCIPAL, cast.bjorkskolan)

    (lapse,) = found()
    assert (lapse.kind, lapse.title) == (
        LapseKind.NEW_PRINCIPAL,
        "Björkskolan har en ny rektor: Tora Tall",
    )
    assert lapse.text == (
        "Uppdraget ”Elever som resonerar i matematik” är mellan karriärläraren och Rut Rönn, som inte är kvar där. "
        "Gå igenom det tillsammans; sedan tar Tora Tall över det."
    )
    assert lapse.concerns == {cast.bo.pk, cast.tora.pk}
    assert (heard_by(cast.bo), heard_by(cast.tora)) == (["new-principal"], ["new-principal"])
    assert (heard_by(cast.rut), heard_by(cast.hedda)) == ([], [])

    Assignment.objects.update(counterpart=cast.tora)
    assert found() == []


def test_school_without_principal_concerns_those_in_charge_once(
    agreed: Assignment, cast: Cast
) -> None:
    make_agreed(make_post(cast.lena, cast.bjorkskolan), cast.rut, title="Ett till")
    end_duty(cast.rut, Role.PRINCIPAL)

    for person in (cast.hedda, cast.adam):
        (lapse,) = lapses_for(actor(person), TODAY)
        assert lapse.title == "Ingen är rektor på Björkskolan i dag"
        assert lapse.url == reverse("organisations:organisation", args=[cast.bjorkskolan.pk])
    (own,) = lapses_for(actor(cast.bo), TODAY)
    assert own.url == reverse("assignments:assignment", args=[agreed.pk])
    assert (heard_by(cast.dag), heard_by(cast.tora), heard_by(cast.cecilia)) == ([], [], [])


def test_deputy_hears_what_the_principal_hears_but_for_dialogues(
    agreed: Assignment, cast: Cast
) -> None:
    Duty.objects.get(person=cast.rut, role=Role.PRINCIPAL).delegations.create(
        deputy=cast.tora, starts_on=TODAY - timedelta(days=30), ends_on=date(2027, 6, 1)
    )
    end_post(cast, agreed)
    move_planned(NOON - timedelta(days=20))

    assert set(heard_by(cast.rut)) == {"post-ends", "dialogue-missed"}
    assert heard_by(cast.tora) == ["post-ends"]


def test_draft_is_told_of_four_weeks_after_its_start(cast: Cast) -> None:
    draft = make_assignment(
        make_post(cast.bo, cast.bjorkskolan),
        cast.rut,
        starts_on=TODAY - timedelta(days=28),
        ends_on=date(2027, 6, 15),
    )

    assert [lapse.title for lapse in found()] == [
        "”Elever som resonerar i matematik” är inte överenskommet"
    ]
    assert found(YESTERDAY) == []
    Assignment.objects.filter(pk=draft.pk).update(state=State.IN_FORCE)
    assert found() == []


def test_interval_that_ran_out_is_told_of_until_a_dialogue_is_planned(agreed: Assignment) -> None:
    Dialogue.objects.all().delete()

    (lapse,) = found()
    assert (lapse.kind, lapse.on) == (LapseKind.NO_DIALOGUE, date(2026, 10, 1))
    assert (
        lapse.text
        == "Ni har kommit överens om en var 6:e vecka. Sista dagen för den var 1 oktober."
    )

    held = plan(agreed, NOON - timedelta(days=3), state=DialogueState.HELD)
    assert found() == []
    held.delete()
    plan(agreed, NOON + timedelta(days=3))
    assert found() == []


def test_what_is_over_has_no_lapses(agreed: Assignment, cast: Cast) -> None:
    end_duty(cast.rut, Role.PRINCIPAL)
    end_post(cast, agreed)

    for state in (State.EVALUATED, State.ENDED):
        Assignment.objects.update(state=state)
        assert found() == []
    Assignment.objects.update(state=State.IN_FORCE, ends_on=YESTERDAY)
    assert found() == []


def test_leaders_hear_nothing_of_a_protected_holder(agreed: Assignment, cast: Cast) -> None:
    Person.objects.filter(pk=cast.bo.pk).update(protected_identity=True)
    end_duty(cast.rut, Role.PRINCIPAL)

    assert heard_by(cast.hedda) == []
    assert heard_by(cast.bo) == ["no-principal"]
    # Whoever keeps the roster sees the post, and can mend it.
    assert heard_by(cast.adam) == ["no-principal"]


def test_spent_time_says_both_sums(agreed: Assignment) -> None:
    Assignment.objects.update(logged_minutes=60 * 60)

    (lapse,) = found()

    assert lapse.title == "Tiden för ”Elever som resonerar i matematik” är slut"
    assert lapse.text == (
        "60 tim är loggade, och 33 tim är avsatta fram till i dag. "
        "Kom överens om mer tid, eller om vad som får vänta."
    )


@pytest.mark.parametrize("count", [1, 3])
def test_lapses_ask_the_database_a_constant_number_of_times(
    cast: Cast, django_assert_num_queries: Any, count: int
) -> None:
    for holder in (cast.bo, cast.lena, cast.tora)[:count]:
        post = make_post(holder, cast.bjorkskolan, ends_on=TODAY + timedelta(days=10))
        make_agreed(post, cast.rut)
    rut = actor(cast.rut)

    with django_assert_num_queries(6):
        lapses = lapses_for(rut, TODAY)

    assert [str(lapse.kind) for lapse in lapses] == ["post-ends"] * count


def test_teacher_without_assignment_costs_one_query(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    tora = actor(cast.tora)

    with django_assert_num_queries(1):
        assert lapses_for(tora, TODAY) == []


def test_start_page_shows_what_lapses_and_what_to_do(
    agreed: Assignment, cast: Cast, client_for: Any
) -> None:
    CareerPost.objects.update(ends_on=timezone.localdate() + timedelta(days=30))

    page = client_for(cast.bo).get(reverse("home:start")).content.decode()

    assert "Karriärtjänsten slutar" in page
    assert f'href="{reverse("assignments:assignment", args=[agreed.pk])}">Öppna uppdraget' in page

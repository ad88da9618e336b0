"""What is sent twice is made once; a key that is taken by something else is refused in words, on both databases."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.forms import Form
from django.urls import reverse
from django.utils import timezone

from samsyn.assignments.actions.agreements import begin_assignment
from samsyn.assignments.actions.comments import make_comment
from samsyn.assignments.actions.posts import make_post as enter_post
from samsyn.assignments.actions.templates import save_template
from samsyn.assignments.models import (
    Assignment,
    Comment,
    Dialogue,
    NextStep,
    Point,
    Template,
)
from samsyn.assignments.tests.agreeing import address, said, signed_in
from samsyn.assignments.tests.talking import add, begin, plan
from samsyn.core.forms import attempt
from samsyn.core.models import uuid7
from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import Actor
from samsyn.organisations.models import Person
from samsyn.organisations.roles import Role
from tests.cast import Cast, actor, make_agreed, make_post

REFUSAL = "Det gick inte att spara. Öppna sidan på nytt och skriv det en gång till."


@pytest.fixture
def other(cast: Cast) -> Assignment:
    """Lena's, with the same principal."""
    post = make_post(cast.lena, cast.bjorkskolan, role=Role.SENIOR_LECTURER)
    return make_agreed(post, cast.rut)


def comment(who: Person, assignment: Assignment, key: Any) -> Any:
    sent = {"text": "Räcker tiden?", "key": str(key)}
    return signed_in(who).post(address("comment-add", assignment, "time"), sent)


def test_a_comment_sent_twice_is_one(cast: Cast, agreed: Assignment) -> None:
    key = uuid7()

    answers = [comment(cast.bo, agreed, key) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("who", ["rut", "lena"])
def test_a_comments_key_of_another_is_refused(
    cast: Cast, agreed: Assignment, other: Assignment, who: str
) -> None:
    """Of the other of the two, and of somebody in another assignment."""
    key = uuid7()
    comment(cast.bo, agreed, key)

    answer = comment(getattr(cast, who), agreed if who == "rut" else other, key)

    assert (answer.status_code, REFUSAL in said(answer)) == (200, True)
    assert Comment.objects.get().author == cast.bo


def plan_by_form(who: Person, assignment: Assignment, key: Any, days: int = 7) -> Any:
    day = timezone.localdate() + timedelta(days=days)
    sent = {"day": day, "time": "15:00", "minutes": 40, "count": 1, "weeks": 6, "key": str(key)}
    return signed_in(who).post(reverse("assignments:dialogue-plan", args=[assignment.pk]), sent)


def test_a_dialogue_sent_twice_is_one(cast: Cast, agreed: Assignment) -> None:
    key = uuid7()

    answers = [plan_by_form(cast.bo, agreed, key, days) for days in (7, 8)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert Dialogue.objects.count() == 1


@pytest.mark.parametrize("who", ["rut", "lena"])
def test_a_dialogues_key_of_another_is_refused(
    cast: Cast, agreed: Assignment, other: Assignment, who: str
) -> None:
    key = uuid7()
    plan_by_form(cast.bo, agreed, key)

    answer = plan_by_form(getattr(cast, who), agreed if who == "rut" else other, key, days=8)

    assert (answer.status_code, REFUSAL in said(answer)) == (200, True)
    assert Dialogue.objects.get().planned_by == cast.bo


def test_a_steps_key_of_another_dialogue_is_refused(
    cast: Cast, agreed: Assignment, other: Assignment, bo: Actor
) -> None:
    first = begin(cast, plan(bo, agreed))
    step = add(bo, first, person=cast.rut, key=uuid7())
    lena = actor(cast.lena)
    second = plan(lena, other)
    Dialogue.objects.filter(pk=second.pk).update(state="begun")

    with pytest.raises(RuleBroken) as refused:
        add(lena, second, person=cast.rut, key=step.pk)

    assert refused.value.sentence == REFUSAL
    assert NextStep.objects.count() == 1
    assert first.notes.filter(point=Point.GIVES).exists()


def test_a_posts_key_of_another_post_is_refused(cast: Cast) -> None:
    given: dict[str, Any] = {
        "place": cast.bjorkskolan,
        "role": Role.FIRST_TEACHER,
        "starts_on": timezone.localdate(),
        "ends_on": None,
        "teaching_percent": 80,
        "key": uuid7(),
    }
    enter_post(actor=actor(cast.rut), holder=cast.bo, **given)

    with pytest.raises(RuleBroken) as refused:
        enter_post(actor=actor(cast.rut), holder=cast.lena, **given)

    assert refused.value.sentence == REFUSAL


def test_an_assignments_key_of_another_post_is_refused(
    cast: Cast, agreed: Assignment, other: Assignment
) -> None:
    with pytest.raises(RuleBroken) as refused:
        begin_assignment(
            actor=actor(cast.bo),
            post=agreed.post,
            place=agreed.place,
            year=agreed.year + 1,
            counterpart=cast.rut,
            title="Läsa mer",
            key=other.pk,
        )

    assert refused.value.sentence == REFUSAL


def test_a_templates_key_of_another_organiser_is_refused(cast: Cast) -> None:
    theirs = Template.objects.create(controller=cast.other_organiser, name="Deras", parts={})

    with pytest.raises(RuleBroken) as refused:
        save_template(
            actor=actor(cast.dag), controller=cast.organiser, name="Vår", parts={}, key=theirs.pk
        )

    theirs.refresh_from_db()
    assert (refused.value.sentence, theirs.controller, theirs.name) == (
        REFUSAL,
        cast.other_organiser,
        "Deras",
    )


def test_the_same_person_gets_the_same_comment_again(agreed: Assignment, bo: Actor) -> None:
    given: dict[str, Any] = {"actor": bo, "assignment": agreed, "part": "time", "key": uuid7()}

    first, second = (make_comment(text=text, **given) for text in ("Räcker det?", "Räcker det då?"))

    assert (first, second.text) == (second, "Räcker det?")


def test_what_no_rule_asked_for_is_a_sentence_and_no_fault(cast: Cast) -> None:
    template = Template.objects.create(controller=cast.organiser, name="Handledning", parts={})

    def write() -> None:
        Template(pk=template.pk, controller=cast.organiser, name="B", parts={}).save(
            force_insert=True
        )

    form = Form({})
    assert form.is_valid()
    try:
        attempt(form, write)
    except IntegrityError:
        pytest.fail("A key that is taken is told in the form.")
    assert "samma" in str(form.non_field_errors())

"""An assignment that has another counterpart: what the two before said to each other stays between them."""

import importlib
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from samsyn.assignments.actions.agreeing import agree, decline, withdraw
from samsyn.assignments.actions.agreements import end_assignment, take_over
from samsyn.assignments.actions.comments import make_comment, reopen_comment
from samsyn.assignments.actions.following import close_outcome, write_outcome
from samsyn.assignments.models import Assignment, Comment, State, Version, VersionState
from samsyn.assignments.tests.agreeing import address, page, propose, signed_in
from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record
from samsyn.organisations.models import Delegation, Person
from samsyn.organisations.roles import Role
from tests.cast import Cast, actor, make_duty, make_person

ASKED, ANSWERED = "Orkar du med det här i vår?", "Nej, men säg det inte vidare"
REFUSED, WHY = "Bestämmer över hela schemat", "Det har du inte skött förut"
TAKEN_BACK = "Bestämmer över vikarierna"


@pytest.fixture
def pia(cast: Cast) -> Person:
    person = make_person("Pia Pil", cast.organiser)
    make_duty(person, Role.PRINCIPAL, cast.bjorkskolan)
    return person


def leave(cast: Cast) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    cast.rut.duties.filter(role=Role.PRINCIPAL).update(ends_on=yesterday)


@pytest.fixture
def former(cast: Cast, agreed: Assignment, bo: Actor, rut: Actor) -> Assignment:
    """What Bo and Rut have said to each other, before Rut leaves."""
    make_comment(actor=rut, assignment=agreed, part="time", text=ASKED)
    make_comment(actor=bo, assignment=agreed, part="time", text=ANSWERED)
    propose(cast.bo, agreed, REFUSED)
    decline(actor=rut, version=agreed.versions.get(state="shared"), answer=WHY)
    propose(cast.bo, agreed, TAKEN_BACK)
    withdraw(actor=bo, version=agreed.versions.get(state="shared"))
    leave(cast)
    return agreed


def over(pia: Person, assignment: Assignment) -> Assignment:
    return take_over(actor=actor(pia), assignment=assignment)


def everything(who: Person, assignment: Assignment) -> str:
    """The pages on which the two read what they said, and the start page."""
    return "".join(
        [
            page(who, assignment),
            page(who, assignment, "versions"),
            signed_in(who).get("/").content.decode(),
        ]
    )


def test_the_next_counterpart_reads_what_holds_and_nothing_said_before(
    cast: Cast, former: Assignment, pia: Person
) -> None:
    over(pia, former)

    read = everything(pia, former)

    secrets = (ASKED, ANSWERED, WHY, "En ändring som Bo Bok föreslog")
    assert [words for words in secrets if words in read] == []
    assert "time: text" in read
    assert "Version 1" in page(pia, former, "versions")
    assert "mandate: text" in page(pia, former, "version", 1)


def test_the_career_teacher_still_reads_all_of_it(
    cast: Cast, former: Assignment, pia: Person
) -> None:
    over(pia, former)

    read = everything(cast.bo, former)

    assert [words for words in (ASKED, ANSWERED, WHY) if words not in read] == []


def test_what_is_said_after_it_both_read(cast: Cast, former: Assignment, pia: Person) -> None:
    over(pia, former)
    make_comment(actor=actor(cast.bo), assignment=former, part="time", text="Nya tider?")
    propose(cast.bo, former, "Leder ämneslaget")
    decline(actor=actor(pia), version=former.versions.get(state="shared"), answer="Inte än")

    read = everything(pia, former)

    assert ("Nya tider?" in read, "Inte än" in read, ASKED in read) == (True, True, False)


def test_a_proposal_that_waits_is_the_next_ones_to_answer(
    cast: Cast, agreed: Assignment, pia: Person
) -> None:
    propose(cast.bo, agreed, "Leder ämneslaget")
    leave(cast)
    over(pia, agreed)
    assert "Leder ämneslaget" in page(pia, agreed)
    proposal = agreed.versions.get(state="shared")

    decline(actor=actor(pia), version=proposal, answer="Inte än")

    assert "Inte än" in page(pia, agreed, "versions")


def test_nothing_said_before_can_be_opened_by_its_address(
    cast: Cast, former: Assignment, pia: Person
) -> None:
    over(pia, former)
    comment, refused = Comment.objects.first(), Version.objects.get(state=VersionState.DECLINED)
    assert comment is not None
    screen = signed_in(pia)

    answers = [
        screen.post(address("comment-reopen", former, comment.pk)).status_code,
        screen.post(address("change-again", former), {"version": refused.pk}).status_code,
        screen.post(
            address("agree", former), {"version": refused.pk, "revision": refused.revision}
        ).status_code,
    ]

    assert answers == [404, 404, 404]


def test_what_was_open_is_settled_and_is_not_opened_again(
    cast: Cast, former: Assignment, pia: Person
) -> None:
    over(pia, former)
    comment = Comment.objects.get(text=ANSWERED)
    assert comment.resolved_at is not None

    with pytest.raises(RuleBroken) as refused:
        reopen_comment(actor=actor(cast.bo), comment=comment)

    assert refused.value.sentence == (
        "Det sades innan uppdraget togs över. Skriv en ny kommentar i stället."
    )


@pytest.mark.parametrize(("who", "sees"), [("bo", 2), ("pia", 0), ("lena", 0), ("hedda", 0)])
def test_comments_and_closed_proposals_are_seen_by_whom_they_were_between(
    cast: Cast, former: Assignment, pia: Person, who: str, sees: int
) -> None:
    over(pia, former)
    reader = actor(pia if who == "pia" else getattr(cast, who))
    closed = Version.objects.filter(state__in=["declined", "withdrawn"])

    counts = (Comment.objects.visible_to(reader).count(), closed.visible_to(reader).count())

    assert counts == (sees, sees)


def test_a_deputy_of_the_next_reads_no_more_than_they(
    cast: Cast, former: Assignment, pia: Person
) -> None:
    over(pia, former)
    today = timezone.localdate()
    Delegation.objects.create(
        duty=pia.duties.get(), deputy=cast.lena, starts_on=today, ends_on=today
    )
    deputy = actor(cast.lena)

    assert Comment.objects.visible_to(deputy).count() == 0
    assert Version.objects.visible_to(deputy).get().state == VersionState.IN_FORCE


def test_a_change_being_written_is_its_authors_alone(
    cast: Cast, agreed: Assignment, bo: Actor, rut: Actor
) -> None:
    agreed.versions.create(state=VersionState.WRITING, author=cast.bo)

    seen = [Version.objects.visible_to(who).count() for who in (bo, rut)]

    assert seen == [2, 1]


@pytest.mark.parametrize("state", [State.IN_FORCE, State.ENDED])
def test_one_whose_time_has_passed_is_taken_over_and_its_outcome_closed(
    cast: Cast, agreed: Assignment, pia: Person, state: State
) -> None:
    if state == State.ENDED:
        end_assignment(actor=actor(cast.rut), assignment=agreed)
    leave(cast)
    assert "Ta över uppdraget" in page(pia, agreed)

    answer = signed_in(pia).post(address("take-over", agreed))

    assert answer.status_code == 302
    written = write_outcome(actor=actor(cast.bo), assignment=agreed, seen="Fler resonerar")
    for who in (cast.bo, pia):
        close_outcome(actor=actor(who), assignment=agreed, revision=written.revision)
    agreed.refresh_from_db()
    assert (agreed.state, agreed.counterpart) == (State.EVALUATED, pia)


def test_one_that_is_evaluated_is_not(cast: Cast, agreed: Assignment, pia: Person) -> None:
    Assignment.objects.update(state=State.EVALUATED, evaluated_at=timezone.now())
    leave(cast)
    assert "Ta över uppdraget" not in page(pia, agreed)

    with pytest.raises(RuleBroken) as refused:
        over(pia, agreed)

    assert refused.value.sentence == ("Uppdraget är avslutat. Det finns inget att ta över.")


def test_those_taken_over_before_know_it_from_the_event(
    cast: Cast, former: Assignment, pia: Person
) -> None:
    Assignment.objects.update(counterpart=pia)
    event = record(
        "assignment.taken_over", actor=actor(pia), matter=former, controller=former.controller
    )
    migration: Any = importlib.import_module("samsyn.assignments.migrations.0002_counterpart_since")

    migration.set_since(apps, None)

    former.refresh_from_db()
    assert former.counterpart_since == event.at
    assert Comment.objects.filter(resolved_at=None).count() == 0
    assert Comment.objects.visible_to(actor(pia)).count() == 0


def test_agreeing_goes_on_with_the_next(cast: Cast, former: Assignment, pia: Person) -> None:
    over(pia, former)
    propose(cast.bo, former, "Leder ämneslaget")
    proposal = former.versions.get(state="shared")

    agree(actor=actor(pia), version=proposal, revision=proposal.revision)

    assert "Version 2" in page(pia, former, "versions")

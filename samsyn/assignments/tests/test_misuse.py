"""What an honest page never sends, and what changes hands between two pages: nobody's text is shown, lost or answered for."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from samsyn.assignments.actions import dialogues
from samsyn.assignments.actions.agreeing import withdraw
from samsyn.assignments.actions.agreements import (
    begin_assignment,
    remove_draft,
    set_facts,
    take_over,
)
from samsyn.assignments.actions.following import (
    add_evidence,
    close_outcome,
    enter_log,
    remove_log,
    write_outcome,
)
from samsyn.assignments.models import (
    Assignment,
    Audience,
    Dialogue,
    Evidence,
    Part,
    Point,
    Preparation,
)
from samsyn.assignments.rules.years import year_of
from samsyn.assignments.tests.agreeing import address, propose, said, signed_in, words
from samsyn.assignments.tests.talking import PART, leave, plan, url
from samsyn.core.models import uuid7
from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import Actor
from samsyn.organisations.roles import Role
from tests.cast import Cast, actor, make_agreed, make_assignment, make_duty, make_person, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def running(cast: Cast) -> Assignment:
    today = timezone.localdate()
    over = {"starts_on": today - timedelta(days=60), "ends_on": today + timedelta(days=200)}
    return make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut, **over)


def shown_line(who: Actor, assignment: Assignment) -> Evidence:
    file = ContentFile(b"%PDF-1.7", name="protokoll.pdf")
    entry = enter_log(
        actor=who,
        assignment=assignment,
        key=uuid7(),
        done_on=timezone.localdate(),
        activity="visits",
        minutes=30,
        file=file,
    )
    return add_evidence(actor=who, assignment=assignment, kind="log", log_entry=entry)


def test_a_line_taken_out_of_the_log_takes_its_file_along(
    cast: Cast, bo: Actor, running: Assignment
) -> None:
    shown = shown_line(bo, running)
    place, rut = address("evidence-file", running, shown.pk), signed_in(cast.rut)
    assert rut.get(place).status_code == 200

    remove_log(actor=bo, entry=shown.log_entry)  # type: ignore[arg-type]  # it shows one

    assert rut.get(place).status_code == 404


def test_one_schools_text_does_not_follow_to_another_schools_principal(cast: Cast) -> None:
    year, alva = year_of(timezone.localdate()), make_person("Alva Asp", cast.organiser)
    make_duty(cast.bo, Role.TEACHER, cast.alskolan)
    make_duty(alva, Role.PRINCIPAL, cast.alskolan)
    post = make_post(cast.bo, cast.bjorkskolan)
    dates = {"starts_on": date(year - 1, 8, 10), "ends_on": date(year, 6, 15)}
    earlier = make_agreed(post, cast.rut, year=year - 1, **dates)
    parts = earlier.versions.get().parts
    parts.filter(part=Part.SUPPORT).update(audience=Audience.TWO)
    parts.filter(part=Part.BACKGROUND).update(audience=Audience.STAFF)

    begun = begin_assignment(
        actor=actor(cast.bo),
        post=post,
        place=cast.alskolan,
        year=year,
        counterpart=alva,
        title="Vid två skolor",
        last_year=earlier,
    )

    empty = {part.part for part in begun.versions.get().parts.all() if part.is_empty}
    assert empty == {"support", "background"}


def test_a_no_is_a_no_to_the_proposal_that_was_read(cast: Cast, agreed: Assignment) -> None:
    propose(cast.bo, agreed, "Det första förslaget")
    first = agreed.versions.get(state="shared")
    withdraw(actor=actor(cast.bo), version=first)
    propose(cast.bo, agreed, "Det andra förslaget")

    no = {"version": first.pk, "answer": "Inte så"}
    answer = signed_in(cast.rut).post(address("change-decline", agreed), no)

    assert "Förslaget har tagits tillbaka." in words(said(answer))
    assert agreed.versions.get(state="shared").parts.get().text == "Det andra förslaget"


def test_what_the_former_principal_closed_alone_binds_nobody(
    cast: Cast, bo: Actor, rut: Actor, running: Assignment
) -> None:
    outcome = write_outcome(actor=rut, assignment=running, seen="Fler resonerar")
    close_outcome(actor=rut, assignment=running, revision=outcome.revision)
    leave(cast)
    alva = make_person("Alva Asp", cast.organiser)
    make_duty(alva, Role.PRINCIPAL, cast.bjorkskolan)

    take_over(actor=actor(alva), assignment=running)
    closed = close_outcome(actor=bo, assignment=running, revision=outcome.revision)

    assert closed is not None
    assert (closed.is_closed, closed.counterpart_closed_by) == (False, None)


def test_a_draft_is_not_thrown_away_with_what_was_prepared(cast: Cast, rut: Actor) -> None:
    draft = make_assignment(make_post(cast.bo, cast.bjorkskolan), cast.rut)
    planned = plan(rut, draft)
    dialogues.write_preparation(actor=rut, dialogue=planned, point=Point.GIVES, text="Mycket")
    dialogues.cancel_dialogue(actor=rut, dialogue=planned)

    with pytest.raises(RuleBroken):
        remove_draft(actor=actor(cast.bo), assignment=draft)

    assert Preparation.objects.get().text == "Mycket"


def test_a_draft_goes_with_a_cancelled_dialogue_that_nobody_prepared(
    cast: Cast, rut: Actor
) -> None:
    draft = make_assignment(make_post(cast.bo, cast.bjorkskolan), cast.rut)
    dialogues.cancel_dialogue(actor=rut, dialogue=plan(rut, draft))

    remove_draft(actor=rut, assignment=draft)

    assert Assignment.objects.count() == 0


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("count", [1, 12])
def test_dialogues_are_not_planned_at_the_ends_of_time(
    cast: Cast, agreed: Assignment, day: str, count: int
) -> None:
    form = {"day": day, "time": "00:00", "minutes": 40, "where": "", "count": count, "weeks": 26}

    answer = signed_in(cast.bo).post(reverse("assignments:dialogue-plan", args=[agreed.pk]), form)

    assert "Dagen ligger utanför uppdragets tid." in words(said(answer))
    assert Dialogue.objects.count() == 0


def test_a_title_is_one_line(bo: Actor, agreed: Assignment) -> None:
    """It stands in mails, in whose text a line of its own would be taken for Samsyn's words."""
    set_facts(
        actor=bo, assignment=agreed, title=" Läsning\r\n\r\nByt lösenord här ", subject="Sv\nenska"
    )

    agreed.refresh_from_db()
    assert (agreed.title, agreed.subject) == ("Läsning Byt lösenord här", "Sv enska")


def test_there_is_no_point_to_write_at_before_the_dialogue_begins(
    cast: Cast, dialogue: Dialogue
) -> None:
    place = url(dialogue, "note", point="gives")

    assert signed_in(cast.rut).get(place, headers=PART).status_code == 404

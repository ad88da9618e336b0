"""What is written in an assignment, agreed, proposed, answered and commented."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from samsyn.assignments.actions.agreeing import agree, decline, share_version, withdraw
from samsyn.assignments.actions.comments import make_comment, reopen_comment, resolve_comment
from samsyn.assignments.actions.writing import begin_change, drop_change, write_part
from samsyn.assignments.models import Assignment, Audience, Part, State, Version
from samsyn.core.models import uuid7
from samsyn.core.rules import RuleBroken
from samsyn.core.versions import Stale, revision_of
from samsyn.organisations.models import Delegation, Event
from samsyn.organisations.roles import Role
from tests.cast import Cast, actor, make_assignment, make_duty, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Cast) -> Assignment:
    return make_assignment(make_post(cast.bo, cast.bjorkskolan), cast.rut)


def write(
    who: Any, version: Version, part: str = "mandate", text: str = "Leder", **over: Any
) -> Any:
    return write_part(actor=actor(who), version=version, part=part, text=text, **over)


def yes(who: Any, version: Version, revision: int | None = None) -> Version:
    version.refresh_from_db()
    seen = version.revision if revision is None else revision
    return agree(actor=actor(who), version=version, revision=seen)


def propose(who: Any, assignment: Assignment, text: str = "Bestämmer") -> Version:
    version = begin_change(actor=actor(who), assignment=assignment)
    write(who, version, text=text)
    return share_version(actor=actor(who), version=version)


def kinds(assignment: Assignment) -> list[str]:
    events = Event.objects.filter(matter_id=assignment.pk).order_by("at", "id")
    return list(events.values_list("kind", flat=True))


@pytest.mark.parametrize("who", ["bo", "rut"])
def test_both_write_in_the_draft_and_each_part_says_who(
    cast: Cast, draft: Assignment, who: str
) -> None:
    write(getattr(cast, who), draft.versions.get(), text=" Leder ämneslaget\r\n\r\nFritt ")

    version = draft.versions.get()
    part = version.parts.get(part="mandate")
    draft.refresh_from_db()
    assert (part.text, part.written_by) == ("Leder ämneslaget\n\nFritt", getattr(cast, who))
    assert (version.revision, draft.has_mandate, kinds(draft)) == (2, True, [])


def test_the_same_text_twice_is_as_once_even_from_an_old_page(
    cast: Cast, draft: Assignment
) -> None:
    first = write(cast.bo, draft.versions.get())
    written_at = first.written_at

    write(cast.bo, draft.versions.get(), revision="none")

    first.refresh_from_db()
    assert (draft.versions.get().revision, first.written_at) == (2, written_at)


def test_what_somebody_else_wrote_meanwhile_is_not_written_over(
    cast: Cast, draft: Assignment
) -> None:
    read = revision_of(write(cast.bo, draft.versions.get(), text="Ett"))
    write(cast.rut, draft.versions.get(), text="Två", revision=read)

    with pytest.raises(Stale) as refused:
        write(cast.bo, draft.versions.get(), text="Tre", revision=read)

    assert refused.value.row.text == "Två"  # type: ignore[attr-defined]  # a part's text
    assert draft.versions.get().parts.get(part="mandate").text == "Två"


def test_two_who_began_the_same_empty_part_see_each_other(cast: Cast, draft: Assignment) -> None:
    write(cast.bo, draft.versions.get(), text="Ett", revision="none")

    with pytest.raises(Stale):
        write(cast.rut, draft.versions.get(), text="Två", revision="none")


def test_lists_read_what_the_draft_says(cast: Cast, draft: Assignment) -> None:
    version = draft.versions.get()
    write(cast.bo, version, "time", "Tisdagar", hours=Decimal("3.25"), audience=Audience.NETWORK)
    write(cast.bo, version, "activities", "Och annat", activities=["subject", "visits"])
    write(cast.bo, version, "evaluation", "Jämför svaren")

    draft.refresh_from_db()
    assert (draft.hours, draft.activity_codes) == (Decimal("3.2"), "|visits|subject|")
    assert (draft.has_evaluation, draft.has_mandate) == (True, False)
    assert draft.widest_audience == Audience.NETWORK


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        (
            {"text": "x" * 8001},
            "Texten har 8001 tecken och får ha högst 8000. Korta den.",
        ),
        (
            {"part": "activities", "activities": ["dances"]},
            "Det finns ingen aktivitet som heter dances.",
        ),
        ({"activities": ["visits"]}, "Aktiviteter väljer du i delen Aktiviteter."),
        (
            {"part": "time", "hours": Decimal(60)},
            "Skriv mellan 0 och 40 timmar i veckan. Här står det 60.",
        ),
        (
            {"part": "time", "hours": Decimal(-1)},
            "Skriv mellan 0 och 40 timmar i veckan. Här står det -1.",
        ),
        ({"hours": Decimal(3)}, "Timmar skriver du i delen Tid."),
    ],
)
def test_what_cannot_be_is_refused(
    cast: Cast, draft: Assignment, over: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        write(cast.bo, draft.versions.get(), **over)

    assert refused.value.sentence == sentence
    assert draft.versions.get().parts.count() == 0


@pytest.mark.parametrize("who", ["tora", "lena", "hedda", "adam", "cecilia", "anna"])
def test_nobody_but_the_two_writes_or_agrees(cast: Cast, draft: Assignment, who: str) -> None:
    other, version = getattr(cast, who), draft.versions.get()

    for act in (lambda: write(other, version), lambda: yes(other, version)):
        with pytest.raises(RuleBroken) as refused:
            act()
        assert refused.value.sentence == "Bara de två som uppdraget är mellan kan göra det här."


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        (
            "bo",
            "Din tjänst på Björkskolan har upphört. Du kan läsa uppdraget men inte ändra det.",
        ),
        ("rut", "Bara de två som uppdraget är mellan kan göra det här."),
    ],
)
def test_a_duty_that_ended_yesterday_writes_no_more(
    cast: Cast, draft: Assignment, who: str, sentence: str
) -> None:
    person = getattr(cast, who)
    ended = timezone.localdate() - timedelta(days=1)
    person.duties.filter(organisation=cast.bjorkskolan).update(ends_on=ended)

    with pytest.raises(RuleBroken) as refused:
        write(person, draft.versions.get())

    assert refused.value.sentence == sentence


@pytest.mark.parametrize(("days", "may"), [(0, True), (-1, False)])
def test_a_deputy_acts_as_long_as_the_delegation_holds(
    cast: Cast, draft: Assignment, days: int, may: bool
) -> None:
    today = timezone.localdate()
    Delegation.objects.create(
        duty=cast.rut.duties.get(role=Role.PRINCIPAL),
        deputy=cast.lena,
        starts_on=today - timedelta(days=5),
        ends_on=today + timedelta(days=days),
    )
    version = draft.versions.get()
    write(cast.bo, version)

    if not may:
        with pytest.raises(RuleBroken):
            yes(cast.lena, version)
        return
    version = yes(cast.lena, version)

    said = (version.counterpart_agreed_by, version.counterpart_agreed_for)
    assert said == (cast.lena, cast.rut)


def test_with_both_the_first_version_is_in_force(cast: Cast, draft: Assignment) -> None:
    write(cast.bo, draft.versions.get())

    first = yes(cast.bo, draft.versions.get())
    assert (first.state, first.number) == ("shared", None)
    second = yes(cast.rut, draft.versions.get())

    draft.refresh_from_db()
    assert (second.state, second.number) == ("in_force", 1)
    assert (second.holder_agreed_by, second.counterpart_agreed_by) == (cast.bo, cast.rut)
    assert second.counterpart_agreed_for is None
    assert (draft.state, draft.agreed_at) == (State.IN_FORCE, second.in_force_at)
    # Neither time nor evaluation has to be there.
    assert (draft.hours, draft.has_evaluation, draft.has_mandate) == (None, False, True)
    assert kinds(draft) == ["assignment.agreed_by_one", "assignment.in_force"]


def test_agreeing_twice_is_as_once(cast: Cast, draft: Assignment) -> None:
    write(cast.bo, draft.versions.get())

    for who in (cast.bo, cast.bo, cast.rut, cast.rut):
        yes(who, draft.versions.get())

    assert [v.number for v in draft.versions.all()] == [1]
    assert kinds(draft) == ["assignment.agreed_by_one", "assignment.in_force"]


def test_an_empty_draft_is_not_agreed(cast: Cast, draft: Assignment) -> None:
    with pytest.raises(RuleBroken) as refused:
        yes(cast.bo, draft.versions.get())

    assert refused.value.sentence == (
        "Ingenting är skrivet än. Det måste finnas något att komma överens om."
    )


def test_a_change_takes_back_both_yeses_and_says_so(cast: Cast, draft: Assignment) -> None:
    write(cast.bo, draft.versions.get())
    yes(cast.rut, draft.versions.get())

    write(cast.bo, draft.versions.get(), text="Leder allt")

    version = draft.versions.get()
    note = Event.objects.get(kind="assignment.yes_cleared")
    assert (version.counterpart_agreed_at, version.counterpart_agreed_by) == (None, None)
    assert (note.actor, note.facts) == (
        cast.bo,
        {"version": str(version.pk), "part": "mandate", "of": ["counterpart"]},
    )


def test_a_yes_to_what_was_changed_a_second_ago_is_refused(cast: Cast, draft: Assignment) -> None:
    write(cast.bo, draft.versions.get())
    read = draft.versions.get().revision
    part = write(cast.rut, draft.versions.get(), "background", "Nytt läge")

    with pytest.raises(RuleBroken) as refused:
        yes(cast.bo, draft.versions.get(), read)

    clock = date_format(timezone.localtime(part.written_at), "G.i")
    assert refused.value.sentence == (
        f"Rut Rönn ändrade ”Bakgrund och behov” kl. {clock}, efter att du hade öppnat texten. Läs vad som står nu innan du godkänner."
    )
    assert draft.versions.get().holder_agreed_at is None


def test_a_change_is_the_authors_own_until_it_is_shared(cast: Cast, agreed: Assignment) -> None:
    version = begin_change(actor=actor(cast.bo), assignment=agreed)
    again = begin_change(actor=actor(cast.bo), assignment=agreed)
    write(cast.bo, version, text="Bestämmer")

    with pytest.raises(RuleBroken):
        write(cast.rut, version, text="Föreslår")

    agreed.refresh_from_db()
    assert (again, version.state) == (version, "writing")
    assert [p.part for p in version.parts.all()] == ["mandate"]
    assert version.parts.get().audience == Audience.ORGANISER
    assert (agreed.has_mandate, kinds(agreed)) == (True, [])


def test_the_other_says_yes_and_the_whole_text_is_in_force(cast: Cast, agreed: Assignment) -> None:
    proposal = propose(cast.bo, agreed)
    assert agreed.versions.get(state="in_force").number == 1

    yes(cast.rut, proposal)

    first, second = agreed.versions.order_by("number")
    texts = {part.part: part.text for part in second.parts.all()}
    assert (first.state, second.state, second.number) == ("superseded", "in_force", 2)
    assert texts == {c: f"{c}: text" for c in Part.values} | {"mandate": "Bestämmer"}
    assert first.parts.get(part="mandate").text == "mandate: text"
    assert (second.holder_agreed_by, second.counterpart_agreed_by) == (cast.bo, cast.rut)
    assert kinds(agreed) == ["proposal.shared", "assignment.in_force"]


def test_a_proposal_is_not_changed_once_it_is_shared(cast: Cast, agreed: Assignment) -> None:
    proposal = propose(cast.bo, agreed)

    with pytest.raises(RuleBroken) as refused:
        write(cast.bo, proposal, text="Något annat")

    assert refused.value.sentence == (
        "Den här texten går inte längre att ändra. Föreslå i stället en ändring av texten som gäller."
    )


def test_what_is_not_changed_cannot_be_shared(cast: Cast, agreed: Assignment) -> None:
    version = begin_change(actor=actor(cast.bo), assignment=agreed)
    write(cast.bo, version, text="Bestämmer")
    write(cast.bo, version, text="mandate: text")

    with pytest.raises(RuleBroken) as refused:
        share_version(actor=actor(cast.bo), version=version)

    assert refused.value.sentence == (
        "Ingenting skiljer sig från det ni är överens om. Det finns inget att dela."
    )


def test_nothing_is_shared_while_the_others_proposal_waits(cast: Cast, agreed: Assignment) -> None:
    propose(cast.rut, agreed)

    with pytest.raises(RuleBroken) as refused:
        propose(cast.bo, agreed)

    assert refused.value.sentence == (
        "Ett förslag från Rut Rönn väntar redan på svar. Din text är kvar: dela den när det förslaget är besvarat."
    )
    assert agreed.versions.filter(state="shared").count() == 1


def test_the_other_says_no_with_a_reason_and_the_text_holds(cast: Cast, agreed: Assignment) -> None:
    proposal = propose(cast.bo, agreed)

    with pytest.raises(RuleBroken):
        decline(actor=actor(cast.rut), version=proposal, answer=" ")
    with pytest.raises(RuleBroken):
        decline(actor=actor(cast.bo), version=proposal, answer="Ångrat mig")
    decline(actor=actor(cast.rut), version=proposal, answer="Vi tar det i dialogen.")

    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer) == ("declined", "Vi tar det i dialogen.")
    assert agreed.versions.get(state="in_force").number == 1
    assert kinds(agreed) == ["proposal.shared", "proposal.declined"]


def test_whoever_made_a_proposal_takes_it_back(cast: Cast, agreed: Assignment) -> None:
    proposal = propose(cast.bo, agreed)

    with pytest.raises(RuleBroken):
        withdraw(actor=actor(cast.rut), version=proposal)
    withdraw(actor=actor(cast.bo), version=proposal)

    with pytest.raises(RuleBroken) as refused:
        yes(cast.rut, proposal)
    assert refused.value.sentence == (
        "Förslaget har tagits tillbaka. Den överenskomna texten gäller fortfarande."
    )


def test_one_goes_on_from_a_proposal_that_was_said_no_to(cast: Cast, agreed: Assignment) -> None:
    proposal = propose(cast.bo, agreed)
    decline(actor=actor(cast.rut), version=proposal, answer="Inte så")

    again = begin_change(actor=actor(cast.bo), assignment=agreed, again=proposal)
    theirs = begin_change(actor=actor(cast.rut), assignment=agreed, again=proposal)

    assert [part.text for part in again.parts.all()] == ["Bestämmer"]
    assert theirs.parts.count() == 0


def test_a_change_that_nobody_has_seen_is_thrown_away(cast: Cast, agreed: Assignment) -> None:
    version = begin_change(actor=actor(cast.bo), assignment=agreed)
    write(cast.bo, version)

    with pytest.raises(RuleBroken):
        drop_change(actor=actor(cast.rut), version=version)
    drop_change(actor=actor(cast.bo), version=version)

    assert [v.state for v in agreed.versions.all()] == ["in_force"]


def test_what_is_over_is_not_changed(cast: Cast, agreed: Assignment) -> None:
    Assignment.objects.filter(pk=agreed.pk).update(state=State.EVALUATED)

    with pytest.raises(RuleBroken) as refused:
        begin_change(actor=actor(cast.bo), assignment=agreed)

    assert refused.value.sentence == "Uppdraget är avslutat. Texten ni kom överens om står kvar."


def test_a_career_teacher_at_two_schools_agrees_with_each_principal(cast: Cast) -> None:
    make_duty(cast.bo, Role.FIRST_TEACHER, cast.alskolan)
    post = make_post(cast.bo, cast.bjorkskolan)
    here, there = (
        make_assignment(post, cast.rut),
        make_assignment(post, cast.hedda, place=cast.alskolan),
    )
    write(cast.bo, here.versions.get())

    with pytest.raises(RuleBroken):
        write(cast.rut, there.versions.get())
    yes(cast.bo, here.versions.get())
    yes(cast.rut, here.versions.get())

    assert set(Assignment.objects.values_list("place__name", "state")) == {
        ("Björkskolan", "in_force"),
        ("Alskolan", "draft"),
    }


def test_a_comment_is_made_once_settled_and_opened_again(cast: Cast, draft: Assignment) -> None:
    key, bo, rut = uuid7(), actor(cast.bo), actor(cast.rut)
    for _ in range(2):
        comment = make_comment(
            actor=bo, assignment=draft, part="time", text=" <b>Räcker</b> det? ", key=key
        )
    for _ in range(2):
        resolve_comment(actor=rut, comment=comment)
    settled = draft.comments.get()
    reopen_comment(actor=bo, comment=comment)

    opened = draft.comments.get()
    assert (settled.text, settled.author, settled.resolved_by) == (
        "<b>Räcker</b> det?",
        cast.bo,
        cast.rut,
    )
    assert (opened.resolved_at, opened.resolved_by) == (None, None)
    assert kinds(draft) == ["comment.made", "comment.resolved", "comment.reopened"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" ", "Skriv något först."),
        ("x" * 2001, "Texten har 2001 tecken och får ha högst 2000. Korta den."),
    ],
)
def test_a_comment_has_a_text_of_some_length(
    cast: Cast, draft: Assignment, text: str, sentence: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        make_comment(actor=actor(cast.bo), assignment=draft, part="time", text=text)

    assert refused.value.sentence == sentence


def test_only_the_two_comment(cast: Cast, draft: Assignment) -> None:
    with pytest.raises(RuleBroken):
        make_comment(actor=actor(cast.tora), assignment=draft, part="time", text="Hej")

    assert draft.comments.count() == 0

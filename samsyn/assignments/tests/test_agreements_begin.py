"""An assignment is begun, named, taken over and ended: by whom it may, and by whom it may not."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from samsyn.assignments.actions.agreements import (
    begin_assignment,
    end_assignment,
    remove_draft,
    set_asking,
    set_facts,
    take_over,
)
from samsyn.assignments.actions.comments import make_comment
from samsyn.assignments.actions.writing import write_part
from samsyn.assignments.models import Assignment, Audience, CareerPost, Part, State, Template
from samsyn.assignments.rules.years import year_of
from samsyn.core.models import uuid7
from samsyn.core.rules import RuleBroken
from samsyn.organisations.actions.people import delegate_duty
from samsyn.organisations.models import Event, Organisation
from samsyn.organisations.roles import Role
from tests.cast import (
    LONG_AGO,
    Cast,
    actor,
    make_agreed,
    make_assignment,
    make_duty,
    make_person,
    make_post,
)

pytestmark = pytest.mark.django_db
TITLE = "Elever som resonerar i matematik"


def yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)


def begin(who: Any, post: CareerPost, counterpart: Any, **over: Any) -> Assignment:
    fields = {
        "place": post.place,
        "year": year_of(timezone.localdate()),
        "counterpart": counterpart,
        "title": TITLE,
        **over,
    }
    return begin_assignment(actor=actor(who), post=post, **fields)


@pytest.fixture
def post(cast: Cast) -> CareerPost:
    return make_post(cast.bo, cast.bjorkskolan)


@pytest.mark.parametrize("who", ["bo", "rut"])
def test_either_of_the_two_begins_a_draft_with_a_row_for_every_part(
    cast: Cast, post: CareerPost, who: str
) -> None:
    begun = begin(getattr(cast, who), post, cast.rut)

    version = begun.versions.get()
    assert (begun.state, begun.counterpart, begun.holder) == ("draft", cast.rut, cast.bo)
    assert begun.begun_by == getattr(cast, who)
    assert (version.state, version.number, version.revision) == ("shared", None, 0)
    assert {part.part for part in version.parts.all()} == set(Part.values)
    assert Event.objects.filter(kind="assignment.begun", matter_id=begun.pk).count() == 1


def test_a_deputy_begins_in_the_principals_place(cast: Cast, post: CareerPost) -> None:
    today = timezone.localdate()
    duty = cast.rut.duties.get(role=Role.PRINCIPAL)
    delegate_duty(
        actor=actor(cast.rut), duty=duty, deputy=cast.lena, starts_on=today, ends_on=today
    )

    begun = begin(cast.lena, post, cast.rut)

    assert (begun.counterpart, begun.begun_by) == (cast.rut, cast.lena)


@pytest.mark.parametrize("who", ["tora", "hedda", "adam", "cecilia", "lena"])
def test_nobody_else_begins_it(cast: Cast, post: CareerPost, who: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        begin(getattr(cast, who), post, cast.rut)

    assert refused.value.sentence == "Bara de två som uppdraget är mellan kan göra det här."
    assert Assignment.objects.count() == 0


@pytest.mark.parametrize("counterpart", ["tora", "hedda", "dag", "cecilia"])
def test_the_counterpart_at_a_school_is_its_principal(
    cast: Cast, post: CareerPost, counterpart: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        begin(cast.bo, post, getattr(cast, counterpart))

    assert refused.value.sentence == (
        "Om ett uppdrag på Björkskolan kommer man överens med rektorn där. För en tjänst hos hela huvudmannen är det skolchefen eller en utvecklingsledare."
    )


def test_a_principal_is_counterpart_only_where_they_are_principal(cast: Cast) -> None:
    """Rut is principal kl. Björkskolan and teaches at Alskolan."""
    make_duty(cast.bo, Role.FIRST_TEACHER, cast.alskolan)
    post = make_post(cast.bo, cast.alskolan)

    with pytest.raises(RuleBroken):
        begin(cast.bo, post, cast.rut)


def test_a_principal_whose_duty_ended_yesterday_is_no_counterpart(
    cast: Cast, post: CareerPost
) -> None:
    cast.rut.duties.filter(role=Role.PRINCIPAL).update(ends_on=yesterday())

    with pytest.raises(RuleBroken):
        begin(cast.bo, post, cast.rut)


def test_nobody_agrees_with_themselves(cast: Cast) -> None:
    make_duty(cast.rut, Role.FIRST_TEACHER, cast.bjorkskolan)
    post = make_post(cast.rut, cast.bjorkskolan)

    with pytest.raises(RuleBroken) as refused:
        begin(cast.rut, post, cast.rut)

    assert refused.value.sentence == "Ingen kommer överens med sig själv. Välj någon annan."


@pytest.mark.parametrize("counterpart", ["hedda", "dag"])
def test_a_post_of_the_whole_organiser_is_agreed_with_those_who_lead_it(
    cast: Cast, counterpart: str
) -> None:
    post = make_post(cast.bo, cast.organiser)

    begun = begin(cast.bo, post, getattr(cast, counterpart))

    assert (begun.place, begun.counterpart) == (cast.organiser, getattr(cast, counterpart))


def test_work_at_two_schools_is_two_assignments_with_two_principals(
    cast: Cast, post: CareerPost
) -> None:
    make_duty(cast.bo, Role.FIRST_TEACHER, cast.alskolan)
    other = make_person("Pia Pil", cast.organiser)
    make_duty(other, Role.PRINCIPAL, cast.alskolan)

    begin(cast.bo, post, cast.rut)
    begin(cast.bo, post, other, place=cast.alskolan)

    pairs = set(Assignment.objects.values_list("place__name", "counterpart__family_name"))
    assert pairs == {("Björkskolan", "Rönn"), ("Alskolan", "Pil")}


def test_there_is_none_where_the_person_does_not_work(cast: Cast, post: CareerPost) -> None:
    other = make_person("Pia Pil", cast.organiser)
    make_duty(other, Role.PRINCIPAL, cast.alskolan)

    with pytest.raises(RuleBroken) as refused:
        begin(cast.bo, post, other, place=cast.alskolan)

    assert refused.value.sentence == "Bo Bok har ingen tjänst på Alskolan det läsåret."


def test_there_is_one_for_a_post_a_place_and_a_year(cast: Cast, post: CareerPost) -> None:
    begin(cast.bo, post, cast.rut)

    with pytest.raises(RuleBroken) as refused:
        begin(cast.rut, post, cast.rut)

    assert refused.value.sentence == (
        "Det finns redan ett uppdrag för den tjänsten på den platsen det läsåret."
    )


def test_the_form_sent_twice_begins_it_once(cast: Cast, post: CareerPost) -> None:
    key = uuid7()

    first, second = (begin(cast.bo, post, cast.rut, key=key) for _ in range(2))

    assert first == second
    assert Event.objects.filter(kind="assignment.begun").count() == 1


def test_it_holds_within_the_post(cast: Cast) -> None:
    year = year_of(timezone.localdate())
    post = make_post(cast.bo, cast.bjorkskolan, ends_on=date(year + 1, 1, 15))

    begun = begin(cast.bo, post, cast.rut)

    assert (begun.starts_on, begun.ends_on) == (date(year, 8, 10), date(year + 1, 1, 15))


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"year": 2019}, "Tjänsten gäller inte under det läsåret."),
        ({"year": 9999}, "Det läsåret finns inte här: 9999."),
        ({"title": "  "}, "Skriv vad uppdraget heter."),
        ({"title": "x" * 161}, "En rubrik har högst 160 tecken."),
    ],
)
def test_what_does_not_fit_is_refused(
    cast: Cast, post: CareerPost, over: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        begin(cast.bo, post, cast.rut, **over)

    assert refused.value.sentence == sentence


def test_it_begins_from_a_template(cast: Cast, post: CareerPost) -> None:
    template = Template.objects.create(
        controller=cast.organiser,
        name="Mall",
        parts={"background": "Utgå från kvalitetsrapporten.", "old-part": "finns inte"},
    )

    begun = begin(cast.bo, post, cast.rut, template=template)

    texts = {part.part: part.text for part in begun.versions.get().parts.all() if part.text}
    assert texts == {"background": "Utgå från kvalitetsrapporten."}


def last_years(post: CareerPost, counterpart: Any) -> Assignment:
    year = year_of(timezone.localdate()) - 1
    dates = {"year": year, "starts_on": date(year, 8, 10), "ends_on": date(year + 1, 6, 15)}
    earlier = make_agreed(post, counterpart, stage="7-9", dialogue_weeks=8, **dates)
    parts = earlier.versions.get().parts
    parts.filter(part=Part.SUPPORT).update(audience=Audience.TWO)
    return earlier


def test_it_begins_from_last_years_text(cast: Cast, post: CareerPost) -> None:
    begun = begin(cast.bo, post, cast.rut, last_year=last_years(post, cast.rut))

    parts = {part.part: part for part in begun.versions.get().parts.all()}
    assert {code: part.text for code, part in parts.items()} == {
        code: f"{code}: text" for code in Part.values
    }
    assert parts["background"].written_by == cast.bo
    assert (begun.hours, begun.stage, begun.dialogue_weeks) == (Decimal(3), "7-9", 8)
    assert (begun.has_mandate, begun.activity_codes) == (True, "|supervises|leads-learning|")


def test_what_was_between_two_is_not_shown_to_the_next_principal(
    cast: Cast, post: CareerPost
) -> None:
    former = make_person("Frej Frost", cast.organiser)

    begun = begin(cast.bo, post, cast.rut, last_year=last_years(post, former))

    empty = [part.part for part in begun.versions.get().parts.all() if part.is_empty]
    assert empty == ["support"]


def test_it_does_not_begin_from_another_persons_text(cast: Cast, post: CareerPost) -> None:
    other = last_years(make_post(cast.lena, cast.bjorkskolan), cast.rut)

    with pytest.raises(RuleBroken):
        begin(cast.bo, post, cast.rut, last_year=other)


def test_new_facts_take_back_a_yes_to_the_draft(cast: Cast, post: CareerPost) -> None:
    draft = make_assignment(post, cast.rut)
    draft.versions.update(counterpart_agreed_at=timezone.now(), counterpart_agreed_by=cast.rut)

    set_facts(actor=actor(cast.bo), assignment=draft, title="Nytt namn", dialogue_weeks=6)

    version = draft.versions.get()
    draft.refresh_from_db()
    assert (draft.title, draft.dialogue_weeks, version.revision) == ("Nytt namn", 6, 2)
    assert (version.counterpart_agreed_at, version.counterpart_agreed_by) == (None, None)
    kinds = Event.objects.filter(matter_id=draft.pk).values_list("kind", flat=True)
    assert sorted(kinds) == ["assignment.changed", "assignment.yes_cleared"]


def test_the_same_facts_change_nothing(cast: Cast, post: CareerPost) -> None:
    draft = make_assignment(post, cast.rut)

    set_facts(actor=actor(cast.bo), assignment=draft, title=draft.title, subject=draft.subject)

    assert Event.objects.filter(matter_id=draft.pk).count() == 0


def test_what_to_ask_about_is_the_holders_own(cast: Cast, post: CareerPost) -> None:
    agreed = make_agreed(post, cast.rut)

    set_asking(
        actor=actor(cast.bo), assignment=agreed, ask_about=" Bedömning ", ask_when="Tisdagar"
    )
    with pytest.raises(RuleBroken) as refused:
        set_asking(actor=actor(cast.rut), assignment=agreed, ask_about="Allt", ask_when="Jämt")

    agreed.refresh_from_db()
    assert (agreed.ask_about, agreed.ask_when) == ("Bedömning", "Tisdagar")
    assert refused.value.sentence == ("Vad kollegor kan fråga om skriver karriärläraren själv.")


def new_principal(cast: Cast) -> Any:
    person = make_person("Pia Pil", cast.organiser)
    make_duty(person, Role.PRINCIPAL, cast.bjorkskolan)
    return person


def leave(cast: Cast) -> None:
    cast.rut.duties.filter(role=Role.PRINCIPAL).update(ends_on=yesterday())


def test_a_new_principal_takes_over_from_one_who_left(cast: Cast, post: CareerPost) -> None:
    agreed, pia = make_agreed(post, cast.rut), new_principal(cast)
    leave(cast)

    for _ in range(2):
        take_over(actor=actor(pia), assignment=agreed)

    agreed.refresh_from_db()
    version = agreed.versions.get()
    assert (agreed.counterpart, version.counterpart_agreed_by) == (pia, cast.rut)
    assert Event.objects.filter(kind="assignment.taken_over").count() == 1


def test_nobody_takes_over_from_one_who_is_still_there(cast: Cast, post: CareerPost) -> None:
    agreed, pia = make_agreed(post, cast.rut), new_principal(cast)

    with pytest.raises(RuleBroken) as refused:
        take_over(actor=actor(pia), assignment=agreed)

    assert refused.value.sentence == (
        "Rut Rönn leder fortfarande Björkskolan. Uppdraget stannar mellan dem."
    )


@pytest.mark.parametrize("who", ["hedda", "tora", "cecilia"])
def test_only_a_principal_of_the_school_takes_over(cast: Cast, post: CareerPost, who: str) -> None:
    agreed = make_agreed(post, cast.rut)
    leave(cast)

    with pytest.raises(RuleBroken) as refused:
        take_over(actor=actor(getattr(cast, who)), assignment=agreed)

    assert refused.value.sentence == ("Bara den som själv är rektor på Björkskolan kan ta över.")


def test_a_yes_of_the_former_principal_to_a_draft_does_not_bind_the_next(
    cast: Cast, post: CareerPost
) -> None:
    draft, pia = make_assignment(post, cast.rut), new_principal(cast)
    draft.versions.update(counterpart_agreed_at=timezone.now(), counterpart_agreed_by=cast.rut)
    leave(cast)

    take_over(actor=actor(pia), assignment=draft)

    assert draft.versions.get().counterpart_agreed_at is None


def test_a_proposal_of_the_former_principal_is_taken_back(cast: Cast, post: CareerPost) -> None:
    agreed, pia = make_agreed(post, cast.rut), new_principal(cast)
    proposal = agreed.versions.create(
        state="shared", author=cast.rut, counterpart_agreed_at=timezone.now()
    )
    leave(cast)

    take_over(actor=actor(pia), assignment=agreed)

    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"


def test_it_is_ended_once_and_from_today(cast: Cast, post: CareerPost) -> None:
    agreed = make_agreed(post, cast.rut, starts_on=LONG_AGO)

    for _ in range(2):
        end_assignment(actor=actor(cast.rut), assignment=agreed)

    agreed.refresh_from_db()
    assert (agreed.state, agreed.ends_on) == (State.ENDED, timezone.localdate())
    assert Event.objects.filter(kind="assignment.ended").count() == 1


def test_a_draft_is_not_ended(cast: Cast, post: CareerPost) -> None:
    draft = make_assignment(post, cast.rut)

    with pytest.raises(RuleBroken):
        end_assignment(actor=actor(cast.rut), assignment=draft)


def test_an_empty_draft_is_thrown_away(cast: Cast, post: CareerPost) -> None:
    remove_draft(actor=actor(cast.rut), assignment=begin(cast.bo, post, cast.rut))

    assert Assignment.objects.count() == 0
    assert Event.objects.filter(kind="assignment.draft_removed").count() == 1


@pytest.mark.parametrize("what", ["text", "comment"])
def test_a_draft_in_which_something_is_written_stays(
    cast: Cast, post: CareerPost, what: str
) -> None:
    draft = begin(cast.bo, post, cast.rut)
    if what == "text":
        version = draft.versions.get()
        write_part(actor=actor(cast.bo), version=version, part="mandate", text="Leder ämneslaget")
    else:
        make_comment(actor=actor(cast.bo), assignment=draft, part="mandate", text="Hur mycket?")

    with pytest.raises(RuleBroken) as refused:
        remove_draft(actor=actor(cast.rut), assignment=draft)

    assert refused.value.sentence == (
        "Något är skrivet i utkastet. Det blir kvar, så att ingens text går förlorad."
    )


def test_the_place_has_to_be_at_the_posts_organiser(cast: Cast, post: CareerPost) -> None:
    elsewhere: Organisation = cast.other_school

    with pytest.raises(RuleBroken):
        begin(cast.bo, post, cast.cecilia, place=elsewhere)

"""What assignments put on start pages: what waits for whom, with its words, and what is not said twice."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from samsyn.assignments import start
from samsyn.assignments.differences import differing
from samsyn.assignments.models import (
    Assignment,
    Audience,
    Dialogue,
    Outcome,
    Part,
    PartText,
    Preparation,
    Version,
    VersionState,
)
from samsyn.core.panels import Item
from samsyn.organisations.models import Delegation, Duty, Person
from samsyn.organisations.roles import Role
from tests.cast import Cast, actor, make_agreed, make_assignment, make_duty, make_person, make_post

START = reverse("home:start")


def waiting(person: Person) -> list[Item]:
    with translation.override("sv"):
        return list(start.all_waiting(actor(person), None))


def new(person: Person) -> list[Item]:
    with translation.override("sv"):
        return list(start.all_new(actor(person), None))


def titles(items: list[Item]) -> list[str]:
    return [str(item.title) for item in items]


@pytest.fixture
def draft(cast: Cast) -> Assignment:
    today = timezone.localdate()
    return make_assignment(
        make_post(cast.bo, cast.bjorkskolan),
        cast.rut,
        title="Läsa",
        starts_on=today + timedelta(days=5),
        ends_on=today + timedelta(days=200),
    )


@pytest.fixture
def agreed(cast: Cast) -> Assignment:
    return make_agreed(
        make_post(cast.bo, cast.bjorkskolan),
        cast.rut,
        title="Läsa",
        ends_on=timezone.localdate() + timedelta(days=200),
    )


def propose(assignment: Assignment, by: Person, **texts: Any) -> Version:
    version = Version.objects.create(
        assignment=assignment,
        state=VersionState.SHARED,
        author=by,
        revision=2,
        shared_at=timezone.now() - timedelta(days=3),
        holder_agreed_at=timezone.now() if by == assignment.holder else None,
        counterpart_agreed_at=None if by == assignment.holder else timezone.now(),
    )
    for part, text in texts.items():
        PartText.objects.create(version=version, part=part, text=text, audience=Audience.ORGANISER)
    return version


def test_draft_waits_for_both_until_one_has_said_yes(cast: Cast, draft: Assignment) -> None:
    first = (titles(waiting(cast.bo)), titles(waiting(cast.rut)))
    draft.versions.update(holder_agreed_at=timezone.now())
    then = (titles(waiting(cast.bo)), titles(waiting(cast.rut)))

    assert first == (["Skriv klart ”Läsa”"], ["Skriv klart ”Läsa”"])
    assert then == ([], ["Ta ställning till ”Läsa”"])
    (item,) = waiting(cast.rut)
    assert (item.text, item.act, item.on) == (
        "Bo har sagt ja. Läs och svara.",
        "Läs och svara",
        draft.starts_on,
    )


def test_draft_that_has_begun_waits_today_and_is_left_to_the_lapse_after_four_weeks(
    cast: Cast, draft: Assignment
) -> None:
    today = timezone.localdate()
    Assignment.objects.update(starts_on=today - timedelta(days=27))
    (item,) = waiting(cast.bo)
    Assignment.objects.update(starts_on=today - timedelta(days=28))

    assert item.on == today
    assert str(item.note).startswith("började ")
    assert titles(waiting(cast.bo)) == ["”Läsa” är inte överenskommet"]


@pytest.mark.parametrize("who", ["tora", "hedda", "dag", "adam", "lena", "cecilia"])
def test_nothing_of_it_waits_for_others(cast: Cast, draft: Assignment, who: str) -> None:
    assert waiting(getattr(cast, who)) == []


def test_nothing_waits_when_the_principals_duty_has_ended(cast: Cast, draft: Assignment) -> None:
    Duty.objects.filter(person=cast.rut, role=Role.PRINCIPAL).update(
        ends_on=timezone.localdate() - timedelta(days=1)
    )

    assert waiting(cast.rut) == []


def test_deputy_acts_until_the_last_day(cast: Cast, draft: Assignment) -> None:
    today = timezone.localdate()
    duty = Duty.objects.get(person=cast.rut, role=Role.PRINCIPAL)
    delegation = Delegation.objects.create(
        duty=duty, deputy=cast.lena, starts_on=today, ends_on=today
    )
    last_day = titles(waiting(cast.lena))
    Delegation.objects.filter(pk=delegation.pk).update(
        starts_on=today - timedelta(days=2), ends_on=today - timedelta(days=1)
    )

    assert last_day == ["Skriv klart ”Läsa”"]
    assert waiting(cast.lena) == []


def test_change_waits_with_its_words_and_the_answer_beside(cast: Cast, agreed: Assignment) -> None:
    PartText.objects.filter(version__assignment=agreed, part=Part.MANDATE).update(
        text="Bo leder tisdagar och föreslår vad de ska handla om."
    )
    version = propose(
        agreed, cast.bo, mandate="Bo leder tisdagar och bestämmer vad de ska handla om."
    )

    (item,) = waiting(cast.rut)

    assert item.title == "Svara på ändringen från Bo: mandat"
    assert item.quote == (
        "<p>Bo leder tisdagar och <del>föreslår</del> <ins>bestämmer</ins> vad de ska handla om.</p>"
    )
    assert (item.act, item.url) == (
        "Godkänn ändringen",
        reverse("assignments:agree", args=[agreed.pk]),
    )
    assert item.send == (("version", str(version.pk)), ("revision", "2"))
    assert item.other is not None
    assert str(item.other[0]) == "Läs hela och svara"
    assert str(item.note).startswith("sedan ")
    assert waiting(cast.bo) == []


def test_change_of_time_and_markup_is_quoted_as_text(cast: Cast, agreed: Assignment) -> None:
    version = propose(agreed, cast.rut, background="<script>x</script>", time="text")
    version.parts.filter(part=Part.TIME).update(hours=Decimal("2.5"), text="time: text")

    (item,) = waiting(cast.bo)

    assert item.title == "Svara på ändringen från Rut: bakgrund och behov och tid"
    assert "<ins>&lt;script&gt;x&lt;/script&gt;</ins>" in item.quote
    assert "<del>3 timmar i veckan</del>, <ins>2,5 timmar i veckan</ins>" in item.quote


def test_long_text_is_quoted_round_the_change_only() -> None:
    before, after = "ord " * 60 + "gammalt" + " ord" * 60, "ord " * 60 + "nytt" + " ord" * 60

    quote = start.quoted(differing(before, after))

    assert quote.startswith("… ord")
    assert quote.endswith("ord …")
    assert len(quote) < 200
    assert "<del>gammalt</del> <ins>nytt</ins>" in quote


def test_change_is_agreed_from_the_start_page(
    client_for: Any, cast: Cast, agreed: Assignment
) -> None:
    propose(agreed, cast.bo, mandate="Nytt")
    client = client_for(cast.rut)
    (item,) = waiting(cast.rut)
    assert "<ins>Nytt</ins>" in client.get(START).content.decode()

    client.post(item.url, dict(item.send))

    assert agreed.versions.get(state=VersionState.IN_FORCE).number == 2
    assert waiting(cast.rut) == []


def test_what_only_its_author_sees_waits_for_the_author(cast: Cast, agreed: Assignment) -> None:
    Version.objects.create(assignment=agreed, state=VersionState.WRITING, author=cast.bo)

    assert titles(waiting(cast.bo)) == ["Dela din ändring av ”Läsa”"]
    assert waiting(cast.rut) == []


def test_comments_wait_for_the_other_until_they_are_settled(cast: Cast, agreed: Assignment) -> None:
    for text in ("Räcker <b>tiden</b>?", "Och i vår?"):
        agreed.comments.create(part=Part.TIME, author=cast.bo, text=text)

    (item,) = waiting(cast.rut)

    assert item.title == "Bo har skrivit två kommentarer"
    assert item.quote == "<p>Räcker &lt;b&gt;tiden&lt;/b&gt;?</p>"
    assert item.url.endswith("#time")
    assert waiting(cast.bo) == []
    agreed.comments.update(resolved_at=timezone.now())
    assert waiting(cast.rut) == []


def test_an_answered_comment_waits_for_the_one_who_wrote_it(cast: Cast, agreed: Assignment) -> None:
    agreed.comments.create(part=Part.TIME, author=cast.bo, text="Räcker tiden?")
    agreed.comments.create(part=Part.TIME, author=cast.rut, text="Ja, till jul.")

    assert waiting(cast.rut) == []
    assert titles(waiting(cast.bo)) == ["Rut har skrivit en kommentar"]
    agreed.comments.create(part=Part.MANDATE, author=cast.bo, text="Vem bestämmer?")
    assert titles(waiting(cast.rut)) == ["Bo har skrivit en kommentar"]


def test_close_waits_in_the_last_month_and_when_the_other_has_closed(
    cast: Cast, agreed: Assignment
) -> None:
    outcome = Outcome.objects.create(assignment=agreed, holder_closed_at=timezone.now())
    (item,) = waiting(cast.rut)

    assert (item.title, item.act, item.on) == (
        "Hur blev det med ”Läsa”?",
        "Läs och avsluta",
        agreed.ends_on,
    )
    assert waiting(cast.bo) == []
    outcome.delete()
    Assignment.objects.update(ends_on=timezone.localdate() + timedelta(days=30))
    assert titles(waiting(cast.bo)) == ["Hur blev det med ”Läsa”?"]


def test_what_came_in_force_and_what_was_refused_is_new_for_a_fortnight(
    cast: Cast, agreed: Assignment
) -> None:
    Version.objects.create(
        assignment=agreed, state=VersionState.DECLINED, author=cast.bo, answer="Inte i år."
    )

    assert {(str(i.title), str(i.text)) for i in new(cast.bo)} == {
        ("”Läsa” gäller.", "Du och Rut har båda sagt ja."),
        ("Rut sa nej till din ändring av ”Läsa”.", "Inte i år."),
    }
    assert titles(new(cast.rut)) == ["”Läsa” gäller."]
    assert [new(getattr(cast, who)) for who in ("tora", "hedda", "adam")] == [[], [], []]
    Version.objects.update(in_force_at=timezone.now() - timedelta(days=15))
    assert titles(new(cast.rut)) == []


def page_for(client_for: Any, person: Person) -> str:
    return str(client_for(person).get(START).content.decode())


def test_career_teacher_has_the_thread_in_the_margin(
    client_for: Any, cast: Cast, agreed: Assignment
) -> None:
    Assignment.objects.update(hours=None)

    page = page_for(client_for, cast.bo)

    assert "<h2>Din röda tråd</h2>" in page
    assert "Ingen nedsättning är avtalad." in page
    assert "Uppdragen på" not in page


def test_principal_has_dialogues_the_year_and_the_schools_assignments(
    client_for: Any, cast: Cast, agreed: Assignment
) -> None:
    Assignment.objects.update(next_dialogue_at=timezone.now() + timedelta(days=29))
    Dialogue.objects.create(
        assignment=agreed, counterpart=cast.rut, starts_at=timezone.now() + timedelta(days=29)
    )
    make_agreed(make_post(cast.lena, cast.bjorkskolan), cast.rut, title="Räkna", hours=None)

    page = page_for(client_for, cast.rut)

    assert "<h2>Planerade dialoger</h2>" in page
    assert "<b>Dialog med Bo Bok</b>" in page
    assert "du har inte förberett dig" in page
    assert "<h2>Läsåret på Björkskolan</h2>" in page
    assert "alla två överenskomna" in page
    assert "<h2>Uppdragen på Björkskolan</h2>" in page
    assert "Två uppdrag. Ett hänger ihop hela vägen, ett saknar tid och en planerad dialog." in page
    assert page.index(">Räkna<") < page.index(">Läsa<", page.index("Uppdragen på"))


def test_a_dialogue_stands_once_where_something_is_to_be_done_if_something_is(
    client_for: Any, cast: Cast, agreed: Assignment
) -> None:
    near, far = (
        Dialogue.objects.create(
            assignment=agreed, counterpart=cast.rut, starts_at=timezone.now() + timedelta(days=days)
        )
        for days in (9, 29)
    )
    urls = [f'href="{reverse("assignments:dialogue", args=[one.pk])}"' for one in (near, far)]
    for person, other, heading in (
        (cast.rut, "Bo", "<h2>Planerade dialoger</h2>"),
        (cast.bo, "Rut", "<h2>Härnäst</h2>"),
    ):
        page = page_for(client_for, person)
        waits, _, planned = page.partition(heading)

        assert f"<h2>Förbered dialogen med {other}</h2>" in waits
        assert [page.count(url) for url in urls] == [1, 1]
        assert urls[0] in waits
        assert urls[1] in planned

        Preparation.objects.create(dialogue=near, person=person, done_at=timezone.now())
        page = page_for(client_for, person)
        waits, _, planned = page.partition(heading)

        assert "Förbered dialogen" not in page
        assert [page.count(url) for url in urls] == [1, 1]
        assert urls[0] in planned
        assert planned.count("du är förberedd") == 1


def test_what_waits_below_the_tenth_leaves_the_dialogue_among_those_planned(
    client_for: Any, cast: Cast, agreed: Assignment
) -> None:
    propose(agreed, cast.bo, mandate="Nytt")
    for number in range(10):
        person = make_person(f"Nr{number} Namn", cast.organiser)
        make_duty(person, Role.FIRST_TEACHER, cast.bjorkskolan)
        make_assignment(
            make_post(person, cast.bjorkskolan), cast.rut, starts_on=timezone.localdate()
        )
    dialogue = Dialogue.objects.create(
        assignment=agreed, counterpart=cast.rut, starts_at=timezone.now() + timedelta(days=9)
    )

    page = page_for(client_for, cast.rut)

    assert "Förbered dialogen" not in page
    assert page.count(f'href="{reverse("assignments:dialogue", args=[dialogue.pk])}"') == 1


def test_head_of_schools_has_the_sentence_and_the_way_on(
    client_for: Any, cast: Cast, agreed: Assignment
) -> None:
    page = page_for(client_for, cast.hedda)

    assert "<h2>Uppdragen i Älvsunda kommun</h2>" in page
    assert "Ett uppdrag på en skola." not in page
    assert "Ett uppdrag. Det saknar en planerad dialog." in page
    assert f'href="{reverse("assignments:overview")}"' in page
    assert "thread-row" not in page
    assert "Läsåret på" not in page


def test_page_counts_all_that_waits(client_for: Any, cast: Cast) -> None:
    for number in range(12):
        person = make_person(f"Nr{number} Namn", cast.organiser)
        make_duty(person, Role.FIRST_TEACHER, cast.bjorkskolan)
        make_assignment(
            make_post(person, cast.bjorkskolan), cast.rut, starts_on=timezone.localdate()
        )

    page = page_for(client_for, cast.rut)

    assert "Tolv saker väntar på dig, Rut" in page
    assert "Och 2 till." in page
    assert page.count("button primary") == 1


@pytest.mark.parametrize(("who", "asked"), [("tora", 10), ("bo", 17), ("rut", 22), ("hedda", 12)])
def test_page_asks_as_much_for_three_as_for_one(
    client_for: Any,
    cast: Cast,
    agreed: Assignment,
    django_assert_num_queries: Any,
    who: str,
    asked: int,
) -> None:
    propose(agreed, cast.hedda, mandate="Nytt")
    client = client_for(getattr(cast, who))
    client.get(START)
    with django_assert_num_queries(asked):
        client.get(START)
    for person in (cast.lena, cast.dag):
        more = make_agreed(
            make_post(person, cast.bjorkskolan),
            cast.rut,
            ends_on=timezone.localdate() + timedelta(days=200),
        )
        propose(more, cast.hedda, mandate="Nytt")

    with django_assert_num_queries(asked):
        client.get(START)

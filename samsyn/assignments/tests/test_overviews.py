"""Overviews of assignments: whose, what is said of them in sum, and what nobody but the two may read."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from samsyn.assignments.models import Audience, Part, PartText, Stage, State
from samsyn.assignments.queries.overviews import Place, Sums
from samsyn.assignments.sums import rope_of, sentence, title_of
from samsyn.organisations.roles import Role
from tests.cast import Cast, make_agreed, make_assignment, make_duty, make_person, make_post

OVERVIEW = reverse("assignments:overview")


def sums(total: int, *, drafts: int = 0, something: int = 0, schools: int = 1, **gaps: int) -> Sums:
    for_all = gaps.pop("for_all", 0)
    none = dict.fromkeys(("time", "mandate", "evaluation", "dialogue", "outcome"), 0)
    places = [Place(str(index), "Skola", 1) for index in range(schools)]
    if for_all:
        places.append(Place("all", "Älvsunda kommun", for_all, is_school=False))
    return Sums(
        total=total,
        drafts=drafts,
        something=something,
        gaps={**none, **gaps},
        under_way=total - drafts,
        evaluated=0,
        places=tuple(places),
    )


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        (
            sums(17, schools=6, something=7, time=5, mandate=1, dialogue=1),
            "Sjutton uppdrag på sex skolor. Tio hänger ihop hela vägen, sju saknar något. Oftast är det tid.",
        ),
        (
            sums(6, something=2, time=2),
            "Sex uppdrag. Fyra hänger ihop hela vägen, två saknar tid.",
        ),
        (sums(1), "Ett uppdrag. Det hänger ihop hela vägen."),
        (sums(3, schools=2), "Tre uppdrag på två skolor. Alla hänger ihop hela vägen."),
        (sums(1, drafts=1), "Ett uppdrag. Det är inte överenskommet än."),
        (sums(2, drafts=2), "Två uppdrag. Inget är överenskommet än."),
        (
            sums(1, something=1, time=1, mandate=1),
            "Ett uppdrag. Det saknar tid och mandat.",
        ),
        (sums(2, something=2, dialogue=2), "Två uppdrag. Alla saknar en planerad dialog."),
        (
            sums(2, something=2, time=1, mandate=1),
            "Två uppdrag. Alla saknar något.",
        ),
        (
            sums(4, drafts=1, something=1, time=1),
            "Fyra uppdrag. Två hänger ihop hela vägen, ett saknar tid och ett är inte överenskommet än.",
        ),
        (
            sums(19, schools=6, for_all=2),
            "Nitton uppdrag, sjutton på sex skolor och två för hela huvudmannen. Alla hänger ihop hela vägen.",
        ),
        (
            sums(1, schools=0, for_all=1),
            "Ett uppdrag för hela huvudmannen. Det hänger ihop hela vägen.",
        ),
        (sums(140, schools=31), "140 uppdrag på 31 skolor. Alla hänger ihop hela vägen."),
    ],
)
def test_the_sum_is_said_in_a_sentence(counted: Sums, said: str) -> None:
    with translation.override("sv"):
        assert sentence(counted) == said


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ([("/a/", "Älvsunda kommun")], "Uppdragen i Älvsunda kommun"),
        ([("/a/b/", "Björkskolan")], "Uppdragen på Björkskolan"),
        (
            [("/a/b/", "Björkskolan"), ("/a/c/", "Alskolan")],
            "Uppdragen på Björkskolan och Alskolan",
        ),
    ],
)
def test_the_title_says_where(places: list[tuple[str, str]], said: str) -> None:
    with translation.override("sv"):
        assert title_of(places) == said


@pytest.fixture
def planned() -> dict[str, Any]:
    """What makes an agreed assignment hold together all the way."""
    return {"next_dialogue_at": timezone.now() + timedelta(days=9)}


def page_for(client_for: Any, person: Any, query: str = "") -> str:
    return str(client_for(person).get(OVERVIEW + query).content.decode())


def test_principal_sees_the_own_school_and_not_where_she_teaches(
    client_for: Any, cast: Cast, planned: dict[str, Any]
) -> None:
    make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut, title="Här", **planned)
    make_agreed(make_post(cast.tora, cast.alskolan), cast.hedda, title="Där", **planned)

    page = page_for(client_for, cast.rut)

    assert "<h1>Uppdragen på Björkskolan</h1>" in page
    assert "Ett uppdrag. Det hänger ihop hela vägen." in page
    assert (">Här<" in page, "Där" in page) == (True, False)


@pytest.mark.parametrize("who", ["hedda", "dag"])
def test_who_leads_the_organiser_sees_all_its_schools(
    client_for: Any, cast: Cast, planned: dict[str, Any], who: str
) -> None:
    make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut, title="Här", **planned)
    make_agreed(make_post(cast.tora, cast.alskolan), cast.hedda, title="Där", **planned)

    page = page_for(client_for, getattr(cast, who))

    assert "<h1>Uppdragen i Älvsunda kommun</h1>" in page
    assert "Två uppdrag på två skolor." in page
    assert page.index(">Där<") < page.index(">Här<")
    assert "Två uppdrag, efter skola i bokstavsordning och sedan efter titel." in page


def test_another_organiser_sees_nothing_but_the_first_step(client_for: Any, cast: Cast) -> None:
    make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut, title="Här")

    page = page_for(client_for, cast.cecilia)

    assert ">Här<" not in page
    assert "Inget uppdrag är påbörjat för läsåret" in page


def test_a_draft_is_there_without_its_text(client_for: Any, cast: Cast) -> None:
    draft = make_assignment(
        make_post(cast.bo, cast.bjorkskolan),
        cast.rut,
        hours=4,
        activity_codes="|visits|",
    )
    PartText.objects.create(
        version=draft.versions.get(),
        part=Part.BACKGROUND,
        text="Hemligt",
        audience=Audience.NETWORK,
    )
    draft.versions.update(holder_agreed_at=timezone.now())

    page = page_for(client_for, cast.hedda)
    by_activity = page_for(client_for, cast.hedda, "?activity=visits")

    assert "Det är inte överenskommet än." in page
    assert "Bo har sagt ja. Rut har inte svarat än." in page
    assert "Hemligt" not in page
    assert "4 tim" not in page
    assert "Inget uppdrag stämmer med urvalet." in by_activity


def test_what_is_missing_comes_first_and_then_whose_turn_it_is(client_for: Any, cast: Cast) -> None:
    one = make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut, hours=None, has_mandate=False)
    one.versions.create(state="shared", author=cast.rut)

    page = page_for(client_for, cast.hedda)

    assert "Det saknar tid, mandat och en planerad dialog." in page
    assert "<b>Tid, mandat och en planerad dialog saknas</b>" in page
    assert "Rut har föreslagit en ändring. Bo har inte svarat än. Ingen dialog har hållits." in page


def test_activities_that_only_the_two_read_are_neither_counted_nor_found(
    client_for: Any, cast: Cast
) -> None:
    one = make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut)
    spread = page_for(client_for, cast.hedda)
    PartText.objects.filter(version__assignment=one, part=Part.ACTIVITIES).update(
        audience=Audience.TWO
    )

    assert "Handleder andra lärare</th>" in spread.replace("\n", "").replace("  ", "")
    assert "Efter aktivitet" not in page_for(client_for, cast.hedda)
    assert "Inget uppdrag stämmer med urvalet." in page_for(
        client_for, cast.hedda, "?activity=supervises"
    )
    assert "Inget uppdrag stämmer med urvalet." not in page_for(
        client_for, cast.rut, "?activity=supervises"
    )


def test_protected_holder_is_seen_by_the_counterpart_alone(client_for: Any, cast: Cast) -> None:
    cast.bo.protected_identity = True
    cast.bo.save()
    make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut, title="Dold")
    make_duty(cast.adam, Role.HEAD_OF_SCHOOLS, cast.organiser)

    seen = {
        who: ">Dold<" in page_for(client_for, getattr(cast, who))
        for who in ("rut", "hedda", "dag", "adam")
    }

    assert seen == {"rut": True, "hedda": False, "dag": False, "adam": False}
    assert "En person med skyddad identitet" in page_for(client_for, cast.rut)
    assert "Bo Bok" not in page_for(client_for, cast.rut)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"Alfa", "Beta", "Gamma"}),
        ("?lacks=time", {"Beta"}),
        ("?lacks=agreement", {"Gamma"}),
        ("?subject=Svenska", {"Beta"}),
        ("?stage=7-9", {"Alfa"}),
        ("?lacks=time&subject=Matematik", set()),
        ("?lacks=finns-inte&stage=ingen&place=1&year=x", {"Alfa", "Beta", "Gamma"}),
        ("?year=1999", set()),
    ],
)
def test_the_sentence_chooses(
    client_for: Any, cast: Cast, planned: dict[str, Any], query: str, titles: set[str]
) -> None:
    school = cast.bjorkskolan
    make_agreed(make_post(cast.bo, school), cast.rut, title="Alfa", stage=Stage.LATE, **planned)
    make_agreed(
        make_post(cast.lena, school),
        cast.rut,
        title="Beta",
        subject="Svenska",
        hours=None,
        **planned,
    )
    make_assignment(make_post(cast.tora, school), cast.rut, title="Gamma")
    make_assignment(
        make_post(cast.dag, school), cast.rut, title="Förr", year=1999, subject="Svenska"
    )

    page = page_for(client_for, cast.rut, query)

    shown = {title for title in ("Alfa", "Beta", "Gamma") if f">{title}<" in page}
    assert shown == titles
    assert (">Förr<" in page) == (query == "?year=1999")


def test_long_list_is_paged_and_keeps_its_filter(client_for: Any, cast: Cast) -> None:
    for number in range(26):
        person = make_person(f"Nr{number} Namn", cast.organiser)
        make_assignment(make_post(person, cast.bjorkskolan), cast.rut)

    page = page_for(client_for, cast.rut, "?lacks=agreement")

    assert "1–25 av 26" in page
    assert 'href="?lacks=agreement&amp;page=2"' in page


def test_above_forty_the_rope_is_counts_alone(client_for: Any, cast: Cast) -> None:
    for number in range(41):
        person = make_person(f"Nr{number} Namn", cast.organiser)
        make_assignment(make_post(person, cast.bjorkskolan), cast.rut)

    page = page_for(client_for, cast.rut)

    assert 'class="rope-inner "' in page
    assert "41 inte klara" in page


def test_overview_asks_as_much_for_three_as_for_one(
    client_for: Any, cast: Cast, django_assert_num_queries: Any
) -> None:
    client = client_for(cast.hedda)
    make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut)
    client.get(OVERVIEW)
    with django_assert_num_queries(12):
        client.get(OVERVIEW)
    make_agreed(make_post(cast.lena, cast.bjorkskolan), cast.rut)
    make_assignment(make_post(cast.tora, cast.alskolan), cast.hedda)

    with django_assert_num_queries(12):
        client.get(OVERVIEW)


def test_it_ends_with_whom_to_ask_about_the_gaps_on_the_page(client_for: Any, cast: Cast) -> None:
    make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut, hours=None)
    for_hedda = page_for(client_for, cast.hedda)

    assert 'href="mailto:rut.ronn@samsyn.example">Fråga Rut om det som saknas</a>' in for_hedda
    assert "mailto:" not in page_for(client_for, cast.rut)


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("bo", "Bo har föreslagit en ändring. Du har inte svarat än."),
        ("rut", "Du har föreslagit en ändring. Bo har inte svarat än."),
    ],
)
def test_the_one_whose_turn_it_is_reads_you(
    client_for: Any, cast: Cast, by: str, said: str
) -> None:
    one = make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut)
    one.versions.create(state="shared", author=getattr(cast, by))

    assert said in page_for(client_for, cast.rut)
    assert said in str(client_for(cast.rut).get("/").content.decode())


@pytest.mark.parametrize(
    ("yes", "said"),
    [
        ("", "Du och Bo skriver."),
        ("holder", "Bo har sagt ja. Du har inte svarat än."),
        ("counterpart", "Du har sagt ja. Bo har inte svarat än."),
    ],
)
def test_a_draft_says_you_to_the_one_who_writes(
    client_for: Any, cast: Cast, yes: str, said: str
) -> None:
    one = make_assignment(make_post(cast.bo, cast.bjorkskolan), cast.rut)
    if yes:
        one.versions.update(**{f"{yes}_agreed_at": timezone.now()})

    assert said in page_for(client_for, cast.rut)


def test_an_organiser_is_said_with_in_and_a_school_with_at(client_for: Any, cast: Cast) -> None:
    make_agreed(make_post(cast.lena, cast.organiser), cast.hedda, title="För alla")
    make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut)

    page = page_for(client_for, cast.hedda)
    own = str(client_for(cast.lena).get(reverse("assignments:mine")).content.decode())
    posts = str(client_for(cast.hedda).get(reverse("assignments:posts")).content.decode())

    for seen in (page, posts):
        assert ">i Älvsunda kommun</option>" in seen
        assert ">på Björkskolan</option>" in seen
        assert ">på alla skolor</option>" in seen
    assert "I Älvsunda kommun med Hedda Hassel, läsåret" in own


@pytest.mark.parametrize(
    ("evaluated", "said"),
    [(0, "inget utvärderat än"), (1, "ett utvärderat"), (3, "3 utvärderade")],
)
def test_the_rope_counts_in_words_where_there_is_one_or_none(evaluated: int, said: str) -> None:
    counted = replace(sums(4, drafts=4), evaluated=evaluated)

    with translation.override("sv"):
        links = rope_of([], counted, 2026, timezone.now()).links

    assert [str(link.note) for link in links][-1] == said
    assert "har inte börjat" in [str(link.note) for link in links]


def test_draft_that_was_closed_with_its_post_lacks_nothing(client_for: Any, cast: Cast) -> None:
    school = cast.bjorkskolan
    make_assignment(make_post(cast.lena, school), cast.rut, title="Läslust", state=State.ENDED)
    make_agreed(make_post(cast.bo, school), cast.rut, title="Räknelust")

    page = page_for(client_for, cast.rut)

    assert "Räknelust" in page
    assert "Läslust" not in page

"""Groups side by side: of rounds read in from files as of others, three of them, and before a round has closed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone
from scipy import stats

from samsyn.organisations.access import SYSTEM
from samsyn.organisations.models import Person
from samsyn.surveys.actions import import_questionnaire, import_responses
from samsyn.surveys.comparing import comparisons
from samsyn.surveys.drafts import RoundDraft
from samsyn.surveys.faults import Faulty
from samsyn.surveys.models import Mode, Round, RoundState
from samsyn.surveys.queries import groups_by, groups_of_round, result_page
from samsyn.surveys.questionnaire import read_questionnaire
from samsyn.surveys.tests.every_kind import answers_of, make_every_kind, make_questionnaire
from samsyn.surveys.tests.making import make_closed_round, make_round
from samsyn.surveys.tests.test_views import address, text_of
from tests.cast import Cast

SignIn = Callable[[Person], Client]

HUNDRED = [answers_of(number)[0] for number in range(100)]
YAML = """
survey: {code: ny, title: Ny}
sections:
- title: Del
  questions:
  - {code: role, kind: single, text: Roll, options: [A, B]}
  - {code: q1, kind: text, text: Vad}
round: {code: ny1, title: Ny 1, shown_by: [%s]}
"""


def make_imported(cast: Cast, *shown_by: str) -> Round:
    """The hundred answers of every kind, as a file that was read in."""
    questionnaire = make_questionnaire(
        round=RoundDraft("fil-2026", "Ur en fil", shown_by=shown_by), groups_note=""
    )
    import_questionnaire(actor=SYSTEM, organisation=cast.university, questionnaire=questionnaire)
    round = Round.objects.get(code="fil-2026")
    answers = [(str(number), given) for number, given in enumerate(HUNDRED)]
    import_responses(actor=SYSTEM, round=round, answers=answers)
    round.refresh_from_db()
    return round


def make_three(cast: Cast, *chosen: int) -> Round:
    """Thirty of each of three roles, of whom so many chose the first option and the rest the second."""
    round = make_round(cast.university, groupings=(), groups_note="")
    answers = [
        (f"{role}-{number}", {"role": [role], "q1": [0 if number < chosen[role] else 1]})
        for role in range(3)
        for number in range(30)
    ]
    import_responses(actor=SYSTEM, round=round, answers=answers)
    round.refresh_from_db()
    return round


def test_a_round_from_a_file_has_filters_by_what_its_file_names(
    cast: Cast, client_for: SignIn
) -> None:
    round = make_imported(cast, "role", "time")
    with_time = [answers for answers in HUNDRED if answers["time"] == [0]]

    query = "?a=roller:0&b=roller:1&f-time=time%3D0"
    page = client_for(cast.anna).get(address(round, query)).context["page"]

    assert (page.filters, page.filtered) == (("Ja",), len(with_time))
    assert [group.base for group in page.question("what").groups] == [
        sum(answers["role"] == [0] for answers in with_time),
        sum(answers["role"] != [0] for answers in with_time),
    ]


def test_a_round_from_a_file_without_names_is_shown_by_its_background_and_says_so(
    cast: Cast, client_for: SignIn
) -> None:
    round = make_imported(cast)

    answer = client_for(cast.anna).get(address(round, "?a=role=0&b=role=1&c=role=2"))

    form, text = answer.context["form"], text_of(answer.content)
    assert (form.group_names, form.filter_names) == (["a", "b", "c"], [])
    assert [group.label for group in form.chosen()] == [
        "Förstelärare",
        "Rektor",
        "Skolchef",
    ]
    assert "Svaren kan delas upp efter en enda fråga: ”Vilken är din roll?”." in text


def test_where_no_group_is_large_enough_the_page_says_so(cast: Cast, client_for: SignIn) -> None:
    round = make_closed_round(cast.university, 4, 2, 1, groupings=())

    text = text_of(client_for(cast.anna).get(address(round)).content)

    assert groups_of_round(round) == ()
    assert "Ingen grupp är stor nog att visas för sig." in text


def test_a_file_names_only_questions_with_one_choice() -> None:
    read = read_questionnaire((YAML % "role").encode())
    assert read.round is not None
    assert read.round.shown_by == ("role",)

    with pytest.raises(Faulty) as faulty:
        read_questionnaire((YAML % "q1").encode())

    assert [(fault.row, fault.sentence) for fault in faulty.value.faults] == [
        (8, "Resultatet visas efter frågor där man väljer ett svar. Det här är ingen sådan.")
    ]


def test_three_groups_are_tested_together_and_the_first_against_the_others(cast: Cast) -> None:
    round = make_three(cast, 5, 15, 25)
    page = result_page(round, groups_by(round, "role"))

    found = comparisons([page.question("q1")])

    first_option = [one for one in found if "”Ett”" in one.sentence]
    together = next(one for one in first_option if one.groups == 3)
    wanted = stats.chi2_contingency([[5, 15, 25], [25, 15, 5]], correction=False)
    assert together.sentence == (
        "Andelen som svarar ”Ett” är 17 procent för Lärare, 50 procent för Rektor och 83 procent"
        " för Annan."
    )
    assert together.difference.p == pytest.approx(wanted.pvalue)
    assert together.verdict == "Skillnaderna är stora, och större än slumpen brukar ge."
    assert together.figures.startswith(
        "3 grupper tillsammans: chitvåtest, p < 0,001; Cramérs V 0,54"
    )
    assert sorted(one.groups for one in first_option) == [2, 2, 3]
    # Of two options: all together, and the first against two others.
    assert {one.tests for one in found} == {6}


def test_the_page_says_what_was_tested(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.anna)
    apart = make_three(cast, 5, 15, 25)
    overlapping = make_every_kind(cast.university)

    said = text_of(client.get(address(apart, "?a=role=0&b=role=1&c=role=2")).content)
    shared = text_of(
        client.get(address(overlapping, "?a=roller:0&b=roller:1&c=register=0")).content
    )

    assert (
        "Först prövas alla grupperna tillsammans, sedan Lärare mot var och en av de andra." in said
    )
    assert "Lärare och Norrbygd överlappar: några hör till båda." in shared
    assert "Här prövas Lärare mot var och en av de andra, om ingen hör till båda." in shared


def test_groups_with_respondents_in_common_are_not_tested(cast: Cast) -> None:
    round = make_every_kind(cast.university)
    offered = {group.key: group for group in groups_of_round(round)}
    page = result_page(round, [offered["roller:0"], offered["register=0"]])

    assert comparisons(page.questions) == []


def test_a_question_that_too_few_of_a_filter_were_asked_says_so(cast: Cast) -> None:
    round = make_every_kind(cast.university)
    page = result_page(round, groups_by(round, "roller"))
    question = replace(page.question("lead"), base=None)

    drawn = render_to_string(
        "surveys/_compared.html", {"question": question, "rows": question.as_rows, "page": page}
    )

    assert "Alla för få" in text_of(drawn.encode())


@pytest.mark.parametrize(
    ("state", "mode", "says", "leads"),
    [
        ("draft", Mode.ANONYMOUS, "Omgången är ett utkast.", "Se inbjudan"),
        (
            "scheduled",
            Mode.ANONYMOUS,
            "Omgången öppnar av sig själv den 1 september 2031 och stänger den 20 september 2031.",
            "Se inbjudan",
        ),
        (
            "open",
            Mode.ANONYMOUS,
            "Den stänger den 20 september 2031. Då visas resultatet för alla samtidigt",
            "Se svarsläget",
        ),
        ("open", Mode.IMPORTED, "Svaren är inte inlästa än", "Läs in svar"),
    ],
)
def test_a_round_without_results_says_why_and_what_comes_next(
    cast: Cast, client_for: SignIn, state: RoundState, mode: Mode, says: str, leads: str
) -> None:
    round = make_round(cast.university)
    opens_at = datetime(2031, 9, 1, 8, tzinfo=timezone.get_default_timezone())
    Round.objects.filter(pk=round.pk).update(
        state=state, mode=mode, opens_at=opens_at, closes_at=opens_at + timedelta(days=19)
    )

    anna, nils = (
        text_of(client_for(person).get(address(round)).content) for person in (cast.anna, cast.nils)
    )

    assert says in anna
    assert leads in anna
    assert says in nils
    assert leads not in nils
    assert "Se vad enkäten frågar" in nils

"""What is shown of a closed round: the published numbers of 2014, what is hidden, and what it costs."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import DjangoAssertNumQueries

from samsyn.core.rules import RuleBroken
from samsyn.surveys.exports import as_csv, as_json
from samsyn.surveys.findings import finding, page_finding
from samsyn.surveys.queries import groups_by, groups_of_round, result_page
from samsyn.surveys.tests.making import (
    RUN2014,
    make_closed_round,
    make_round,
    make_run2014,
)
from tests.cast import Cast

PUBLISHED = Path(__file__).parents[3] / "tests" / "published2014"


def published(name: str) -> list[tuple[str, int, int]]:
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as file:
        return [(row[0], int(row[1]), int(row[2])) for row in list(csv.reader(file))[1:]]


def tables(*arguments: str) -> Any:
    out = StringIO()
    call_command("survey_tables", *arguments, stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize(
    ("code", "name"),
    [("role", "roles.csv"), ("q1", "q1_assignments.csv"), ("q2", "q2_content.csv")],
)
def test_every_count_and_percent_is_the_published_one(cast: Cast, code: str, name: str) -> None:
    make_run2014(cast.university)

    found = {question["code"]: question for question in tables("run2014")["questions"]}

    options = [(o["label"], o["count"], o["percent"]) for o in found[code]["options"]]
    assert options == published(name)
    assert found[code]["base"] == 164
    assert "groups" not in found[code]


def test_the_groups_of_roles_have_the_published_sizes(cast: Cast) -> None:
    make_run2014(cast.university)

    found = tables("run2014", "--by", "role-group")

    assert [list(question) for question in found["questions"]] == [
        ["code", "text", "base", "options", "groups"]
    ] * 3
    for question in found["questions"]:
        assert [(group["label"], group["base"]) for group in question["groups"]] == [
            ("Skolchefer/rektorer", 53),
            ("Förstelärare/lektorer", 95),
            ("Övriga roller", 16),
        ]
    assert found["note"].startswith("Uppdelningen på roller är en rekonstruktion.")


def test_the_groups_of_2014_add_up_where_they_are_shown(cast: Cast) -> None:
    make_run2014(cast.university)

    question = tables("run2014", "--by", "role-group")["questions"][1]

    hidden = []
    for place, option in enumerate(question["options"]):
        cells = [group["options"][place] for group in question["groups"]]
        if any(cell.get("hidden") for cell in cells):
            hidden.append(option["label"])
            assert [cell["count"] for cell in cells] == [None, None, None]
        else:
            assert sum(cell["count"] for cell in cells) == option["count"]
    assert hidden == ["Är examensansvarig på gymnasieskolan eller inom vuxenutbildningen"]


def test_a_response_rate_is_given_where_the_invited_are_known(cast: Cast) -> None:
    page = result_page(make_run2014(cast.university))

    assert (page.respondents, page.invited_count, page.rate) == (164, 250, 66)


def test_findings_are_made_of_totals(cast: Cast) -> None:
    round = make_run2014(cast.university)
    page = result_page(round, groups_by(round, "role-group"))

    assert page_finding(page) == "Åtta av tio svarar ”Undervisar”"
    assert finding(page.question("q2")) == (
        "Drygt sex av tio svarar ”Initiera och leda projekt i syfte att förbättra undervisningen”"
    )


def test_the_small_group_is_named_with_the_one_that_would_give_it_away(cast: Cast) -> None:
    page = result_page(make_run2014(cast.university))

    assert [(joined.names, joined.small) for joined in page.joined] == [
        ("Förstelärare och Lektor", (("Lektor", 2),))
    ]


def test_nothing_is_shown_while_the_round_is_open(cast: Cast) -> None:
    round = make_round(cast.university)

    with pytest.raises(RuleBroken):
        result_page(round)
    with pytest.raises(CommandError):
        tables("r1")
    assert groups_of_round(round) == ()


def test_fewer_than_the_threshold_in_all_show_no_numbers(cast: Cast) -> None:
    page = result_page(make_closed_round(cast.university, 2, 2))

    assert page.has_too_few
    assert [question.base for question in page.questions] == [None, None, None]
    assert {o.count for question in page.questions for o in question.options} == {None}


def test_a_group_named_before_closing_that_turned_out_too_small_is_refused(cast: Cast) -> None:
    round = make_closed_round(cast.university, 10, 2, 1)

    assert groups_of_round(round) == ()
    assert result_page(round).refused == ("Lärare", "Ledning")
    with pytest.raises(RuleBroken):
        result_page(round, groups_by(round, "roller"))


def test_an_unknown_grouping_is_a_sentence(cast: Cast) -> None:
    make_closed_round(cast.university, 5)

    with pytest.raises(CommandError, match="nej"):
        tables("r1", "--by", "nej")


def test_a_file_for_a_spreadsheet_holds_no_formula(cast: Cast) -> None:
    round = make_closed_round(cast.university, 5, 5, 5, groups_note="=1+1")
    text = as_csv(result_page(round, groups_by(round, "roller"))).decode("utf-8-sig")

    rows = list(csv.reader(StringIO(text), delimiter=";"))
    assert {row[-1] for row in rows[1:]} == {"", "'=1+1"}


def test_markdown_shows_markup_as_text(cast: Cast) -> None:
    out = StringIO()
    make_closed_round(cast.university, 5, 5, 5, groups_note="<b>|*fet*</b>")

    call_command("survey_tables", "r1", "--by", "roller", "--format", "md", stdout=out)

    assert "> \\<b\\>\\|\\*fet\\*\\</b\\>" in out.getvalue()


@pytest.mark.parametrize("respondents", [10, 300])
def test_a_result_page_costs_the_same_however_many_answered(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, respondents: int
) -> None:
    round = make_closed_round(cast.university, respondents, 7, 8)
    round.survey  # noqa: B018 - fetched with the round by a view
    groups = groups_of_round(round)

    with django_assert_num_queries(6):
        page = result_page(round, groups)

    assert as_json(page)["respondents"] == respondents + 15


def test_the_command_reads_in_all_or_nothing(cast: Cast, tmp_path: Path) -> None:
    round = make_round(cast.university)
    file = tmp_path / "svar.csv"
    file.write_text("respondent_id,role,q1\n1,Lärare,Ett\n2,Lärare,Ett;Två;Tre\n")

    with pytest.raises(CommandError) as error:
        call_command("import_responses", str(file), round="r1")

    assert "row 3, q1: Här står 3 val. Högst 2 är tillåtna. (Ett;Två;Tre)" in str(error.value)
    assert round.responses.count() == 0


def test_the_commands_make_the_chain_of_2014(cast: Cast) -> None:
    call_command(
        "import_questionnaire",
        str(RUN2014 / "questionnaire.yaml"),
        organisation="Mittskogs universitet",
        stdout=StringIO(),
    )
    out = StringIO()
    for _ in range(2):
        call_command(
            "import_responses", str(RUN2014 / "respondents.csv"), round="run2014", stdout=out
        )

    assert out.getvalue().splitlines() == [
        "run2014: 164 new, 0 unchanged; closed",
        "run2014: 0 new, 164 unchanged; closed",
    ]

"""The tables of the published report come out of the demo's respondents, number by number."""

import csv
from pathlib import Path

import polars as pl
import pytest

from samsyn.analysis.blocks import CutsBlock
from samsyn.analysis.compare import differences
from samsyn.analysis.frame import choice_columns
from samsyn.analysis.frequencies import option_counts, percent
from samsyn.analysis.tabulate import Group, QuestionSpec, Tabulation, table, tabulate

ROOT = Path(__file__).parents[3]
PUBLISHED = ROOT / "tests" / "published2014"
DEMO = ROOT / "samsyn" / "surveys" / "demo" / "run2014"
FILES = {"role": "roles.csv", "q1": "q1_assignments.csv", "q2": "q2_content.csv"}

Published = dict[str, list[tuple[str, int, int]]]


def read_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


@pytest.fixture(scope="module")
def published() -> Published:
    return {
        code: [
            (label, int(count), int(share)) for label, count, share in read_rows(PUBLISHED / name)
        ]
        for code, name in FILES.items()
    }


@pytest.fixture(scope="module")
def frame(published: Published) -> pl.DataFrame:
    labels = {code: [label for label, *_ in rows] for code, rows in published.items()}
    answers = read_rows(DEMO / "respondents.csv")
    chosen = {
        code: [[labels[code].index(label) for label in row[column].split(";")] for row in answers]
        for code, column in (("q1", 2), ("q2", 3))
    }
    return pl.DataFrame({"role": [labels["role"].index(row[1]) for row in answers]}).with_columns(
        choice_columns(QuestionSpec("q1", 19), chosen["q1"])
        + choice_columns(QuestionSpec("q2", 19), chosen["q2"])
    )


QUESTIONS = [QuestionSpec("role", 7), QuestionSpec("q1", 19), QuestionSpec("q2", 19)]
GROUPS = [
    Group("Skolchefer/rektorer", frozenset({2, 3, 4})),
    Group("Förstelärare/lektorer", frozenset({0, 1})),
    Group("Övriga", frozenset({5, 6})),
]


@pytest.fixture(scope="module")
def tabulation(frame: pl.DataFrame) -> Tabulation:
    return tabulate(
        frame,
        variable="role",
        questions=QUESTIONS,
        groups=[group.values for group in GROUPS],
    )


@pytest.mark.parametrize("code", FILES)
def test_every_published_count_and_percent(
    code: str, published: Published, tabulation: Tabulation
) -> None:
    result = table(tabulation, code, GROUPS, whole=True)

    assert result.base == 164
    assert [(row.total.count, row.total.percent) for row in result.rows] == [
        (count, share) for _, count, share in published[code]
    ]


@pytest.mark.parametrize("question", QUESTIONS)
def test_published_counts_without_blocks(
    question: QuestionSpec, published: Published, frame: pl.DataFrame
) -> None:
    counts = option_counts(frame, question)

    assert [(count, percent(count, 164)) for count in counts] == [
        (count, share) for _, count, share in published[question.code]
    ]


@pytest.mark.parametrize("code", FILES)
def test_groups_add_up_and_rare_options_are_not_split(code: str, tabulation: Tabulation) -> None:
    result = table(tabulation, code, GROUPS, whole=True)

    assert [column.base for column in result.groups] == [53, 95, 16]
    for row in result.rows:
        counts = [cell.count for cell in row.groups]
        if (row.total.count or 0) < 5:
            assert counts == [None, None, None]
        else:
            assert sum(count or 0 for count in counts) == row.total.count


def test_two_lecturers_are_not_shown_alone(tabulation: Tabulation) -> None:
    with pytest.raises(CutsBlock):
        table(tabulation, "q1", [Group("Lektorer", frozenset({1}))])


def test_differences_between_principals_and_first_teachers(tabulation: Tabulation) -> None:
    result = table(tabulation, "q1", GROUPS)

    found = differences(result, 0, 1)

    assert sorted(difference.options for difference in found) == [
        (option,) for option in range(19) if option != 15
    ]
    sizes = [abs(difference.points) for difference in found]
    assert sizes == sorted(sizes, reverse=True)


def test_the_demo_has_the_published_tables() -> None:
    for name in FILES.values():
        assert (DEMO / name).read_bytes() == (PUBLISHED / name).read_bytes()

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis.blocks import BLANK, CutsBlock
from samsyn.analysis.cube import Part, QuestionCounts
from samsyn.analysis.frame import choice_columns
from samsyn.analysis.tabulate import (
    Cell,
    Group,
    QuestionSpec,
    Tabulation,
    table,
    tabulate,
    unsplit_options,
)

ROLE = QuestionSpec("role", 4)
MANY = QuestionSpec("many", 3)
ONE = QuestionSpec("one", 3)
QUESTIONS = [ROLE, MANY, ONE]


@dataclass(frozen=True)
class Respondent:
    role: int | None
    many: frozenset[int]
    one: int | None
    shown: bool


respondents = st.builds(
    Respondent,
    st.none() | st.integers(0, 3),
    st.frozensets(st.integers(0, 2)),
    st.none() | st.integers(0, 2),
    st.booleans(),
)
people = st.lists(respondents, max_size=40)
named_groups = st.lists(st.frozensets(st.integers(0, 3), max_size=3), max_size=3)
thresholds = st.integers(1, 6)


def make_frame(rows: Sequence[Respondent]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "role": pl.Series([row.role for row in rows], dtype=pl.Int64),
            "one": pl.Series([row.one for row in rows], dtype=pl.Int64),
            "one:shown": pl.Series([row.shown for row in rows], dtype=pl.Boolean),
        }
    ).with_columns(choice_columns(MANY, [row.many for row in rows]))


def make_tabulation(
    rows: Sequence[Respondent], groups: Sequence[frozenset[int]] = (), threshold: int = 5
) -> Tabulation:
    return tabulate(
        make_frame(rows), variable="role", questions=QUESTIONS, groups=groups, threshold=threshold
    )


def permitted_groups(tabulation: Tabulation) -> list[Group]:
    blocks = tabulation.blocks
    return [
        Group(str(chosen), frozenset(value for block in chosen for value in block.values))
        for count in range(1, len(blocks) + 1)
        for chosen in combinations(blocks, count)
    ]


def in_group(row: Respondent, group: Group) -> bool:
    return (BLANK if row.role is None else row.role) in group.values


@given(people, named_groups, thresholds)
def test_shown_groups_differ_by_nobody_or_by_the_threshold(
    rows: list[Respondent], groups: list[frozenset[int]], threshold: int
) -> None:
    tabulation = make_tabulation(rows, groups, threshold)
    asked = permitted_groups(tabulation)

    for code in ("role", "many", "one"):
        shown_to = {index for index, row in enumerate(rows) if code != "one" or row.shown}
        result = table(tabulation, code, asked)
        views = [shown_to] if result.base is not None else []
        for group, column in zip(asked, result.groups, strict=True):
            if column.base is not None:
                views.append({index for index in shown_to if in_group(rows[index], group)})
                assert column.base == len(views[-1])
        for one in views:
            for other in [*views, set[int]()]:
                assert len(one - other) == 0 or len(one - other) >= threshold


@given(people, named_groups, thresholds)
def test_shown_counts_are_those_of_the_respondents(
    rows: list[Respondent], groups: list[frozenset[int]], threshold: int
) -> None:
    tabulation = make_tabulation(rows, groups, threshold)
    asked = permitted_groups(tabulation)

    many, one = table(tabulation, "many", asked), table(tabulation, "one", asked)

    for option in range(3):
        chose_many = [option in row.many for row in rows]
        chose_one = [row.shown and row.one == option for row in rows]
        for result, chose in ((many, chose_many), (one, chose_one)):
            row = result.rows[option]
            assert row.options == (option,)
            assert row.total.count in (None, sum(chose))
            assert (row.total.count is None) == (result.base is None)
            for group, cell in zip(asked, row.groups, strict=True):
                members = [in_group(person, group) for person in rows]
                expected = sum(a and b for a, b in zip(chose, members, strict=True))
                assert cell.count in (None, expected)


@given(people, named_groups, thresholds)
def test_no_rare_option_is_split_or_left_over_when_the_shown_ones_are_subtracted(
    rows: list[Respondent], groups: list[frozenset[int]], threshold: int
) -> None:
    tabulation = make_tabulation(rows, groups, threshold)

    for code in ("many", "one"):
        result = table(tabulation, code, permitted_groups(tabulation))
        split = [row for row in result.rows if any(cell.count is not None for cell in row.groups)]
        unsplit = [row for row in result.rows if row not in split]
        assert all((row.total.count or 0) >= threshold for row in split)
        hidden_count = sum(row.total.count or 0 for row in unsplit)
        for index, column in enumerate(result.groups):
            if column.base is None:
                continue
            left_over = column.base - sum(row.groups[index].count or 0 for row in split)
            if left_over > 0 and hidden_count > 0:
                assert hidden_count + (result.blank or 0) >= threshold


@given(people, named_groups, thresholds)
def test_background_question_by_block_shows_no_row_below_the_threshold(
    rows: list[Respondent], groups: list[frozenset[int]], threshold: int
) -> None:
    tabulation = make_tabulation(rows, groups, threshold)

    result = table(tabulation, "role", permitted_groups(tabulation))

    shown = [row.total.count for row in result.rows if row.total.count is not None]
    assert all(count >= threshold for count in shown)
    assert sum(shown) == (len(rows) if len(rows) >= threshold else 0)
    assert result.blank is None or not tabulation.blocks


@given(people, named_groups, thresholds)
def test_totals_are_sums_and_whole_values_add_up(
    rows: list[Respondent], groups: list[frozenset[int]], threshold: int
) -> None:
    tabulation = make_tabulation(rows, groups, threshold)
    if len(rows) < threshold:
        return

    whole = table(tabulation, "role", whole=True)

    assert sum(block.size for block in tabulation.blocks) == len(rows) == whole.base
    assert sum(size for _, size in tabulation.sizes) == len(rows)
    assert sum(row.total.count or 0 for row in whole.rows) + (whole.blank or 0) == len(rows)
    many = tabulation.question("many")
    assert many.totals == tuple(sum(option in row.many for row in rows) for option in range(3))
    assert many.blank == sum(not row.many for row in rows)


@given(people, named_groups, thresholds)
def test_json_gives_an_equal_tabulation_and_the_same_text_for_rows_in_any_order(
    rows: list[Respondent], groups: list[frozenset[int]], threshold: int
) -> None:
    tabulation = make_tabulation(rows, groups, threshold)

    text = json.dumps(tabulation.to_json())

    assert Tabulation.from_json(json.loads(text)) == tabulation
    assert json.dumps(make_tabulation(rows[::-1], groups, threshold).to_json()) == text


@given(st.lists(respondents, max_size=5), named_groups)
def test_below_the_threshold_there_are_no_counts_at_all(
    rows: list[Respondent], groups: list[frozenset[int]]
) -> None:
    tabulation = make_tabulation(rows, groups, threshold=6)

    assert (tabulation.sizes, tabulation.blocks) == ((), ())
    assert [(question.blank, question.parts) for question in tabulation.questions] == [(0, ())] * 3
    for code in ("role", "many"):
        result = table(tabulation, code, [Group("", frozenset({0}))], whole=True)
        assert (result.base, result.blank, result.groups[0].base) == (None, None, None)
        assert {(row.total, row.groups) for row in result.rows} == {
            (Cell(None, None), (Cell(None, None),))
        }


def test_a_part_too_small_takes_another_group_with_it() -> None:
    # Without the second hiding, everybody (16) minus role 1 (8) minus role 2 (6) would be two people.
    rows = [
        Respondent(role, frozenset(), 0, shown)
        for role, shown_count in ((0, 2), (1, 8), (2, 6))
        for shown in [True] * shown_count + [False] * (10 - shown_count)
    ]
    tabulation = make_tabulation(rows)

    # Nobody has role 3, which stands with role 0 (the first of the smallest).
    asked = [frozenset({0, 3}), frozenset({1}), frozenset({2})]
    result = table(tabulation, "one", [Group("", values) for values in asked])
    merged = table(tabulation, "one", [Group("0 and 2", frozenset({0, 2, 3}))])

    assert result.base == 16
    assert [column.base for column in result.groups] == [None, 8, None]
    assert merged.groups[0].base == 8


def test_blocks_where_nobody_was_shown_the_question_hide_no_others() -> None:
    rows = [Respondent(role, frozenset(), 0, role == 0) for role in (0, 1) for _ in range(6)]
    groups = [Group("0", frozenset({0, 2, 3})), Group("1", frozenset({1}))]

    result = table(make_tabulation(rows), "one", groups)

    assert [column.base for column in result.groups] == [6, None]
    assert result.rows[0].groups == (Cell(6, 100), Cell(None, None))


def test_a_question_shown_to_too_few_has_no_numbers() -> None:
    rows = [Respondent(0, frozenset(), 0, index < 4) for index in range(20)]

    result = table(make_tabulation(rows), "one", [Group("all", frozenset({0, 1, 2, 3}))])

    assert (result.base, result.groups[0].base) == (None, None)
    assert {row.total for row in result.rows} == {Cell(None, None)}


def test_percentages_are_of_those_shown_the_question_blanks_included() -> None:
    rows = [Respondent(0, frozenset(), answer, True) for answer in [0] * 5 + [1] * 2 + [None]]
    rows += [Respondent(0, frozenset(), 0, False)] * 9

    result = table(make_tabulation(rows), "one")

    assert (result.base, result.blank) == (8, 1)
    assert [row.total for row in result.rows] == [Cell(5, 63), Cell(2, 25), Cell(0, 0)]


@pytest.mark.parametrize(
    ("blank", "parts", "expected"),
    [
        (0, [(10, (6, 4)), (10, (6, 4))], set()),
        (0, [(10, (9, 1)), (10, (8, 2))], {0, 1}),
        (5, [(12, (9, 1)), (13, (8, 2))], {1}),
        (0, [(10, (9, 0)), (10, (8, 0))], {1}),
        (0, [(10, (9, 8, 1)), (10, (8, 7, 2))], {2}),
        (0, [(10, (5, 4, 1)), (10, (9, 0, 1))], {1, 2}),
        (0, [(10, (8, 1, 1)), (10, (8, 1, 1))], {0, 1, 2}),
        (0, [(10, (4, 5, 1)), (10, (4, 5, 1))], {0, 2}),
    ],
    ids=[
        "no rare option",
        "single choice: the other option would tell it",
        "single choice: enough blanks to hide among",
        "nobody chose it: nothing to tell",
        "multiple choice: nothing is left over",
        "two rare ones hide each other",
        "hidden until the threshold is reached",
        "the rarest of those that remain",
    ],
)
def test_unsplit_options(
    blank: int, parts: list[tuple[int, tuple[int, ...]]], expected: set[int]
) -> None:
    counted = tuple(Part((index,), shown, counts) for index, (shown, counts) in enumerate(parts))
    question = QuestionCounts("q", len(parts[0][1]), blank, counted)

    assert unsplit_options(question, 5) == expected


def test_a_group_that_cuts_a_block_is_refused_for_every_question() -> None:
    rows = [Respondent(role, frozenset(), 0, False) for role in [0] * 9 + [1] * 2]

    for code in ("role", "many", "one"):
        with pytest.raises(CutsBlock):
            table(make_tabulation(rows), code, [Group("", frozenset({1}))])


def test_whole_shows_few_but_does_not_split_them() -> None:
    rows = [Respondent(role, frozenset(), 0, True) for role in [0] * 9 + [1] * 2 + [2] * 6 + [None]]
    tabulation = make_tabulation(rows, [frozenset({0, 1})])
    groups = [Group("0 and 1", frozenset({0, 1}))]

    whole = table(tabulation, "role", groups, whole=True)
    by_block = table(tabulation, "role", groups)

    assert (whole.base, whole.blank) == (18, 1)
    assert [row.options for row in whole.rows] == [(0,), (1,), (2,), (3,)]
    assert [row.total.count for row in whole.rows] == [9, 2, 6, 0]
    assert [row.groups[0].count for row in whole.rows] == [9, None, 0, None]
    assert [(row.options, row.total.count) for row in by_block.rows] == [
        ((0, 1), 11),
        ((2, 3, BLANK), 7),
    ]
    assert [row.groups[0] for row in by_block.rows] == [Cell(11, 100), Cell(0, 0)]


def test_a_survey_without_background_question_is_one_block() -> None:
    rows = [Respondent(None, frozenset({1}), None, False)] * 7

    tabulation = tabulate(make_frame(rows), variable=None, questions=[MANY])

    assert [block.size for block in tabulation.blocks] == [7]
    assert [row.total.count for row in table(tabulation, "many").rows] == [0, 7, 0]


@pytest.mark.parametrize("variable", ["many", "school", "one:shown"])
def test_the_variable_must_be_a_question_with_an_integer_column(variable: str) -> None:
    with pytest.raises(ValueError, match="must be one of the questions"):
        tabulate(make_frame([]), variable=variable, questions=QUESTIONS)


def test_unknown_questions_and_formats_are_refused() -> None:
    tabulation = make_tabulation([])

    with pytest.raises(KeyError):
        table(tabulation, "q9")
    with pytest.raises(ValueError, match="Unknown format of a tabulation: 3"):
        Tabulation.from_json({**tabulation.to_json(), "format": 3})

"""Rows of answers: what of the tables' hiding has to hold for them too."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis.tabulate import tabulate, unsplit_options
from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import SYSTEM
from samsyn.surveys.actions import close_round
from samsyn.surveys.answer_files.rows import Rows, Variable, rows_of, variable_name
from samsyn.surveys.answer_files.unnamed import GROUP, Counted, unnamed_rows
from samsyn.surveys.answer_files.writers import written
from samsyn.surveys.columns import columns_of
from samsyn.surveys.drafts import (
    ConditionDraft,
    QuestionDraft,
    Questionnaire,
    SectionDraft,
    options_of,
)
from samsyn.surveys.models import FileContent, Mode, Response, Round
from samsyn.surveys.queries.exports import rows_for
from samsyn.surveys.tests.every_kind import make_every_kind
from samsyn.surveys.tests.making import make_closed_round, make_open_round
from tests.cast import Cast

THRESHOLD = 5
ROLE = QuestionDraft("role", "single", "Roll?", choices=options_of(("Ett", "Två", "Tre", "Fyra")))
ONE = QuestionDraft("one", "single", "Vad?", choices=options_of(("A", "B", "C")))
MANY = QuestionDraft("many", "multiple", "Vilka?", choices=options_of(("A", "B", "C")))
QUESTIONNAIRE = Questionnaire(
    "enkat", "Enkät", sections=(SectionDraft("Del", "", (ROLE, ONE, MANY)),)
)

Answer = tuple[int, int | None, frozenset[int]]
answers_given = st.lists(
    st.tuples(
        st.sampled_from([0, 0, 0, 1, 1, 2, 3]),
        st.sampled_from([None, 0, 0, 0, 1, 1, 2]),
        st.frozensets(st.sampled_from([0, 0, 1, 2])),
    ),
    min_size=THRESHOLD,
    max_size=60,
)


def counted(answers: Sequence[Answer]) -> Counted:
    values: dict[str, list[Any]] = {
        "role": [[role] for role, _one, _many in answers],
        "one": [None if one is None else [one] for _role, one, _many in answers],
        "many": [sorted(many) for _role, _one, many in answers],
    }
    columns = {
        q.code: columns_of(q, values[q.code], threshold=THRESHOLD, is_variable=q.kind == "single")
        for q in QUESTIONNAIRE.questions
    }
    frame = pl.DataFrame([series for one in columns.values() for series in one.series])
    tabulation = tabulate(
        frame,
        variable="role",
        questions=[spec for one in columns.values() for spec in one.specs],
        threshold=THRESHOLD,
    )
    places = {value: at for at, block in enumerate(tabulation.blocks) for value in block.values}
    return Counted(
        title="Enkät",
        questionnaire=QUESTIONNAIRE,
        tabulation=tabulation,
        columns=columns,
        labels={q.code: q.options for q in QUESTIONNAIRE.questions},
        asked={},
        blocks=[places[role] for role, _one, _many in answers],
        block_labels=[str(block.values) for block in tabulation.blocks],
    )


def sizes(rows: Rows) -> list[int]:
    return rows.frame.group_by(GROUP).len()["len"].to_list()


@given(answers_given)
def test_no_group_of_the_rows_is_smaller_than_the_threshold(answers: list[Answer]) -> None:
    rows = unnamed_rows(counted(answers))

    assert min(sizes(rows)) >= THRESHOLD
    assert "role" not in rows.frame.columns
    assert len(rows.frame) == len(answers)


@given(answers_given)
def test_no_option_stands_in_a_row_that_is_not_shown_by_group(answers: list[Answer]) -> None:
    made = counted(answers)
    rows = unnamed_rows(made)

    hidden = unsplit_options(made.tabulation.question("one"), THRESHOLD)
    found = set(rows.frame["one"].drop_nulls()) if "one" in rows.frame.columns else set()
    assert found.isdisjoint({at + 1 for at in hidden})
    for at in unsplit_options(made.tabulation.question("many"), THRESHOLD):
        assert f"many_a{at + 1}" not in rows.frame.columns


@given(answers_given)
def test_those_who_chose_only_what_is_hidden_are_nobody_or_enough(answers: list[Answer]) -> None:
    rows = unnamed_rows(counted(answers))

    marks = [name for name in rows.frame.columns if name.startswith("many_")]
    if 0 < len(marks) < len(MANY.choices):
        unmarked = rows.frame.filter(pl.all_horizontal(pl.col(name) == 0 for name in marks))
        assert len(unmarked) == 0 or len(unmarked) >= THRESHOLD


def test_a_question_on_a_condition_that_the_rows_do_not_tell_is_left_out() -> None:
    on_role = (ConditionDraft("role", "any", ("a1",)),)
    on_one = (ConditionDraft("one", "any", ("a1",)),)
    answers: list[Answer] = [(number % 2, number % 2, frozenset({0})) for number in range(40)]
    made = counted(answers)
    for conditions, stands in ((on_one, True), (on_role, False)):
        many = QuestionDraft(**{**MANY.__dict__, "show_if": conditions})
        questionnaire = Questionnaire(
            "enkat", "Enkät", sections=(SectionDraft("Del", "", (ROLE, ONE, many)),)
        )
        rows = unnamed_rows(Counted(**{**made.__dict__, "questionnaire": questionnaire}))

        assert ("many_a1" in rows.frame.columns) is stands
        assert ("many" in dict(rows.left_out)) is not stands


def test_a_round_of_every_kind_gives_what_its_tables_give_by_group(cast: Cast) -> None:
    rows = rows_for(make_every_kind(cast.university), FileContent.UNNAMED)

    by_name = {variable.name: variable for variable in rows.variables}
    assert list(by_name) == rows.frame.columns
    assert list(by_name[GROUP].labels.values()) == [
        "Förstelärare, Norrbygd",
        "Förstelärare, Söderbygd",
        "Rektor, Norrbygd / Skolchef, Norrbygd",
        "Rektor, Söderbygd / Skolchef, Söderbygd",
    ]
    assert Counter(rows.frame[GROUP]) == {1: 40, 2: 25, 3: 20, 4: 15}
    assert dict(rows.left_out)["role"] == "står i raderna som grupp"
    assert dict(rows.left_out)["why"] == "besvaras med egna ord, som står i en egen fil"
    assert rows.frame["worth"].min() == -1
    assert by_name["worth"].labels[5] == "5 mycket"
    assert rows.frame["years"].null_count() == 0
    assert all(isinstance(code, int) for code in rows.frame["since"])


def test_rows_come_in_another_order_each_time(cast: Cast) -> None:
    round = make_every_kind(cast.university)

    first, second = (rows_for(round, FileContent.UNNAMED).frame for _ in range(2))

    assert not first.equals(second)
    assert first.sort(first.columns).equals(second.sort(second.columns))


def test_texts_stand_alone_with_their_question(cast: Cast) -> None:
    rows = rows_for(make_every_kind(cast.university), FileContent.TEXTS)

    assert rows.frame.rows() == [("why", "Varför?", "För att det behövs.")] * 25


def test_a_named_round_has_everything_with_the_name(cast: Cast) -> None:
    round = make_open_round(cast.university, 6, round_mode=Mode.NAMED)
    Response.objects.bulk_create(
        Response(
            round=round,
            respondent=str(number),
            invitation=invitation,
            answers={"role": [1], "q1": [0, 2], "q2": "Därför."},
        )
        for number, invitation in enumerate(round.invitations.order_by("name"))
    )
    close(round)

    rows = rows_for(round, FileContent.NAMED)

    assert rows.frame.columns == [
        *("namn", "epost", "roll_i_registret", "huvudman"),
        *("role", "q1_a1", "q1_a2", "q1_a3", "q2"),
    ]
    assert rows.frame.row(0) == (
        *("Inbjuden 0", "inbjuden0@samsyn.example", "", ""),
        *(2, 1, 0, 1, "Därför."),
    )


def close(round: Round) -> None:
    close_round(actor=SYSTEM, round=round)
    round.refresh_from_db()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            "too few",
            "Färre än 5 har svarat, så deras svar visas ingenstans.",
        ),
        (
            "changed",
            "Svaren är inte längre desamma som räknades när omgången stängde.",
        ),
    ],
)
def test_no_rows_leave_that_were_not_counted(cast: Cast, change: str, sentence: str) -> None:
    round = make_closed_round(cast.university, *((2, 1, 1) if change == "too few" else (9, 9, 9)))
    if change == "changed":
        Response.objects.filter(round=round).first().delete()  # type: ignore[union-attr]  # made just now

    with pytest.raises(RuleBroken) as broken:
        rows_for(round, FileContent.UNNAMED)

    assert broken.value.sentence == sentence


def test_names_that_are_the_same_to_a_program_are_told_apart() -> None:
    series = pl.Series("", [1])
    rows = rows_of("", [(Variable("q_1", ""), series), (Variable("Q_1", ""), series)])

    assert rows.frame.columns == ["q_1", "Q_1_2"]


@pytest.mark.parametrize("code", ["ALL", "and", "To"])
def test_a_code_that_is_a_word_of_a_program_is_a_name_all_the_same(code: str) -> None:
    rows = rows_of("", [(Variable(variable_name(code), "Vad?", {1: "Ja"}), pl.Series("", [1]))])

    assert rows.frame.columns == [f"v{code}"]
    assert written(rows, "sav", lambda _done, _total: None).startswith(b"$FL2")

"""Answers as LimeSurvey exports them, read by the questions of a survey."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.core.tables import BrokenFile, read_table
from samsyn.surveys.drafts import Questionnaire
from samsyn.surveys.limesurvey import Archive, read_archive, read_lss
from samsyn.surveys.tests.lime import question, survey

QUESTIONS = read_lss(
    survey(
        question("Q1", "L", answers={"A1": "Lärare", "A2": "Rektor"}, other="Y", mandatory="Y"),
        question(
            "Q2", "M", parts={"SQ001": "Fisk", "SQ002": "Soppa"}, other="Y", relevance='Q1 == "A1"'
        ),
        question(
            "Q3", "F", parts={"r1": "Trivs", "r2": "Har tid"}, answers={"1": "Ja", "2": "Nej"}
        ),
        question("Q4", "5"),
        question("Q5", "R", answers={"A1": "Tid", "A2": "Lön"}),
        question("Q6", "N", attributes={"min_num_value_n": 0}),
        question("Q7", "D"),
        question("Q8", "T"),
        question("Q9", "Q", parts={"a": "Namn"}),
        question("Q10", "P", parts={"a": "Ett", "b": "Två"}),
        question("Q11", "1", parts={"a": "Rad"}, answers={"1": "Ja"}, second={"1": "Hm"}),
        question("Q12", "O", answers={"A1": "Ett"}),
        question(
            "Q13",
            ":",
            parts={"mon": "Måndag"},
            columns={"am": "Förmiddag", "pm": "Eftermiddag"},
            attributes={"multiflexible_checkbox": "1"},
        ),
    )
)[0]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def read(*rows: dict[str, str], questionnaire: Questionnaire = QUESTIONS) -> Archive:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [columns, *([row.get(name, "") for name in columns] for row in rows)]
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    table = read_table(io.BytesIO(text.encode()), "svar.csv", columns_max=500)
    return read_archive(table, questionnaire)


def one(**row: str) -> Any:
    found = read({"Q1": "A1", **row})
    assert found.faults == []
    return found.answers[0]


def fault(**row: str) -> tuple[int | None, str, str]:
    found = read({"Q1": "A1", **row})
    return found.faults[0].row, found.faults[0].column, found.faults[0].sentence


def test_every_kind_is_read_as_it_is_stored() -> None:
    row = {
        "Q2[SQ001]": "Y",
        "Q2[SQ002]": "",
        "Q2[other]": "Gröt",
        "Q3[r1]": "1",
        "Q3[r2]": "2",
        "Q4": "4",
        "Q5[1]": "A2",
        "Q5[2]": "A1",
        "Q6": "12.5000000000",
        "Q7": "2024-11-04 00:00:00",
        "Q8": "Fritt",
        "Q9[a]": "Kort",
        "Q10[a]": "Y",
        "Q10[acomment]": "För att",
        "Q10[b]": "N",
        "Q11[a][1]": "1",
        "Q11[a][2]": "1",
        "Q12": "A1",
        "Q12[comment]": "Jo",
    }

    assert one(**row) == {
        "Q1": [0],
        "Q2": [0, 2],
        "Q2:other": "Gröt",
        "Q3": {"r1": 0, "r2": 1},
        "Q4": 4,
        "Q5": [1, 0],
        "Q6": "12.5",
        "Q7": "2024-11-04",
        "Q8": "Fritt",
        "Q9_a": "Kort",
        "Q10": [0],
        "Q10:a": "För att",
        "Q11_1": {"a": 0},
        "Q11_2": {"a": 0},
        "Q12": [0],
        "Q12_comment": "Jo",
    }


def test_whole_answers_mean_the_same_as_codes() -> None:
    row = {"Q1": "Lärare", "Q2[SQ001]": "Ja", "Q2[SQ002]": "Nej", "Q3[r1]": "Nej", "Q5[1]": "Lön"}

    assert one(**row) == {"Q1": [0], "Q2": [0], "Q3": {"r1": 1}, "Q5": [1]}


def test_another_answer_has_its_text() -> None:
    assert one(**{"Q1": "-oth-", "Q1[other]": "Vaktmästare"}) == {
        "Q1": [2],
        "Q1:other": "Vaktmästare",
    }


def test_headings_may_have_underscores() -> None:
    assert one(Q2_SQ002="Y", Q3_r1="1") == {"Q1": [0], "Q2": [1], "Q3": {"r1": 0}}


def test_who_and_when_is_not_kept() -> None:
    row = {
        "id": "7",
        "submitdate": "2024-11-04 10:12:13",
        "lastpage": "3",
        "startlanguage": "sv",
        "ipaddr": "192.0.2.7",
        "token": "hemlig",
        "attribute_1": "Björkskolan",
        "interviewtime": "61.2",
        "Q1": "A2",
    }
    found = read(row, row | {"id": "8", "submitdate": "2024-12-01 08:00:00"})

    assert list(found.answers) == [{"Q1": [1]}, {"Q1": [1]}]
    assert found.left_out == tuple(row)[:-1]
    assert found.months == ("2024-11", "2024-12")


def test_what_was_never_sent_in_is_left_out_and_counted() -> None:
    sent = {"id": "1", "submitdate": "1980-01-01 00:00:00", "Q1": "A1", "Q2[SQ001]": "Y"}
    found = read(
        sent,
        {"id": "2", "submitdate": "", "Q1": "A1"},
        # Hidden by the role, and left out.
        {"id": "3", "submitdate": "1980-01-01 00:00:00", "Q1": "A2", "Q2[SQ001]": "Y"},
        {"id": "4", "submitdate": "1980-01-01 00:00:00", "Q8": "Bara detta"},
    )

    assert found.answers == [{"Q1": [0], "Q2": [0]}, {"Q1": [1]}, {"Q8": "Bara detta"}]
    assert (found.total, found.unfinished, found.hidden, found.lacking) == (4, 1, 1, 1)
    assert found.months is None


def test_each_fault_says_its_row_and_column() -> None:
    assert fault(Q1="A9") == (2, "Q1", "The question has no option “A9”.")
    assert fault(**{"Q2[SQ001]": "Kanske"}) == (
        2,
        "Q2[SQ001]",
        "The question has no option “Kanske”.",
    )
    assert fault(Q6="-1") == (2, "Q6", "Write a number that is 0 or more.")
    assert fault(Q7="igår") == (2, "Q7", "Give a date: year, month and day, such as 2026-12-04.")
    unknown = "The survey has no question with this code. Take the column away."
    assert fault(Q99="1") == (1, "Q99", unknown)
    assert fault(**{"Q3[r9]": "1"}) == (1, "Q3[r9]", unknown)


def test_the_same_answer_twice_is_a_fault() -> None:
    found = read({"id": "1", "Q1": "A1"}, {"id": "1", "Q1": "A2"})

    assert [(f.row, f.column, f.sentence) for f in found.faults] == [
        (3, "id", "The answer stands already in row 2.")
    ]


def test_a_file_without_answers_is_a_fault() -> None:
    assert [f.sentence for f in read({"id": "1"}).faults] == [
        "The file has no column with answers."
    ]


HEADINGS = st.sampled_from(["id", "Q1", "Q2[SQ001]", "Q3[r1]", "Q5[1]", "Q5[99]", "Q6", "Q7", "x["])


@settings(max_examples=80, deadline=None)
@given(
    st.lists(HEADINGS | st.text(max_size=8), min_size=1, max_size=5),
    st.lists(st.lists(st.text(max_size=12), min_size=5, max_size=5), min_size=1, max_size=4),
)
def test_any_table_gives_faults_or_answers(columns: list[str], rows: list[list[str]]) -> None:
    lines = [columns, *(row[: len(columns)] for row in rows)]
    text = "\n".join(";".join('"' + c.replace('"', '""') + '"' for c in line) for line in lines)
    try:
        table = read_table(io.BytesIO(text.encode("utf-8", "replace")), "svar.csv")
    except BrokenFile:
        return
    found = read_archive(table, QUESTIONS)

    assert found.fault_count >= len(found.faults)
    known = {one.code for one in QUESTIONS.questions}
    assert all(key.split(":")[0] in known for answers in found.answers for key in answers)


def test_a_box_in_a_table_is_marked() -> None:
    assert one(**{"Q13[mon_am]": "", "Q13[mon_pm]": "1"}) == {"Q1": [0], "Q13_mon": [1]}

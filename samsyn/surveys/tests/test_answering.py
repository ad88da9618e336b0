"""What is shown to whom, what a page that was sent in says, and that whatever is sent gives answers that hold."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from samsyn.surveys.answering import (
    Written,
    faults_of,
    fields_of,
    in_language,
    minutes,
    piped,
    piped_codes,
    read_section,
    said,
    shown,
)
from samsyn.surveys.drafts import (
    ConditionDraft,
    OptionDraft,
    QuestionDraft,
    Questionnaire,
    RowDraft,
    SectionDraft,
    options_of,
)

ROLE = QuestionDraft(
    "role", "single", "Roll?", required=True, choices=options_of(("Lärare", "Rektor", "Annan"))
)
CONTENT = QuestionDraft(
    "q1",
    "multiple",
    "Vad?",
    max=2,
    choices=(
        *options_of(("Ett", "Två", "Tre")),
        OptionDraft("other", "Annat", takes_text=True),
        OptionDraft("none", "Inget", is_exclusive=True),
    ),
)
MATRIX = QuestionDraft(
    "m1",
    "matrix",
    "Stämmer det?",
    required=True,
    choices=options_of(("Nej", "Delvis", "Ja")),
    rows=(RowDraft("r1", "Tid"), RowDraft("r2", "Stöd")),
)
SCALE = QuestionDraft("s1", "scale", "Hur?", required=True, unsure_label="Vet inte")
RANKING = QuestionDraft("k1", "ranking", "Ordna", choices=options_of(("A", "B", "C")))
NUMBER = QuestionDraft(
    "n1", "number", "Timmar?", lowest=Decimal(0), highest=Decimal(40), decimals=1, unit="timmar"
)
DAY = QuestionDraft("d1", "date", "När?")
SHORT = QuestionDraft("t1", "short", "Ämne?", max_length=10)
TEXT = QuestionDraft("t2", "text", "Varför, {role}?")
PRINCIPAL_ONLY = QuestionDraft(
    "p1", "text", "Som rektor?", show_if=(ConditionDraft("role", options=("a2",)),)
)
AFTER_PRINCIPAL = QuestionDraft("p2", "text", "Mer?", show_if=(ConditionDraft("p1", "answered"),))
ALL = Questionnaire(
    "enkat",
    "Enkät",
    sections=(
        SectionDraft("Om dig", "", (ROLE, PRINCIPAL_ONLY, QuestionDraft("b1", "block", "Läs"))),
        SectionDraft("Uppdraget", "", (CONTENT, MATRIX, SCALE, RANKING)),
        SectionDraft(
            "Ledning", "", (AFTER_PRINCIPAL,), show_if=(ConditionDraft("role", options=("a2",)),)
        ),
        SectionDraft("Till sist", "", (NUMBER, DAY, SHORT, TEXT)),
    ),
)


def only(question: QuestionDraft) -> Questionnaire:
    return Questionnaire("enkat", "Enkät", sections=(SectionDraft("Del", "", (question,)),))


def read(question: QuestionDraft, **fields: str | list[str]) -> tuple[Any, Any]:
    """The answer and the sentences, of a page with this question alone. `q` is the question's own field."""
    posted = {
        name.replace("q", f"a.{question.code}", 1).replace("_", "."): [value]
        if isinstance(value, str)
        else value
        for name, value in fields.items()
    }
    with translation.override("en"):
        found = read_section(only(question), 0, posted, Written())
    return found.written.answers, list(found.faults.values())


@pytest.mark.parametrize(
    ("question", "fields", "answers"),
    [
        (ROLE, {"q": "1"}, {"role": [1]}),
        (CONTENT, {"q": ["2", "0"]}, {"q1": [0, 2]}),
        (CONTENT, {"q": ["4"]}, {"q1": [4]}),
        (CONTENT, {}, {}),
        (MATRIX, {"q_r1": "0", "q_r2": "2"}, {"m1": {"r1": 0, "r2": 2}}),
        (SCALE, {"q": "4"}, {"s1": 4}),
        (SCALE, {"q": "?"}, {"s1": "?"}),
        (RANKING, {"q_0": "2", "q_2": "1"}, {"k1": [2, 0]}),
        (RANKING, {"q_0": "3", "q_1": "1", "q_2": "2"}, {"k1": [1, 2, 0]}),
        (NUMBER, {"q": " 12,50 "}, {"n1": "12.5"}),
        (NUMBER, {"q": "0"}, {"n1": "0"}),
        (replace(NUMBER, lowest=None), {"q": "−3"}, {"n1": "-3"}),
        (replace(NUMBER, highest=None), {"q": "1 000"}, {"n1": "1000"}),
        (DAY, {"q": "2026-12-04"}, {"d1": "2026-12-04"}),
        (SHORT, {"q": " Ma \n NO "}, {"t1": "Ma NO"}),
        (TEXT, {"q": " En\r\ntvå\0 "}, {"t2": "En\ntvå"}),
    ],
)
def test_an_answer_is_read(question: QuestionDraft, fields: Any, answers: Any) -> None:
    assert read(question, **fields) == (answers, [])


def test_the_text_of_an_option_is_kept_with_the_option_alone() -> None:
    posted = {"a.q1": ["3"], "t.q1.other": [" Något annat "]}
    there = read_section(only(CONTENT), 0, posted, Written())
    without = read_section(only(CONTENT), 0, {**posted, "a.q1": ["0"]}, Written())

    assert there.written.answers == {"q1": [3], "q1:other": "Något annat"}
    assert without.written.answers == {"q1": [0]}


@pytest.mark.parametrize(
    ("question", "fields", "sentence"),
    [
        (ROLE, {}, "Choose an answer."),
        (ROLE, {"q": "3"}, "Choose among the answers on the page."),
        (ROLE, {"q": ["0", "1"]}, "Choose among the answers on the page."),
        (CONTENT, {"q": ["0", "x"]}, "Choose among the answers on the page."),
        (
            CONTENT,
            {"q": ["0", "1", "2"]},
            "You have chosen three. Choose two at most: take away one.",
        ),
        (
            CONTENT,
            {"q": ["0", "4"]},
            "“Inget” cannot be chosen together with others. Keep it, or the others.",
        ),
        (
            replace(CONTENT, min=2),
            {"q": ["0"]},
            "Choose at least two. So far you have 1.",
        ),
        (SCALE, {}, "Choose 1–5 or Vet inte."),
        (SCALE, {"q": "6"}, "Choose 1–5 or Vet inte."),
        (replace(SCALE, unsure_label=""), {"q": "?"}, "Choose 1–5."),
        (
            RANKING,
            {"q_0": "1", "q_1": "1"},
            "Two have the place 1. Give each a place of its own.",
        ),
        (
            RANKING,
            {"q_0": "1", "q_1": "3"},
            "Nothing has the place 2. Give the places in order, from 1.",
        ),
        (RANKING, {"q_0": "0"}, "Choose among the answers on the page."),
        (NUMBER, {"q": "tolv"}, "Write a number in figures, with 1 decimal at most."),
        (NUMBER, {"q": "1,25"}, "Write a number in figures, with 1 decimal at most."),
        (NUMBER, {"q": "40,1"}, "Write a number from 0 to 40."),
        (replace(NUMBER, decimals=0), {"q": "1,5"}, "Write a whole number, in figures."),
        (replace(NUMBER, highest=None), {"q": "-1"}, "Write a number that is 0 or more."),
        (
            DAY,
            {"q": "4/12"},
            "Give a date: year, month and day, such as 2026-12-04.",
        ),
        (SHORT, {"q": "elva tecken"}, "The text has 11 characters; 10 fit. Shorten it."),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    question: QuestionDraft, fields: Any, sentence: str
) -> None:
    assert read(question, **fields) == ({}, [sentence])


def test_the_rows_that_are_answered_stand_where_others_lack() -> None:
    assert read(MATRIX, q_r2="1") == ({"m1": {"r2": 1}}, ["Choose an answer."])


def test_what_was_written_wrong_is_kept_beside_and_said_again_at_the_end() -> None:
    posted = {"a.n1": ["tolv"], "a.t2": ["Text"]}

    found = read_section(ALL, 3, posted, Written({"role": [0]}))

    assert found.written == Written({"role": [0], "t2": "Text"}, {"n1": {"a.n1": ["tolv"]}})
    assert Written.from_json(found.written.to_json()) == found.written
    assert sorted(faults_of(ALL, found.written)) == [1, 3]
    assert found.written.fields(NUMBER) == {"a.n1": ["tolv"]}


def test_a_section_is_shown_to_those_whom_it_concerns() -> None:
    assert shown(ALL, {}).sections == (0, 1, 3)
    assert shown(ALL, {"role": [1]}).sections == (0, 1, 3)
    assert shown(ALL, {"role": [1], "p1": "Text"}).sections == (0, 1, 2, 3)


def test_the_answer_of_a_hidden_question_counts_as_none_and_hides_on() -> None:
    answers = {"role": [0], "p1": "Text", "p2": "Mer"}

    here = shown(ALL, answers)

    assert here.answers == {"role": [0]}
    assert {"p1", "p2"} & here.questions == set()


@pytest.mark.parametrize(
    ("test", "more", "answers", "holds"),
    [
        ("any", {"options": ("a1", "a2")}, {"role": [1]}, True),
        ("any", {"options": ("a1",)}, {}, False),
        ("none", {"options": ("a1",)}, {}, True),
        ("none", {"options": ("a1",)}, {"role": [0]}, False),
        ("answered", {}, {"role": [0]}, True),
        ("answered", {}, {}, False),
    ],
)
def test_a_condition_of_options(test: str, more: Any, answers: Any, holds: bool) -> None:
    asked = replace(TEXT, show_if=(ConditionDraft("role", test, **more),))
    whole = Questionnaire("e", "E", sections=(SectionDraft("Del", "", (ROLE, asked)),))

    assert ("t2" in shown(whole, answers).questions) is holds


@pytest.mark.parametrize(
    ("test", "answer", "holds"),
    [
        ("more", 4, True),
        ("more", 3, False),
        ("less", 2, True),
        ("less", 3, False),
        ("more", "?", False),
        ("less", "?", False),
        ("more", None, False),
    ],
)
def test_a_condition_of_numbers(test: str, answer: Any, holds: bool) -> None:
    asked = replace(TEXT, show_if=(ConditionDraft("s1", test, value=Decimal(3)),))
    whole = Questionnaire("e", "E", sections=(SectionDraft("Del", "", (SCALE, asked)),))

    answers = {} if answer is None else {"s1": answer}

    assert ("t2" in shown(whole, answers).questions) is holds


def test_a_question_that_the_page_brings_is_asked_before_one_goes_on() -> None:
    posted = {"a.role": ["1"]}
    before = read_section(ALL, 0, posted, Written())
    after = read_section(ALL, 0, {**posted, "on.p1": ["1"], "a.p1": ["Så"]}, Written())

    assert (set(before.pending), before.written.answers) == ({"p1"}, {"role": [1]})
    assert (set(after.pending), after.written.answers) == (set(), {"role": [1], "p1": "Så"})


def test_the_answer_to_a_hidden_question_is_refused() -> None:
    posted = {"a.role": ["0"], "on.p1": ["1"], "a.p1": ["Så"]}

    assert read_section(ALL, 0, posted, Written()).written.answers == {"role": [0]}


def test_earlier_answers_are_said_in_later_texts() -> None:
    known = {question.code: question for question in ALL.questions}

    assert piped(TEXT.text, known, {"role": [1]}) == "Varför, Rektor?"
    assert piped(TEXT.text, known, {}) == "Varför, …?"
    assert piped("{q1} och {inget}", known, {"q1": [0, 3], "q1:other": "Mer"}) == (
        "Ett och Annat: Mer och {inget}"
    )
    assert piped_codes("{role} {n-1} { x }") == ["role", "n-1"]


def test_answers_in_words() -> None:
    answers = {"m1": {"r2": 2}, "s1": "?", "n1": "12.5", "k1": [2, 0]}

    with translation.override("sv"):
        words = {
            question.code: said(question, answers)
            for question in (MATRIX, SCALE, NUMBER, RANKING, TEXT)
        }

    assert words == {
        "m1": ["Stöd: Ja"],
        "s1": ["Vet inte"],
        "n1": ["12,5 timmar"],
        "k1": ["C", "A"],
        "t2": [],
    }


def test_another_language_falls_back_text_by_text() -> None:
    role = replace(
        ROLE,
        translations={"en": {"text": "Role?", "code": "stolen"}},
        choices=(OptionDraft("a1", "Lärare", translations={"en": {"label": "Teacher"}}),),
    )
    both = replace(only(role), languages=("sv", "en"), translations={"en": {"title": "Survey"}})

    english = in_language(both, "en")

    assert (english.title, english.sections[0].title) == ("Survey", "Del")
    question = english.questions[0]
    assert (question.code, question.text, question.options) == ("role", "Role?", ("Teacher",))
    assert in_language(both, "fi") is both


def test_the_minutes_are_at_least_one() -> None:
    assert (minutes(only(ROLE)), minutes(ALL)) == (1, 6)


NAMES = sorted(
    {f"a.{q.code}" for q in ALL.questions}
    | {f"a.m1.{row}" for row in ("r1", "r2", "r9")}
    | {f"a.k1.{at}" for at in range(4)}
    | {"t.q1.other", "t.q1.a1", "on.p1", "on.p2", "~", "section"}
)
VALUES = st.one_of(
    st.sampled_from(["0", "1", "2", "3", "4", "5", "?", "-1", "", "12,5", "2026-02-30", "1e9"]),
    st.text(st.characters(codec=None), max_size=20),
)
POSTS = st.dictionaries(st.sampled_from(NAMES), st.lists(VALUES, max_size=4))
PAGES = st.lists(st.tuples(st.integers(0, 3), POSTS), max_size=6)


@given(PAGES)
def test_whatever_is_sent_what_is_kept_holds(pages: list[tuple[int, dict[str, list[str]]]]) -> None:
    written = Written()
    for number, posted in pages:
        written = read_section(ALL, number, posted, written).written
        written = Written.from_json(written.to_json())

    here = shown(ALL, written.answers)

    hidden = {question.code for question in ALL.questions} - here.questions
    assert {key.partition(":")[0] for key in here.answers} & hidden == set()
    for question in ALL.questions:
        if question.code in here.answers:
            again = read_section(
                only(replace(question, show_if=())), 0, fields_of(question, here.answers), Written()
            )
            mine = {k: v for k, v in here.answers.items() if k.partition(":")[0] == question.code}
            assert again.written.answers == mine


@given(PAGES)
def test_no_fault_at_the_end_means_that_all_required_is_answered(
    pages: list[tuple[int, dict[str, list[str]]]],
) -> None:
    written = Written()
    for number, posted in pages:
        written = read_section(ALL, number, posted, written).written

    here = shown(ALL, written.answers)

    if not faults_of(ALL, written):
        assert {"role", "m1", "s1"} <= here.answers.keys()
        assert set(here.answers["m1"]) == {"r1", "r2"}
        assert len(here.answers.get("q1", [])) <= 2

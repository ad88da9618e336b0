"""What is pointed out before a survey opens."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation

from samsyn.surveys.drafts import (
    ConditionDraft,
    OptionDraft,
    QuestionDraft,
    Questionnaire,
    RowDraft,
    SectionDraft,
    options_of,
)
from samsyn.surveys.rules.checks import problems
from samsyn.surveys.rules.problems import STOP

ROLE = QuestionDraft(
    "q1", "single", "Vilken roll har du?", choices=options_of(("Lärare", "Rektor"))
)
HOURS = QuestionDraft("q2", "number", "Hur många timmar?", lowest=Decimal(0), highest=Decimal(40))
WHY = QuestionDraft("q3", "text", "Varför?")


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def survey(*questions: QuestionDraft, **over: object) -> Questionnaire:
    fields = {"background": "q1", "sections": (SectionDraft("Del", questions=questions),), **over}
    return Questionnaire("kod", "Titel", **fields)  # type: ignore[arg-type]


def said(questionnaire: Questionnaire, mode: str = "") -> list[tuple[str, str]]:
    return [(p.code, p.sentence) for p in problems(questionnaire, mode)]


def shown_if(question: QuestionDraft, *conditions: ConditionDraft) -> QuestionDraft:
    return replace(question, show_if=conditions)


def test_a_sound_survey_has_nothing_to_see_to() -> None:
    fine = shown_if(
        WHY, ConditionDraft("q1", "any", ("a1",)), ConditionDraft("q2", "more", (), Decimal(0))
    )

    assert problems(survey(ROLE, HOURS, fine), "anonymous") == []


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (replace(WHY, text=" "), "no-text"),
        (replace(ROLE, code="q9", choices=()), "few-options"),
        (replace(ROLE, code="q9", choices=(*ROLE.choices, OptionDraft("a3", " "))), "empty-option"),
        (QuestionDraft("m", "matrix", "Stämmer det?", choices=ROLE.choices), "no-rows"),
        (QuestionDraft("m", "multiple", "Vilka?", min=3, choices=ROLE.choices), "min-max"),
        (replace(HOURS, code="q9", highest=Decimal(0)), "range"),
        (shown_if(WHY, ConditionDraft("q4", "any", ("a1",))), "gone"),
        (shown_if(WHY, ConditionDraft("q1", "any", ("a9",))), "unreachable"),
        (shown_if(WHY, ConditionDraft("q1", "any")), "unreachable"),
        (shown_if(WHY, ConditionDraft("q2", "more", (), Decimal(40))), "unreachable"),
        (shown_if(WHY, ConditionDraft("q2", "less", (), Decimal(0))), "unreachable"),
        (
            shown_if(
                WHY,
                ConditionDraft("q1", "any", ("a1",)),
                ConditionDraft("q1", "none", ("a1",)),
            ),
            "unreachable",
        ),
    ],
)
def test_what_keeps_a_survey_from_opening(question: QuestionDraft, code: str) -> None:
    found = problems(survey(ROLE, HOURS, question))

    assert [(p.code, p.severity, p.question) for p in found] == [(code, STOP, question.code)]


def test_a_condition_on_a_later_question_and_what_hangs_on_an_unreachable_one() -> None:
    early = shown_if(replace(WHY, code="q5"), ConditionDraft("q2", "answered"))
    never = shown_if(HOURS, ConditionDraft("q1", "any"))
    hangs = shown_if(WHY, ConditionDraft("q2", "answered"))

    assert said(survey(ROLE, early, never, hangs)) == [
        ("later", "Question 2 hangs on question 3, which comes later."),
        (
            "unreachable",
            "Question 3 can never be shown: no answer is chosen that it hangs on.",
        ),
        ("unreachable", "Question 4 hangs on question 3, which nobody gets."),
    ]


def test_a_removed_answer_is_named_as_it_was_called() -> None:
    hangs = shown_if(WHY, ConditionDraft("q1", "any", ("a1", "a3")))
    found = problems(survey(ROLE, hangs), spent={"q1.a3": "speciallärare"})

    assert [(p.sentence, p.severity, p.short) for p in found] == [
        (
            "Question 2 refers to an answer that is removed, “speciallärare”. It hangs on Lärare alone now.",
            "advice",
            "The answer “speciallärare” is removed",
        )
    ]


@pytest.mark.parametrize(
    ("question", "two"),
    [
        (QuestionDraft("s", "scale", "Hur nöjd är du med ditt uppdrag och din tid?"), True),
        (QuestionDraft("s", "scale", "Hur ser du på förstelärar- och lektorsuppdraget?"), False),
        (QuestionDraft("s", "text", "Hur ser du på uppdrag och tid?"), False),
    ],
)
def test_two_questions_in_one(question: QuestionDraft, two: bool) -> None:
    found = said(survey(ROLE, question))

    wanted = [("two", "Question 2 asks about two things at once, uppdrag and tid.")]
    assert found == (wanted if two else [])


@pytest.mark.parametrize(
    "text", ["Vad heter du?", "Ditt namn", "Din e-postadress?", "Personnummer", "Telefon dagtid"]
)
def test_personal_data_is_pointed_out_where_nobody_should_be_known(text: str) -> None:
    asked = survey(ROLE, QuestionDraft("n", "short", text))

    assert [p.code for p in problems(asked, "anonymous")] == ["personal"]
    assert problems(asked, "named") == []


def test_groups_have_to_be_settled_or_chosen_away() -> None:
    undecided = survey(ROLE, background="")

    assert [p.code for p in problems(undecided)] == ["groups"]
    assert problems(replace(undecided, groups_settled=True)) == []


def test_a_text_that_repeats_a_later_answer_and_a_survey_that_asks_nothing() -> None:
    pipes = replace(WHY, text="Varför {q2}?")

    assert [p.code for p in problems(survey(ROLE, pipes, HOURS))] == ["pipes-later"]
    assert [p.code for p in problems(survey())] == ["nothing"]


def test_a_part_nobody_comes_to_takes_its_questions_along() -> None:
    first = SectionDraft("Ett", questions=(ROLE,))
    never = SectionDraft(
        "Två", questions=(HOURS,), show_if=(ConditionDraft("q1", "any", ("a9",)),), key="k"
    )
    last = SectionDraft("Tre", questions=(shown_if(WHY, ConditionDraft("q2", "answered")),))

    found = problems(survey(sections=(first, never, last)))

    assert [(p.code, p.question, p.section) for p in found] == [
        ("unreachable", "", "k"),
        ("unreachable", "q3", ""),
    ]


def test_a_matrix_row_without_words_is_an_empty_answer() -> None:
    matrix = QuestionDraft("m", "matrix", "Hur?", choices=ROLE.choices, rows=(RowDraft("r1", ""),))

    assert [p.code for p in problems(survey(ROLE, matrix))] == ["empty-option"]

"""Surveys of every kind go to LimeSurvey’s format and come back the same, but for what is said."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation

from samsyn.surveys.columns import ends
from samsyn.surveys.drafts import (
    ConditionDraft,
    OptionDraft,
    QuestionDraft,
    Questionnaire,
    SectionDraft,
    options_of,
)
from samsyn.surveys.drafts import Test as Holds
from samsyn.surveys.limesurvey import read_lss, write_lss
from samsyn.surveys.shipped import FILES, shipped
from samsyn.surveys.tests.every_kind import QUESTIONS


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def plainly(questionnaire: Questionnaire) -> Questionnaire:
    """What is said in so many words, and by being left out, is the same."""
    sections = tuple(
        replace(
            section,
            questions=tuple(
                replace(one, lowest=Decimal(ends(one)[0]), highest=Decimal(ends(one)[1]))
                if one.kind == "scale"
                else one
                for one in section.questions
            ),
        )
        for section in questionnaire.sections
    )
    return replace(questionnaire, sections=sections)


def changed(questionnaire: Questionnaire) -> tuple[set[str], set[str]]:
    """What a survey is called by that is no longer the same there and back; and what was said of."""
    content, notes = write_lss(questionnaire)
    back, more = read_lss(content)
    before, after = plainly(questionnaire), plainly(back)
    renamed = {note.code for note in notes}
    pairs = zip(before.questions, after.questions, strict=True)
    different = {
        old.code
        for old, new in pairs
        # A condition on a question that is another there cannot be the same.
        if old != new and not ({one.question for one in old.show_if} & renamed)
    }
    for name in ("title", "introduction", "thanks", "languages", "translations"):
        assert getattr(before, name) == getattr(after, name)
    for section, back_section in zip(before.sections, after.sections, strict=True):
        assert replace(section, questions=(), show_if=()) == replace(
            back_section, questions=(), show_if=()
        )
    return different, renamed | {note.code for note in more}


@pytest.mark.parametrize("name", FILES)
def test_a_shipped_survey_goes_there_and_back_but_for_what_is_said(name: str) -> None:
    different, listed = changed(shipped(name))

    assert different <= listed


def test_every_kind_goes_there_and_back_but_for_what_is_said() -> None:
    different, listed = changed(
        Questionnaire("", "Alla", sections=(SectionDraft("D", "", QUESTIONS),))
    )

    assert different <= listed
    # “time” is a word of LimeSurvey's own.
    assert different == {"claims", "time", "worth"}


def test_texts_with_signs_of_markup_and_braces_go_there_and_back() -> None:
    texts = ("A < B & {C} ]]> {q1} ”citat”", "Rad ett\nrad två\n\nrad fyra", "<b>fet</b> &amp;")
    questions = (
        QuestionDraft("q1", "short", "Namn & {okänt}?"),
        *(QuestionDraft(f"q{n}", "block", text) for n, text in enumerate(texts, 2)),
    )
    survey = Questionnaire(
        "", "A & B", "Inled\nning", sections=(SectionDraft("<D>", "", questions),)
    )

    assert changed(survey) == (set(), set())


def test_languages_conditions_and_limits_go_there_and_back() -> None:
    english = {"en": {"text": "Role?", "help": "One"}}
    role = QuestionDraft(
        "role",
        "single",
        "Roll?",
        help="En",
        required=True,
        choices=(
            OptionDraft("a1", "Lärare", translations={"en": {"label": "Teacher"}}),
            OptionDraft("other", "Annan", takes_text=True),
        ),
        translations=english,
    )
    what = QuestionDraft(
        "what",
        "multiple",
        "Vad?",
        min=1,
        max=2,
        choices=(
            OptionDraft("a1", "Ett"),
            OptionDraft("a2", "Inget", is_exclusive=True),
            OptionDraft("other", "Annat", takes_text=True),
        ),
        show_if=(ConditionDraft("role", Holds.ANY, ("a1", "other")),),
    )
    years = QuestionDraft("years", "number", "År?", lowest=Decimal("0.5"), unit="år", decimals=2)
    last = QuestionDraft(
        "last",
        "text",
        "Och?",
        max_length=500,
        show_if=(
            ConditionDraft("what", Holds.NONE, ("a1", "a2")),
            ConditionDraft("years", Holds.LESS, (), Decimal("2.5")),
            ConditionDraft("role", Holds.ANSWERED),
        ),
    )
    sections = (
        SectionDraft("Ett", "", (role, what, years)),
        SectionDraft("Två", "Om {role}", (last,), (ConditionDraft("what", Holds.ANSWERED),)),
    )
    survey = Questionnaire(
        "",
        "Enkät",
        "Hej",
        sections=sections,
        languages=("sv", "en"),
        translations={"en": {"title": "Survey"}},
    )
    back, notes = read_lss(write_lss(survey)[0])

    assert (replace(back, code=""), notes) == (survey, ())
    assert write_lss(survey)[1] == ()


def test_what_leaves_is_said_question_by_question() -> None:
    questions = (
        QuestionDraft(
            "my-role",
            "single",
            "Roll?",
            choices=(
                OptionDraft("teacher", "Lärare"),
                OptionDraft("annan", "Annan", takes_text=True),
                OptionDraft("a3", "Vet inte"),
            ),
        ),
        QuestionDraft("q2", "scale", "Hur?", unsure_label="Vet inte"),
        QuestionDraft("q3", "multiple", "Vad?", choices=options_of(("Ett", "Två"))),
        QuestionDraft("q4", "number", "Tid för {q3}?", decimals=1),
    )
    survey = Questionnaire("", "E", method="Så", sections=(SectionDraft("D", "", questions),))

    assert [str(note) for note in write_lss(survey)[1]] == [
        "How results are shown by groups, and how the survey was made, stays here.",
        "my-role: Its code is “myrole” there.",
        "my-role: Codes that differ there: teacher → A1, annan → -oth-.",
        "my-role: “Annan” comes last there.",
        "q2: The scale is a choice of one there.",
        "q4: The number of decimals is not limited there.",
        "q4: The answer to “q3” cannot stand in a text there.",
    ]


@pytest.mark.parametrize("code", ["qid", "GID", "sgq", "sid", "self", "time", "Token"])
def test_words_of_limesurveys_own_are_no_codes_there(code: str) -> None:
    asked = QuestionDraft(code, "short", "Vad?")
    content, notes = write_lss(Questionnaire("", "A", sections=(SectionDraft("D", "", (asked,)),)))

    assert [question.code for question in read_lss(content)[0].questions] == [f"q{code}"]
    assert [str(note) for note in notes] == [f"{code}: Its code is “q{code}” there."]


def test_a_box_may_not_be_called_time_there() -> None:
    choices = (OptionDraft("time", "Tid"), OptionDraft("a2", "Lön"))
    asked = QuestionDraft("q1", "multiple", "Vad?", choices=choices)
    content, notes = write_lss(Questionnaire("", "A", sections=(SectionDraft("D", "", (asked,)),)))

    (back,) = read_lss(content)[0].questions
    assert [option.code for option in back.choices] == ["A1", "a2"]
    assert [str(note) for note in notes] == ["q1: Codes that differ there: time → A1."]

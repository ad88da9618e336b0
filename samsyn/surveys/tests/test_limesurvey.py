"""Structure files of LimeSurvey, read and written. The files are made by hand (lime.py)."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.utils import translation

from samsyn.surveys.drafts import (
    OptionDraft,
    QuestionDraft,
    RowDraft,
)
from samsyn.surveys.limesurvey import read_lss
from samsyn.surveys.tests.lime import lss, question, survey

ONE = question("Q1", "L", "Roll?", answers={"A1": "Lärare", "A2": "Rektor"})


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def read(*questions: object, **over: object) -> tuple[QuestionDraft, ...]:
    return read_lss(survey(*questions, **over))[0].questions  # type: ignore[arg-type]


def said(*questions: object, **over: object) -> list[str]:
    return [str(note) for note in read_lss(survey(*questions, **over))[1]]  # type: ignore[arg-type]


def test_a_survey_is_read_with_its_texts_and_codes() -> None:
    found, notes = read_lss(survey(ONE))

    assert notes == ()
    assert (found.title, found.introduction, found.thanks, found.languages) == (
        "Lunchen",
        "Välkommen\n\nDet tar två minuter",
        "Tack",
        ("sv",),
    )
    assert [section.title for section in found.sections] == ["Om dig"]
    options = (OptionDraft("A1", "Lärare"), OptionDraft("A2", "Rektor"))
    assert found.questions == (QuestionDraft("Q1", "single", "Roll?", choices=options),)


def test_choices_with_their_rules() -> None:
    other, several = read(
        question("Q1", "!", answers={"A1": "Ett"}, other="Y", mandatory="Y"),
        question(
            "Q2",
            "M",
            parts={"SQ001": "Fisk", "SQ002": "Inget"},
            attributes={"min_answers": 1, "max_answers": 2, "exclude_all_others": "SQ002"},
        ),
    )

    assert (other.as_list, other.required) == (True, True)
    assert other.choices == (OptionDraft("A1", "Ett"), OptionDraft("other", "Annat", False, True))
    assert (several.kind, several.min, several.max) == ("multiple", 1, 2)
    assert several.choices == (OptionDraft("SQ001", "Fisk"), OptionDraft("SQ002", "Inget", True))


@pytest.mark.parametrize(
    ("type", "codes"),
    [
        ("A", ["1", "2", "3", "4", "5"]),
        ("B", [str(number) for number in range(1, 11)]),
        ("C", ["Y", "U", "N"]),
        ("E", ["I", "S", "D"]),
    ],
)
def test_statements_with_scales_of_limesurveys_own(type: str, codes: list[str]) -> None:
    (matrix,) = read(question("Q1", type, parts={"SQ001": "Jag trivs"}))

    assert (matrix.kind, matrix.rows) == ("matrix", (RowDraft("SQ001", "Jag trivs"),))
    assert [option.code for option in matrix.choices] == codes


@pytest.mark.parametrize("type", ["F", "H"])
def test_statements_keep_rows_and_answers(type: str) -> None:
    (matrix,) = read(question("Q1", type, parts={"r": "Rad"}, answers={"1": "Ja", "2": "Nej"}))

    assert matrix.rows == (RowDraft("r", "Rad"),)
    assert matrix.choices == (OptionDraft("1", "Ja"), OptionDraft("2", "Nej"))


@pytest.mark.parametrize(
    ("type", "kind"),
    [
        ("5", "scale"),
        ("N", "number"),
        ("D", "date"),
        ("S", "short"),
        ("T", "text"),
        ("U", "text"),
        ("X", "block"),
        ("Y", "single"),
        ("G", "single"),
        ("R", "ranking"),
    ],
)
def test_each_type_has_its_kind(type: str, kind: str) -> None:
    (found,) = read(question("Q1", type, answers={"A1": "Ett"} if type == "R" else {}))

    assert found.kind == kind


def test_numbers_have_unit_and_range() -> None:
    limits = {"suffix": "år", "min_num_value_n": "0", "max_num_value_n": "40"}
    loose, whole = read(
        question("Q1", "N", attributes=limits),
        question("Q2", "N", attributes={"num_value_int_only": "1"}),
    )

    assert (loose.unit, loose.lowest, loose.highest) == ("år", Decimal(0), Decimal(40))
    assert (loose.decimals, whole.decimals) == (2, 0)


def test_what_has_several_lines_becomes_several_questions() -> None:
    asked = (
        question("Q1", "Q", "Kontakt", parts={"a": "Namn", "b": "Ort"}),
        question("Q2", ":", "Antal", parts={"r": "Rad"}, columns={"k": "Kolumn"}),
        question("Q3", "1", "Två", parts={"r": "Rad"}, answers={"1": "Ja"}, second={"1": "Nej"}),
        question("Q4", "O", "Roll?", answers={"A1": "Lärare"}),
    )

    assert [(one.code, one.kind, one.text) for one in read(*asked)] == [
        ("Q1_a", "short", "Kontakt – Namn"),
        ("Q1_b", "short", "Kontakt – Ort"),
        ("Q2_r_k", "number", "Antal – Rad, Kolumn"),
        ("Q3_1", "matrix", "Två"),
        ("Q3_2", "matrix", "Två"),
        ("Q4", "single", "Roll?"),
        ("Q4_comment", "text", "Roll? – Kommentar"),
    ]
    assert said(*asked) == [
        "Q1: Each of its lines is a question of its own here.",
        "Q2: Each of its lines is a question of its own here.",
        "Q3: Its two scales are two questions here.",
        "Q4: The comment beside it is a question of its own here.",
    ]


def test_what_cannot_be_carried_over_is_said_with_the_questions_code() -> None:
    assert said(
        ONE,
        question("Q2", "*"),
        question("Q3", "|"),
        question("Q4", "S", '<img src="x">Hej {TOKEN:FIRSTNAME}', preg="/x/"),
        question("Q5", "S", relevance="rand(1, 2) == 1", attributes={"hidden": "1"}),
        question("respondent_id", "S"),
    ) == [
        "Q2: An equation is no question here. It is left out.",
        "Q3: Files cannot be answered with here. The question is left out.",
        "Q4: Pictures, links and tables in the text are left out.",
        "Q4: “{TOKEN:FIRSTNAME}” is no earlier answer here, and stays in the text.",
        "Q4: Its own check of the answer is left out.",
        "Q5: It was shown only if rand(1, 2) == 1. Here everybody is asked; say it anew.",
        "Q5: It was hidden. Here it is asked.",
        "respondent_id: The question’s code is “respondent_id-2” here.",
    ]


def test_earlier_answers_stand_in_texts() -> None:
    later = question("Q2", "S", "Du är {Q1.shown}, {Q1} och {INSERTANS:77X1X100}")

    assert read(ONE, later)[1].text == "Du är {Q1}, {Q1} och {Q1}"


def test_texts_in_english_are_translations() -> None:
    found, _notes = read_lss(
        survey(
            question("Q1", "S", "Roll?", english="Role?"),
            surveys_languagesettings=[
                {"surveyls_language": "sv", "surveyls_title": "Lunch"},
                {"surveyls_language": "en-GB", "surveyls_title": "The lunch"},
                {"surveyls_language": "fi", "surveyls_title": "Lounas"},
            ],
        )
    )

    assert (found.languages, found.translations) == (("sv", "en"), {"en": {"title": "The lunch"}})
    assert [str(note) for note in _notes] == ["The texts in the language “fi” are left out."]


def test_files_of_version_3_have_a_row_for_each_language() -> None:
    row = {"qid": 1, "parent_qid": 0, "gid": 1, "type": "L", "title": "Q1", "question_order": 1}
    answer = {"qid": 1, "code": "A1", "sortorder": 1, "scale_id": 0}
    found, _notes = read_lss(
        lss(
            surveys=[{"sid": 7, "language": "sv"}],
            surveys_languagesettings=[
                {"surveyls_language": "sv", "surveyls_title": "Lunch"},
                {"surveyls_language": "en", "surveyls_title": "Lunch"},
            ],
            groups=[
                {"gid": 1, "group_name": "Del", "group_order": 0, "language": "sv"},
                {"gid": 1, "group_name": "Part", "group_order": 0, "language": "en"},
            ],
            questions=[
                row | {"question": "Roll?", "language": "sv"},
                row | {"question": "Role?", "language": "en"},
            ],
            answers=[
                answer | {"answer": "Lärare", "language": "sv"},
                answer | {"answer": "Teacher", "language": "en"},
            ],
        )
    )

    assert found.sections[0].translations == {"en": {"title": "Part"}}
    option = OptionDraft("A1", "Lärare", translations={"en": {"label": "Teacher"}})
    assert found.questions == (
        QuestionDraft(
            "Q1", "single", "Roll?", choices=(option,), translations={"en": {"text": "Role?"}}
        ),
    )


def test_no_two_answers_have_the_same_text_or_code() -> None:
    answers = {"A1": "Ja", "A-1": "Ja (A2)", "A2": "Ja", "A 2": "Ja", "": "Annat"}
    (found,) = read(question("Q1", "L", answers=answers, other="Y"))

    assert [(option.code, option.label) for option in found.choices] == [
        ("A1", "Ja"),
        ("A-1", "Ja (A2)"),
        ("A2", "Ja (A22)"),
        ("A2-2", "Ja (A2-2)"),
        ("x", "Annat"),
        ("other", "Annat (other)"),
    ]


@pytest.mark.parametrize(
    ("attributes", "notes"),
    [
        # Version 6 writes every setting, also those that nobody chose.
        ({"answer_order": "normal", "random_order": "0", "alphasort": "0", "hidden": "0"}, []),
        ({"answer_order": "random"}, ["Q1: The order by chance is left out."]),
        ({"random_order": "1"}, ["Q1: The order by chance is left out."]),
        (
            {"answer_order": "alphabetical"},
            ["Q1: The answers stood by the alphabet. Here they stand as in the file."],
        ),
        ({"numbers_only": "1"}, ["Q1: Only numbers could be written. Here any text can."]),
        (
            {"date_min": "2024-01-01", "date_max": "2024-12-31"},
            ["Q1: Its first and last day are left out."],
        ),
        ({"min_num_value": "3"}, ["Q1: Its own check of the answer is left out."]),
    ],
)
def test_settings_of_a_question_are_listed_where_they_say_something(
    attributes: dict[str, str], notes: list[str]
) -> None:
    assert said(question("Q1", "S", attributes=attributes)) == notes


def test_what_was_shown_to_nobody_is_said() -> None:
    assert said(question("Q1", "S", relevance="0")) == [
        "Q1: It was shown to nobody. Here everybody is asked."
    ]


def test_the_text_on_personal_data_is_not_lost_unseen() -> None:
    settings = {"surveyls_language": "sv", "surveyls_title": "Lunch"}
    policy = settings | {"surveyls_policy_notice": "<p>Vi sparar svaren.</p>"}

    assert said(ONE, surveys_languagesettings=[settings | {"surveyls_policy_notice": ""}]) == []
    assert said(ONE, surveys_languagesettings=[policy]) == [
        "The text on how personal data is handled is left out. Say it in the introduction."
    ]


def test_a_table_of_boxes_is_a_question_with_several_choices_for_each_row() -> None:
    table = question(
        "Q1",
        ":",
        "När?",
        parts={"mon": "Måndag", "tue": "Tisdag"},
        columns={"am": "Förmiddag", "pm": "Eftermiddag"},
        attributes={"multiflexible_checkbox": "1"},
    )
    options = (OptionDraft("am", "Förmiddag"), OptionDraft("pm", "Eftermiddag"))

    assert read(table) == (
        QuestionDraft("Q1_mon", "multiple", "När? – Måndag", choices=options),
        QuestionDraft("Q1_tue", "multiple", "När? – Tisdag", choices=options),
    )
    assert said(table) == ["Q1: Each of its lines is a question of its own here."]

"""Structure files of LimeSurvey, read and written. The files are made by hand (lime.py)."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.surveys.drafts import (
    ConditionDraft,
    OptionDraft,
    QuestionDraft,
    RowDraft,
    options_of,
)
from samsyn.surveys.drafts import Test as Holds
from samsyn.surveys.faults import Faulty
from samsyn.surveys.limesurvey import read_lss
from samsyn.surveys.limesurvey.relevance import Beyond, Variable, conditions_of
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


def refused(content: bytes) -> str:
    with pytest.raises(Faulty) as caught:
        read_lss(content)
    return caught.value.faults[0].sentence


# --- Reading ----------------------------------------------------------------------------------------


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


# --- Conditions -------------------------------------------------------------------------------------

ROLE = QuestionDraft("Q1", "single", "?", choices=options_of(("Ett", "Två")))
FOOD = QuestionDraft("Q2", "multiple", "?", choices=options_of(("Fisk", "Soppa")))
YEARS = QuestionDraft("Q3", "number", "?")
VARIABLES = {
    "Q1": Variable(ROLE),
    "7X1X1": Variable(ROLE),
    "Q2": Variable(FOOD),
    "Q2_a1": Variable(FOOD, "a1"),
    "Q2_a2": Variable(FOOD, "a2"),
    "Q3": Variable(YEARS),
}


def ifs(question: str, test: str, *options: str, value: int | None = None) -> ConditionDraft:
    return ConditionDraft(question, test, options, None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("relevance", "conditions"),
    [
        ("1", ()),
        ('Q1.NAOK == "a1"', (ifs("Q1", Holds.ANY, "a1"),)),
        ("((7X1X1.NAOK == 'a1'))", (ifs("Q1", Holds.ANY, "a1"),)),
        ('"a1" eq Q1', (ifs("Q1", Holds.ANY, "a1"),)),
        ('Q1 == "a1" or Q1 == "a2"', (ifs("Q1", Holds.ANY, "a1", "a2"),)),
        ('Q1 != "a1" and Q1 != "a2"', (ifs("Q1", Holds.NONE, "a1", "a2"),)),
        ('Q2_a1 == "Y" || Q2_a2 == "Y"', (ifs("Q2", Holds.ANY, "a1", "a2"),)),
        ('Q2_a1.NAOK == ""', (ifs("Q2", Holds.NONE, "a1"),)),
        ("!is_empty(Q1.NAOK)", (ifs("Q1", Holds.ANSWERED),)),
        ("is_empty(Q1)", (ifs("Q1", Holds.NONE, "a1", "a2"),)),
        ("count(that.Q2.NAOK) > 0", (ifs("Q2", Holds.ANSWERED),)),
        ("Q3 >= 3", (ifs("Q3", Holds.MORE, value=2),)),
        ("!is_empty(Q3) and Q3 < 3", (ifs("Q3", Holds.LESS, value=3),)),
        ("5 < Q3", (ifs("Q3", Holds.MORE, value=5),)),
        (
            'Q1 == "a1" && Q3 == 4',
            (
                ifs("Q1", Holds.ANY, "a1"),
                ifs("Q3", Holds.MORE, value=3),
                ifs("Q3", Holds.LESS, value=5),
            ),
        ),
    ],
)
def test_simple_expressions_are_conditions(
    relevance: str, conditions: tuple[ConditionDraft, ...]
) -> None:
    assert conditions_of(relevance, VARIABLES) == conditions


@pytest.mark.parametrize(
    "relevance",
    [
        'Q1 == "a1" or Q3 > 2',
        'Q9 == "a1"',
        'Q1 == "a9"',
        "Q1 == Q3",
        "Q3 + 1 > 2",
        "is_empty(Q3)",
        'regexMatch("/a/", Q1)',
        '(Q1 == "a1"',
        'Q1 == "a1")',
        "!" * 200 + "Q1",
        "(" * 200,
        "0",
    ],
)
def test_other_expressions_are_beyond_ours(relevance: str) -> None:
    with pytest.raises(Beyond):
        conditions_of(relevance, VARIABLES)


@given(st.text(alphabet="Q123_a \"'=!<>()&|.,ornad is_emptycou", max_size=60))
def test_any_expression_is_conditions_or_beyond(relevance: str) -> None:
    try:
        found = conditions_of(relevance, VARIABLES)
    except Beyond:
        return
    assert all(one.question in {"Q1", "Q2", "Q3"} and one.test in set(Holds) for one in found)


# --- Hostile files ----------------------------------------------------------------------------------

BOMB = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><document><LimeSurveyDocType>&c;</LimeSurveyDocType></document>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<document><LimeSurveyDocType>&x;</LimeSurveyDocType></document>"""
DTD = b'<!DOCTYPE document SYSTEM "http://samsyn.example/x.dtd"><document></document>'
DECLARED = "The file declares types or entities (<!DOCTYPE). It is not read."


@pytest.mark.parametrize("content", [BOMB, OUTSIDE, DTD])
def test_no_file_may_declare_entities_or_types(content: bytes) -> None:
    assert refused(content) == DECLARED


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file cannot be read as XML."),
        (b"<document>&x;</document>", "The file cannot be read as XML."),
        (b"<document>\x01</document>", "The file cannot be read as XML."),
        (b"<document>" + b"<a>" * 30, "The file is nested deeper or longer than it can be."),
        (b"x" * 10_000_001, "The file is larger than a survey can be (10 MB)."),
        (b"<document>\x7f</document>", "The file holds signs that are no text."),
        (
            b"<document><LimeSurveyDocType>Group</LimeSurveyDocType></document>",
            "This is no survey from LimeSurvey. Export the survey’s structure (.lss).",
        ),
        (lss(), "The file holds no questions that can be asked here."),
        (
            survey(question("Q1", "L", answers={str(n): str(n) for n in range(201)})),
            "A question in the file has more than 200 answers.",
        ),
        (
            survey(*(question(f"Q{n}", "S") for n in range(501))),
            "The file has more questions than a survey can have.",
        ),
    ],
)
def test_a_file_that_is_no_survey_is_refused(content: bytes, sentence: str) -> None:
    assert refused(content) == sentence


@given(st.binary(max_size=400))
def test_any_bytes_are_faulty_or_a_survey(content: bytes) -> None:
    with pytest.raises(Faulty):
        read_lss(content)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 6000), st.binary(max_size=30), st.integers(0, 200))
def test_a_survey_with_damage_is_faulty_or_a_survey(at: int, put: bytes, gone: int) -> None:
    whole = survey(ONE, question("Q2", "M", parts={"a": "{Q1}"}, relevance='Q1 == "A1"'))
    try:
        found, _notes = read_lss(whole[:at] + put + whole[at + gone :])
    except Faulty:
        return
    assert found.questions


VALUES = st.text(max_size=20) | st.sampled_from(["0", "1", "Y", "sv", "en", "L", "M", "F", "1X1X1"])


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["surveys", "groups", "questions", "subquestions", "answers"]),
        st.lists(
            st.dictionaries(
                st.sampled_from(["sid", "gid", "qid", "parent_qid", "title", "type", "code"])
                | st.sampled_from(["language", "relevance", "question", "answer", "scale_id"]),
                VALUES.filter(str.isprintable),
                max_size=6,
            ),
            max_size=4,
        ),
    )
)
def test_any_tables_are_faulty_or_a_survey(tables: dict[str, list[dict[str, str]]]) -> None:
    try:
        found, _notes = read_lss(lss(**tables))
    except Faulty:
        return
    codes = [one.code for one in found.questions]
    assert len(set(codes)) == len(codes) > 0
    for one in found.questions:
        # What the database wants of every question.
        labels = [option.label for option in one.choices]
        inner = [part.code for part in one.choices] + [part.code for part in one.rows]
        assert len(set(labels)) == len(labels)
        assert all(0 < len(code) <= 20 for code in inner)
        assert 0 < len(one.text) <= 1000

"""Structure files that are none, or made to harm: each is refused with a sentence, or read as a survey."""

from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.surveys.faults import Faulty
from samsyn.surveys.limesurvey import read_lss
from samsyn.surveys.tests.lime import lss, question, survey

ONE = question("Q1", "L", "Roll?", answers={"A1": "Lärare", "A2": "Rektor"})


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def refused(content: bytes) -> str:
    with pytest.raises(Faulty) as caught:
        read_lss(content)
    return caught.value.faults[0].sentence


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

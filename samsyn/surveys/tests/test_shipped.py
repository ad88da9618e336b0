"""The surveys that are shipped are whole, and the format carries every kind of question."""

from decimal import Decimal

import pytest

from samsyn.surveys.drafts import ConditionDraft, OptionDraft, RowDraft
from samsyn.surveys.faults import Faulty
from samsyn.surveys.questionnaire import read_questionnaire
from samsyn.surveys.rules.checks import problems
from samsyn.surveys.shipped import FILES, shipped

EVERYTHING = """
survey:
  code: allt
  title: Allt
  thanks: Tack
  languages: [sv, en]
  translations: {en: {title: Everything}}
sections:
  - title: Ett
    translations: {en: {title: One}}
    questions:
      - {code: role, kind: single, text: 'Roll?', as_list: true, options: [Elev, {code: x, label: Annan, text: true}]}
      - {code: hours, kind: number, text: 'Timmar?', unit: tim, lowest: 0, highest: "7,5", decimals: 1}
  - title: Två
    show_if: [{question: role, is: [Annan]}, {question: hours, more_than: "0.5"}]
    questions:
      - code: m
        kind: matrix
        text: 'Stämmer?'
        options: [Nej, Ja]
        rows: [Tid, {code: stod, label: Stöd, translations: {en: {label: Support}}}]
      - {code: s, kind: scale, text: 'Hur?', lowest: 0, highest: 10, low_label: lite, unsure_label: Vet inte}
      - {code: r, kind: ranking, text: Ordna, max: 1, options: [A, B]}
      - {code: d, kind: date, text: 'När?', show_if: [{question: s}]}
      - {code: w, kind: short, text: 'Ord?', max_length: 40}
      - {code: b, kind: block, text: Läs det här.}
      - {code: e, kind: multiple, text: 'Vilka?', options: [A, {code: n, label: Inget, exclusive: true}]}
"""


def faults(text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(Faulty) as caught:
        read_questionnaire(text.encode())
    return [(fault.row, fault.value) for fault in caught.value.faults]


def test_every_kind_and_setting_is_read() -> None:
    read = read_questionnaire(EVERYTHING.encode())
    role, hours, matrix, scale, ranking, date, short, block, several = read.questions

    assert (read.languages, read.translations) == (("sv", "en"), {"en": {"title": "Everything"}})
    assert role.choices == (OptionDraft("a1", "Elev"), OptionDraft("x", "Annan", takes_text=True))
    assert (hours.lowest, hours.highest, hours.unit) == (Decimal(0), Decimal("7.5"), "tim")
    assert read.sections[1].show_if == (
        ConditionDraft("role", "any", ("x",)),
        ConditionDraft("hours", "more", (), Decimal("0.5")),
    )
    assert matrix.rows == (
        RowDraft("r1", "Tid"),
        RowDraft("stod", "Stöd", {"en": {"label": "Support"}}),
    )
    ends = (Decimal(0), Decimal(10), "Vet inte")
    assert (scale.lowest, scale.highest, scale.unsure_label) == ends
    assert (ranking.max, short.max_length, block.kind) == (1, 40, "block")
    assert date.show_if == (ConditionDraft("s", "answered"),)
    assert several.choices[1] == OptionDraft("n", "Inget", is_exclusive=True)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("is: [Annan]", "is: [Okänd]", [(15, "Okänd")]),
        ("question: role, is", "question: d, is", [(15, "d")]),
        ("rows: [Tid, ", "rows: [{code: stod, label: Tid}, ", [(17, "stod")]),
        ('highest: "7,5"', "highest: 0", [(13, "hours")]),
        ("kind: date,", "kind: date, unit: dag,", [(24, "d")]),
        ("kind: block, text", "kind: block, options: [A, B], text", [(26, "b")]),
        ('"0.5"', "lite", [(15, "lite")]),
    ],
)
def test_what_does_not_fit_is_said_where_it_stands(
    old: str, new: str, where: list[tuple[int, str]]
) -> None:
    assert old in EVERYTHING
    assert faults(EVERYTHING.replace(old, new)) == where


@pytest.mark.parametrize("name", FILES)
def test_a_shipped_survey_can_be_opened_as_it_is(name: str) -> None:
    questionnaire = shipped(name)
    stops = [one.sentence for one in problems(questionnaire, "anonymous") if one.severity == "stop"]
    two = [one.sentence for one in problems(questionnaire, "anonymous") if one.code != "groups"]

    assert (stops, two) == ([], [])
    assert questionnaire.introduction
    assert questionnaire.method


def test_the_ten_questions_are_ten() -> None:
    codes = {q.code for q in shipped("reflektionsfragor").questions}

    assert {f"r{number}" for number in range(1, 11)} <= codes

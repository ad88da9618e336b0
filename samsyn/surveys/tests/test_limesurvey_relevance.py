"""LimeSurvey’s expressions as conditions of ours, or said to be beyond them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.surveys.drafts import ConditionDraft, QuestionDraft, options_of
from samsyn.surveys.drafts import Test as Holds
from samsyn.surveys.limesurvey.relevance import Beyond, Variable, conditions_of

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

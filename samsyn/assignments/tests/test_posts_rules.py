"""What a career post and a school year may be, and what is said when they may not."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import yaml

from samsyn.assignments import grants
from samsyn.assignments.rules import posts
from samsyn.assignments.rules.terms import check_terms
from samsyn.core.rules import RuleBroken

AUGUST = date(2026, 8, 10)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "field", "sentence"),
    [
        (AUGUST, date(2026, 8, 9), "ends_on", "Den sista dagen kommer före den första."),
        (
            date(2013, 6, 30),
            None,
            "starts_on",
            "Karriärtjänster finns sedan juli 2013. Se efter vilket år den första dagen har.",
        ),
        (
            AUGUST,
            date(2206, 8, 9),
            "ends_on",
            "Se efter vilket år den sista dagen har, eller lämna den tom.",
        ),
    ],
)
def test_a_term_that_cannot_be_is_refused(
    starts_on: date, ends_on: date | None, field: str, sentence: str
) -> None:
    with pytest.raises(RuleBroken) as broken:
        posts.check_term(starts_on, ends_on)

    assert (broken.value.field, broken.value.sentence) == (field, sentence)


@pytest.mark.parametrize("ends_on", [None, AUGUST, date(2040, 6, 30)])
def test_a_term_may_last_a_day_or_until_further_notice(ends_on: date | None) -> None:
    posts.check_term(AUGUST, ends_on)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "months"),
    [
        (date(2026, 7, 1), date(2027, 6, 30), 12),
        (AUGUST, date(2027, 8, 9), 12),
        (AUGUST, date(2027, 8, 8), 11),
        (AUGUST, date(2027, 6, 30), 10),
        (date(2026, 8, 31), date(2026, 9, 30), 1),
        (date(2027, 1, 31), date(2027, 2, 28), 1),
        (AUGUST, AUGUST, 0),
        (AUGUST, date(2026, 6, 1), 0),
    ],
)
def test_only_whole_months_are_counted(starts_on: date, ends_on: date, months: int) -> None:
    assert posts.months_of(starts_on, ends_on) == months


@pytest.mark.parametrize(
    ("ends_on", "usual"),
    [
        (None, True),
        (date(2027, 8, 9), True),
        (date(2029, 8, 9), True),
        (date(2027, 6, 30), False),
        (date(2029, 9, 9), False),
    ],
)
def test_the_usual_term_is_twelve_to_thirty_six_months(ends_on: date | None, usual: bool) -> None:
    assert posts.is_usual_term(AUGUST, ends_on, grants.rules().usual_months) is usual


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_share_of_teaching_is_a_percentage(percent: int) -> None:
    with pytest.raises(RuleBroken) as broken:
        posts.check_teaching(percent)

    assert broken.value.sentence == "Andelen undervisning ligger mellan 0 och 100 procent."


def test_posts_stand_in_a_row_and_never_in_a_circle() -> None:
    posts.check_order(AUGUST, earlier_starts_on=date(2024, 8, 10), later_starts_on=date(2028, 8, 1))

    for earlier, later in ((AUGUST, None), (None, AUGUST)):
        with pytest.raises(RuleBroken):
            posts.check_order(AUGUST, earlier_starts_on=earlier, later_starts_on=later)


@pytest.mark.parametrize(
    ("over", "field", "sentence"),
    [
        ({"year": 1990}, None, "Det läsåret finns inte här: 1990."),
        ({"ends_on": AUGUST}, "ends_on", "Den sista dagen kommer före den första."),
        (
            {"starts_on": date(2025, 8, 10)},
            "starts_on",
            "Läsåret 2026/27 ligger mellan 1 juli och 30 juni. Se efter den här dagen.",
        ),
        (
            {"teaching_weeks": 46},
            "teaching_weeks",
            "Mellan de dagarna är det 45 veckor. Fler kan inte vara undervisningsveckor.",
        ),
        (
            {"full_time_hours": Decimal(0)},
            "full_time_hours",
            "Undervisning på heltid är mer än 0 och högst 40 timmar i veckan.",
        ),
    ],
)
def test_terms_that_cannot_be_are_refused(
    over: dict[str, Any], field: str | None, sentence: str
) -> None:
    terms = {
        "year": 2026,
        "starts_on": AUGUST,
        "ends_on": date(2027, 6, 15),
        "teaching_weeks": 36,
        "full_time_hours": Decimal(18),
        **over,
    }

    with pytest.raises(RuleBroken) as broken:
        check_terms(**terms)

    assert (broken.value.field, broken.value.sentence) == (field, sentence)


def test_the_rules_of_a_school_year_are_the_newest_that_had_begun() -> None:
    found = [grants.rules_in(year).ordinance for year in (2012, 2013, 2019, 2020, 2026)]

    assert found == [
        "SFS 2013:70",
        "SFS 2013:70",
        "SFS 2013:70",
        "SFS 2019:1288",
        "SFS 2019:1288",
    ]


def test_the_grants_year_runs_from_july_to_june() -> None:
    assert grants.newest().days_of(2026) == (date(2026, 7, 1), date(2027, 6, 30))


@pytest.mark.parametrize(
    ("code", "role", "sentence"),
    [
        ("gold", "first_teacher", "Den kategorin finns inte i statsbidraget."),
        (
            "lecturer",
            "first_teacher",
            "Kategorin ”lektor” är inte för den rollen. Välj en som passar karriärtjänsten.",
        ),
    ],
)
def test_a_category_belongs_to_a_role(code: str, role: str, sentence: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        grants.check_category(code, role)

    assert broken.value.sentence == sentence


def written() -> Any:
    return yaml.safe_load(grants.FILE.read_text(encoding="utf-8"))


def test_rules_without_source_are_refused() -> None:
    rules = written()
    rules["sets"][0]["sources"] = []

    with pytest.raises(ValueError, match="SFS 2013:70 lacks a source"):
        grants.read(rules)


def test_rules_in_the_wrong_order_are_refused() -> None:
    rules = written()
    rules["sets"].reverse()

    with pytest.raises(ValueError, match="order"):
        grants.read(rules)


def test_a_category_of_an_unknown_role_is_refused() -> None:
    rules = written()
    rules["sets"][1]["categories"][0]["role"] = "caretaker"

    with pytest.raises(ValueError, match="first-teacher has no such role"):
        grants.read(rules)

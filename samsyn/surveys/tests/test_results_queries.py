"""The result of every kind of question, in all, by groups and through filters."""

import pytest
from pytest_django import DjangoAssertNumQueries

from samsyn.core.rules import RuleBroken
from samsyn.surveys.queries import (
    groups_by,
    groups_by_keys,
    groups_of_round,
    result_page,
)
from samsyn.surveys.tests.every_kind import answers_of, make_every_kind
from tests.cast import Cast

HUNDRED = [answers_of(number) for number in range(100)]


def counts(options: object) -> list[int | None]:
    return [option.count for option in options]  # type: ignore[attr-defined]  # OptionResults


def test_every_kind_has_its_totals(cast: Cast) -> None:
    page = result_page(make_every_kind(cast.university))
    answers = [answer for answer, _ in HUNDRED]

    assert [(q.code, q.number) for q in page.questions] == [
        ("register", None),
        ("role", None),
        ("time", 1),
        ("what", 2),
        ("claims", 3),
        ("worth", 4),
        ("order", 5),
        ("years", 6),
        ("since", 7),
        ("lead", 8),
        ("why", 9),
    ]
    assert counts(page.question("register").options) == [60, 40]
    assert counts(page.question("worth").options) == [
        sum(answer["worth"] == point for answer in answers) for point in (1, 2, 3, 4, 5, "?")
    ]
    first = page.question("claims").statements[0]
    assert (first.label, first.base) == ("Jag vet vad som väntas", 100)
    assert counts(first.options) == [34, 33, 33, 0]
    ranked = page.question("order").statements
    assert [counts(one.options) for one in ranked] == [
        [
            sum(answer.get("order", [])[rank : rank + 1] == [option] for answer in answers)
            for rank in range(3)
        ]
        for option in range(3)
    ]
    assert page.question("lead").base == sum("lead" in answer for answer in answers)
    assert page.question("why").written == 25
    assert sum(c or 0 for c in counts(page.question("since").options)) == 100


def test_labels_say_points_classes_ranks_and_months(cast: Cast) -> None:
    page = result_page(make_every_kind(cast.university))

    labels = {q.code: [option.label for option in q.options] for q in page.questions}
    assert labels["worth"] == ["1 inte alls", "2", "3", "4", "5 mycket", "Vet inte"]
    assert labels["years"] == [
        "under 5 år",
        "5–9 år",
        "10–14 år",
        "15–19 år",
        "20–24 år",
        "25 år eller mer",
    ]
    assert labels["since"][0] == "före jan 2010"
    assert labels["since"][-1] == "jan 2024 eller senare"
    assert [o.label for o in page.question("order").statements[0].options] == [
        "Plats 1",
        "Plats 2",
        "Plats 3",
    ]


def test_scales_and_numbers_have_a_mean_and_a_spread(cast: Cast) -> None:
    round = make_every_kind(cast.university)
    page = result_page(round, groups_by(round, "roller"))
    worth = [a["worth"] for a, _ in HUNDRED if a["worth"] != "?"]

    found = page.question("worth")

    assert found.summary is not None
    assert found.summary.count == 90
    assert found.summary.mean == pytest.approx(sum(worth) / 90)
    assert [group.summary.is_estimated for group in found.groups if group.summary] == [False, False]
    teachers = [a["worth"] for a, _ in HUNDRED if a["role"] == [0] and a["worth"] != "?"]
    assert found.groups[0].summary is not None
    assert found.groups[0].summary.mean == pytest.approx(sum(teachers) / len(teachers))
    assert page.question("years").summary is not None
    assert page.question("years").summary.mean == pytest.approx(  # type: ignore[union-attr]  # asserted above
        sum(float(a["years"]) for a, _ in HUNDRED) / 100
    )
    assert page.question("claims").statements[1].summary is not None
    assert page.question("since").summary is None


def test_groups_are_those_named_and_the_answers_that_may_be_shown(cast: Cast) -> None:
    groups = groups_of_round(make_every_kind(cast.university))

    # Five heads in two places are two and three: they join the principals of their place.
    assert [(group.key, group.label, group.size) for group in groups] == [
        ("roller:0", "Lärare", 65),
        ("roller:1", "Ledning", 35),
        ("role=0", "Förstelärare", 65),
        ("role=1.2", "Rektor och Skolchef", 35),
        ("register=0", "Norrbygd", 60),
        ("register=1", "Söderbygd", 40),
    ]


def test_without_named_groups_places_give_way_to_single_roles(cast: Cast) -> None:
    round = make_every_kind(cast.university, groupings=())

    assert [group.label for group in groups_of_round(round)] == [
        "Förstelärare",
        "Rektor",
        "Skolchef",
    ]
    assert [joined.names for joined in result_page(round).joined] == ["Norrbygd och Söderbygd"]


def test_a_filter_narrows_totals_and_groups_and_is_named(cast: Cast) -> None:
    round = make_every_kind(cast.university)
    page = result_page(round, groups_by(round, "roller"), groups_by_keys(round, ["register=0"]))

    assert (page.filters, page.filtered) == (("Norrbygd",), 60)
    found = page.question("time")
    assert found.base == 60
    assert [group.base for group in found.groups] == [40, 20]
    asked = [a for a, block in HUNDRED if block == 0]
    assert counts(found.options) == [sum(a["time"] == [place] for a in asked) for place in (0, 1)]


def test_a_group_that_is_not_offered_is_refused_with_a_sentence(cast: Cast) -> None:
    round = make_every_kind(cast.university)

    with pytest.raises(RuleBroken) as refused:
        groups_by_keys(round, ["role=2"])

    assert refused.value.sentence == "Resultatet kan inte visas för gruppen ”role=2”."


def test_what_is_shown_together_is_said_for_each_variable(cast: Cast) -> None:
    page = result_page(make_every_kind(cast.university))

    assert [joined.names for joined in page.joined] == ["Rektor och Skolchef"]


@pytest.mark.parametrize("count", [100, 40])
def test_the_page_reads_the_frozen_numbers_alone(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    round = make_every_kind(cast.university, count=count)
    groups = groups_by(round, "roller")

    with django_assert_num_queries(7):
        result_page(round, groups)


def test_too_few_show_nothing_of_any_kind(cast: Cast) -> None:
    page = result_page(make_every_kind(cast.university, count=4))

    assert page.has_too_few
    assert [q.base for q in page.questions] == [None] * 11
    assert {option.count for q in page.questions for option in q.options} <= {None}
    assert [q.written for q in page.questions if q.code == "why"] == [None]

import pytest

from samsyn.core.rules import RuleBroken
from samsyn.reports.rules import check_has_parts, check_may_report, moved


@pytest.mark.parametrize(
    ("key", "step", "wanted"),
    [("b", -1, "bac"), ("b", 1, "acb"), ("a", -1, "abc"), ("c", 1, "abc"), ("a", 1, "bac")],
)
def test_moved_stays_at_the_ends(key: str, step: int, wanted: str) -> None:
    assert moved(list("abc"), key, step) == list(wanted)


@pytest.mark.parametrize(("is_closed", "has_too_few"), [(False, False), (True, True)])
def test_a_report_needs_results(is_closed: bool, has_too_few: bool) -> None:
    with pytest.raises(RuleBroken) as broken:
        check_may_report(is_closed=is_closed, has_too_few=has_too_few)

    assert broken.value.field == "round"


def test_a_report_may_be_made_of_results() -> None:
    check_may_report(is_closed=True, has_too_few=False)


def test_an_empty_report_is_not_issued() -> None:
    with pytest.raises(RuleBroken):
        check_has_parts(0)

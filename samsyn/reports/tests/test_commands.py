"""Reports from the command line."""

import io

import pytest
from django.core.management import CommandError, call_command

from samsyn.reports.models import Report
from samsyn.reports.tests.world import TEXTS, make_round, make_run2014
from tests.cast import Cast


def test_make_report_with_its_texts_issues_it_too(cast: Cast) -> None:
    make_run2014(cast.university)

    call_command("make_report", "run2014", texts=TEXTS, issue=True, stdout=io.StringIO())

    report = Report.objects.get()
    assert report.blocks.count() == 14
    assert [edition.number for edition in report.editions.all()] == [1]

    call_command("issue_edition", str(report.pk), stdout=io.StringIO())
    assert [edition.number for edition in report.editions.all()] == [2, 1]


def test_make_report_of_an_open_round_says_why(cast: Cast) -> None:
    make_round(cast.university)

    with pytest.raises(CommandError, match="öppen"):
        call_command("make_report", "run2014")


def test_make_report_of_no_round_says_so(cast: Cast) -> None:
    with pytest.raises(CommandError, match="run1999"):
        call_command("make_report", "run1999")

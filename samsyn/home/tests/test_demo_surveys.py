"""The demo's own surveys: three autumns of one, a meeting that was evaluated, and one that is being built."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import transaction
from django.utils.translation import override
from pytest_django import DjangoDbBlocker

from samsyn.assignments.rules.dialogues import ZONE
from samsyn.core.models import OutgoingMail
from samsyn.home.demo.clock import at
from samsyn.home.demo.region import FOUNDED, invite_guides, make_region
from samsyn.home.demo.surveys import tell_surveys
from samsyn.home.demo.years import Years
from samsyn.organisations.models import Event
from samsyn.surveys.answering import Written, faults_of
from samsyn.surveys.models import Mailing, Posting, Response, Round, Survey
from samsyn.surveys.queries import questionnaire_of
from samsyn.surveys.rules.checks import problems

NOW = datetime(2026, 11, 25, 10, 30, tzinfo=ZONE)
AUTUMNS = ["Karriärtjänster 2024", "Karriärtjänster 2025", "Karriärtjänster 2026"]


def fill(now: datetime) -> None:
    years = Years(now.date())
    with at(years.moment(FOUNDED, ago=3)):
        make_region(years)
    invite_guides()
    tell_surveys(years)


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Told once for all of them, on a Wednesday in November; nothing of it is kept."""
    with django_db_blocker.unblock(), transaction.atomic(), at(NOW), override("sv"):
        fill(NOW)
        yield
        transaction.set_rollback(True)


pytestmark = pytest.mark.django_db
told_once = pytest.mark.usefixtures("told")


def round_called(title: str) -> Round:
    return Round.objects.select_related("survey").get(title=title)


def participation(round: Round) -> tuple[int, int, int, int, int]:
    """Invited, opened, answered, declined, refused."""
    rows = round.invitations.all()
    return (
        rows.count(),
        rows.exclude(opened_on=None).count(),
        rows.exclude(answered_on=None).count(),
        rows.exclude(declined_on=None).count(),
        rows.exclude(refusal="").count(),
    )


@told_once
def test_three_autumns_are_asked_of_which_the_last_is_open() -> None:
    found = [round_called(title) for title in AUTUMNS]

    assert [(one.state, one.mode) for one in found] == [
        ("closed", "anonymous"),
        ("closed", "anonymous"),
        ("open", "anonymous"),
    ]
    assert [participation(one) for one in found] == [
        (178, 110, 101, 3, 2),
        (213, 130, 121, 3, 2),
        (212, 110, 101, 3, 2),
    ]
    assert [one.responses.count() for one in found] == [101, 121, 101]


@told_once
def test_the_second_autumn_asks_a_new_version_of_the_same_survey() -> None:
    surveys = [round_called(title).survey for title in AUTUMNS]

    assert [one.version for one in surveys] == [1, 2, 2]
    assert len({one.lineage for one in surveys}) == 1
    assert [one.wording_changes.count() for one in surveys] == [0, 1, 1]


@told_once
def test_the_open_round_has_reminded_once_and_will_again() -> None:
    mailings = Mailing.objects.filter(round=round_called(AUTUMNS[2]))

    counts = [(one.kind, one.posted_count, one.posted_at is None) for one in mailings]

    assert counts == [
        ("invitation", 212, False),
        ("reminder", 143, False),
        ("reminder", 0, True),
    ]


@told_once
def test_of_all_mails_those_of_the_last_reminder_lie_in_the_mailbox() -> None:
    subjects = Counter(OutgoingMail.objects.values_list("subject", flat=True))
    reminded = Posting.objects.exclude(mail=None).count()

    assert subjects["Påminnelse: Karriärtjänster 2026"] == reminded == 143
    assert subjects["Åtta frågor om karriärtjänsterna, fyra minuter"] == 0


@told_once
@pytest.mark.parametrize("title", [*AUTUMNS, "Nätverksträff i Hamnskolan"])
def test_every_answer_could_have_been_given_on_the_pages(title: str) -> None:
    round = round_called(title)
    questionnaire = questionnaire_of(round.survey)

    faults = [
        faults_of(questionnaire, Written(one.answers))
        for one in Response.objects.filter(round=round)
    ]

    assert [fault for fault in faults if fault] == []


@told_once
def test_the_meeting_was_answered_with_names_and_its_results_are_shared() -> None:
    meeting = round_called("Nätverksträff i Hamnskolan")

    assert (meeting.state, meeting.mode) == ("closed", "named")
    assert participation(meeting) == (25, 25, 21, 0, 0)
    assert not Response.objects.filter(round=meeting, invitation=None).exists()
    assert (meeting.released_at is None, bool(meeting.release_token)) == (False, True)


@told_once
def test_the_survey_that_is_being_built_has_three_things_to_see_to() -> None:
    survey = Survey.objects.get(title="Tiden för uppdragen")

    found = problems(questionnaire_of(survey), "", survey.spent_codes)

    assert [one.code for one in found] == ["option-gone", "two", "groups"]
    assert [(one.state, one.invitations.count()) for one in survey.rounds.all()] == [("draft", 0)]
    assert survey.edits.count() == 2


@told_once
def test_nothing_has_happened_on_a_weekend_or_after_now() -> None:
    moments = Event.objects.filter(kind__regex="^(round|mailing|survey)").values_list(
        "at", flat=True
    )

    assert max(moments) <= NOW
    assert {moment.astimezone(ZONE).weekday() for moment in moments} <= {0, 1, 2, 3, 4}

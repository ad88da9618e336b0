"""The made-up nation: as many rows as it says, and what lists read of texts, logs and dialogues as the actions keep it."""

from collections import Counter
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Max, Sum
from django.test import Client

from samsyn.assignments.actions.dialogues.rows import keep_dates
from samsyn.assignments.actions.writing import LISTED, refresh_lists
from samsyn.assignments.models import (
    Assignment,
    CareerPost,
    LogEntry,
    PartText,
    State,
    Version,
    VersionState,
)
from samsyn.home.actions.national import fill_nation
from samsyn.home.demo.national.sizes import NATIONAL, Scale, organisers, shares
from samsyn.home.management.commands import demo_data
from samsyn.organisations.models import Duty, Event, Kind, Organisation, Person
from samsyn.organisations.roles import Role
from tests.cast import make_organisation

pytestmark = pytest.mark.django_db
SMALL = Scale(organisers=3, schools=8, assignments=51, persons=150, universities=1)
# Beside those of the texts.
KEPT = ("next_dialogue_at", "last_dialogue_at", "logged_on", "logged_minutes")


def test_it_has_the_size_that_is_said() -> None:
    fill_nation(SMALL)

    kinds = Counter(Organisation.objects.values_list("kind", flat=True))
    assert kinds == {Kind.ORGANISER: 3, Kind.SCHOOL_UNIT: 8, Kind.UNIVERSITY: 1}
    assert (Person.objects.count(), Duty.objects.count()) == (150, 150)
    assert (Assignment.objects.count(), CareerPost.objects.count()) == (51, 30)
    assert Event.objects.filter(kind="person.made").count() == 150
    connection.check_constraints()


def test_the_whole_nation_is_that_of_the_task_and_a_few_organisers_are_large() -> None:
    sizes = [len(one.schools) for one in organisers(NATIONAL, Random(1))]  # noqa: S311 - sizes, no secrets

    assert (len(sizes), sum(sizes), NATIONAL.posts) == (290, 5_000, 10_000)
    assert sizes == sorted(sizes, reverse=True)
    assert (sizes[0] > 100, 5 <= sizes[145] <= 15) == (True, True)


def test_shares_add_up() -> None:
    assert shares(10, [1, 1, 1]) == [4, 3, 3]
    assert shares(0, [2, 1]) == [0, 0]


def test_what_lists_read_is_what_the_actions_would_have_written() -> None:
    fill_nation(SMALL)
    before = {row["pk"]: row for row in Assignment.objects.values("pk", *LISTED, *KEPT)}

    for assignment in Assignment.objects.all():
        state = VersionState.SHARED if assignment.state == State.DRAFT else VersionState.IN_FORCE
        version = Version.objects.get(assignment=assignment, state=state)
        refresh_lists(assignment, PartText.objects.filter(version=version))
        keep_dates(assignment.pk)
        sums = LogEntry.objects.filter(assignment=assignment).aggregate(
            logged_minutes=Sum("minutes", default=0), logged_on=Max("done_on")
        )
        Assignment.objects.filter(pk=assignment.pk).update(**sums)

    after = {row["pk"]: row for row in Assignment.objects.values("pk", *LISTED, *KEPT)}
    assert after == before
    assert {State.DRAFT, State.IN_FORCE, State.EVALUATED, State.ENDED} == set(
        Assignment.objects.values_list("state", flat=True)
    )


def test_the_same_again_on_the_same_day() -> None:
    def made() -> list[tuple[object, ...]]:
        with transaction.atomic():
            fill_nation(SMALL)
            people = list(Person.objects.order_by("pk").values_list("pk", "family_name", "email"))
            texts = PartText.objects.order_by("pk").values_list("pk", "text", "hours", "audience")
            rows: list[tuple[object, ...]] = [*people, *texts]
            transaction.set_rollback(True)
        return rows

    assert made() == made()


def test_somebody_of_each_role_can_sign_in_in_the_middle() -> None:
    fill_nation(SMALL)

    people = Person.objects.filter(user__isnull=False)
    addresses = {person.email for person in people}
    at_organiser = set(Role) - {Role.COORDINATOR, Role.NETWORK_LEAD}
    assert {f"{role.value.replace('_', '-')}@mellan.example" for role in at_organiser} < addresses
    assert {"coordinator@larosate.example", "network-lead@larosate.example"} < addresses
    principal = people.get(email="principal@mellan.example")
    client = Client()
    client.force_login(
        principal.user,  # type: ignore[arg-type]  # has an account
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    assert client.get("/").status_code == 200


def test_a_database_with_something_in_it_is_left_alone() -> None:
    make_organisation()

    with pytest.raises(CommandError, match="Databasen är inte tom"):
        call_command("demo_data", scale="national")

    assert Person.objects.count() == 0


def test_the_command_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(demo_data.SCALES, "national", SMALL)
    said = StringIO()

    call_command("demo_data", scale="national", stdout=said)

    assert said.getvalue().splitlines()[0] == "3 of 3 organisers"
    assert Organisation.objects.filter(kind=Kind.ORGANISER).count() == 3

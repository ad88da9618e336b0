"""The demo's region and its two school years: who is there, in which states, seen by whom, on whatever day it starts."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.core import mail
from django.db import transaction
from django.utils.translation import override
from pytest_django import DjangoDbBlocker

from samsyn.assignments.models import (
    Assignment,
    CareerPost,
    Comment,
    Dialogue,
    LogEntry,
    NextStep,
    State,
    Version,
    VersionState,
)
from samsyn.assignments.queries.lapses import lapses_for, lapses_of, unfinished
from samsyn.assignments.rules.dialogues import ZONE
from samsyn.home.demo.clock import at
from samsyn.home.demo.history import tell
from samsyn.home.demo.mails import deliver
from samsyn.home.demo.queries import GUIDES
from samsyn.home.demo.region import FOUNDED, invite_guides, let_a_deputy_act, make_region
from samsyn.home.demo.years import Years
from samsyn.organisations.access import Actor
from samsyn.organisations.models import Delegation, Event, Kind, Organisation, Person
from samsyn.organisations.queries import actor_for_user

NOW = datetime(2026, 11, 25, 10, 30, tzinfo=ZONE)
YEARS = Years(NOW.date())


def fill(years: Years) -> None:
    """As the demo does, but for the surveys."""
    with at(years.moment(FOUNDED, ago=3)):
        make_region(years)
    tell(years)
    invite_guides()
    let_a_deputy_act(years)
    deliver(years)


@pytest.fixture(scope="module")
def told(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[list[tuple[str, str]]]:
    """Told once for all of them, on a Wednesday in November; nothing of it is kept."""
    with django_db_blocker.unblock(), transaction.atomic(), at(NOW), override("sv"):
        fill(YEARS)
        yield [(str(sent.subject), address) for sent in mail.outbox for address in sent.to]
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told")]


def person(name: str) -> Person:
    return Person.objects.get(email__startswith=f"{name}@")


def actor(name: str) -> Actor:
    user = person(name).user
    assert user is not None
    return actor_for_user(user, YEARS.today)


def assignment_of(name: str, year: int = 2026) -> Assignment:
    return Assignment.objects.filter(holder=person(name), year=year).order_by("created_at")[0]


def test_there_are_three_municipalities_with_fourteen_schools_and_forty_career_teachers() -> None:
    kinds = Counter(Organisation.objects.values_list("kind", flat=True))
    holders = set(CareerPost.objects.values_list("holder", flat=True))
    roles = Counter(CareerPost.objects.values_list("role", flat=True))

    assert kinds == {Kind.UNIVERSITY: 1, Kind.ORGANISER: 3, Kind.SCHOOL_UNIT: 14}
    assert len(holders) == 40
    assert roles == {"first_teacher": 37, "senior_lecturer": 3}


def test_every_address_is_made_up() -> None:
    addresses = Person.objects.values_list("email", flat=True)

    assert [address for address in addresses if not address.endswith(".example")] == []


def test_two_school_years_are_told_in_their_states() -> None:
    states = Counter(Assignment.objects.values_list("year", "state"))

    assert states == {
        (2025, State.EVALUATED): 23,
        (2025, State.ENDED): 6,
        (2026, State.IN_FORCE): 35,
        (2026, State.DRAFT): 6,
    }


def test_drafts_wait_for_one_or_for_both() -> None:
    drafts = Version.objects.filter(
        assignment__state=State.DRAFT, state=VersionState.SHARED
    ).values_list("holder_agreed_at", "counterpart_agreed_at")

    yeses = Counter((holder is not None, counterpart is not None) for holder, counterpart in drafts)

    assert yeses == {(False, False): 4, (True, False): 1, (False, True): 1}


def test_agreed_ones_lack_time_mandate_or_evaluation() -> None:
    agreed = Assignment.objects.filter(state=State.IN_FORCE)

    assert agreed.filter(hours=None).count() == 5
    assert agreed.filter(has_mandate=False).count() == 2
    assert agreed.filter(has_evaluation=False).count() == 2


def test_something_of_every_kind_is_about_to_go_wrong() -> None:
    open_ones = unfinished(Assignment.objects.all(), YEARS.today)

    kinds = Counter(str(lapse.kind) for lapse in lapses_of(list(open_ones), YEARS.today))

    assert kinds == {
        "not-agreed": 6,
        "no-principal": 3,
        "new-principal": 3,
        "dialogue-missed": 2,
        "post-ends": 2,
        "no-dialogue": 1,
        "no-duty": 1,
        "time-spent": 1,
        "time-unused": 1,
    }


def test_elins_assignment_is_as_the_pictures_show_it() -> None:
    assignment = assignment_of("elin.norberg")
    waiting = assignment.versions.get(state=VersionState.SHARED)
    parts = list(waiting.parts.values_list("part", flat=True))
    comments = list(Comment.objects.filter(assignment=assignment).values_list("part", flat=True))

    assert (assignment.title, assignment.hours) == ("Elever som resonerar i matematik", None)
    assert parts == ["mandate"]
    assert (waiting.holder_agreed_at is None, waiting.counterpart_agreed_at is None) == (
        False,
        True,
    )
    assert comments == ["time", "method", "method", "mandate"]
    assert assignment.versions.filter(state=VersionState.WRITING).count() == 1
    assert assignment.versions.get(number=1).in_force_at == datetime(
        2026, 9, 3, 15, 20, tzinfo=ZONE
    )


def test_dialogues_are_planned_held_and_approved() -> None:
    states = Counter(Dialogue.objects.values_list("state", flat=True))

    # The one that was cancelled had been planned in an assignment whose outcome was closed.
    assert states == {"planned": 33, "held": 1, "approved": 43, "cancelled": 1}
    assert NextStep.objects.filter(done_at=None).count() == 20


def test_one_teaches_at_two_schools_with_a_principal_each() -> None:
    found = Assignment.objects.filter(holder=person("cecilia.sandin"), year=2026)

    assert set(found.values_list("place__name", "counterpart__family_name")) == {
        ("Björkbackens skola", "Frisk"),
        ("Kyrkskolan", "Rosvall"),
    }


def test_one_senior_lecturer_is_for_the_whole_municipality() -> None:
    assignment = assignment_of("henrik.sahlen")

    assert (assignment.place.name, str(assignment.counterpart)) == (
        "Älvsunda kommun",
        "Petra Lindahl",
    )


def test_a_deputy_acts_for_the_principal_of_strandskolan() -> None:
    delegation = Delegation.objects.get()

    assert (str(delegation.deputy), str(delegation.duty.person)) == ("Lena Palm", "Mats Öhlén")


def test_colleagues_see_what_is_agreed_and_nobody_with_protected_identity() -> None:
    seen = Assignment.objects.visible_to(actor("amina.warsame")).filter(year=2026)

    assert Counter(seen.values_list("place__name", flat=True)) == {
        "Strandskolan": 6,
        "Björkbackens skola": 4,
        "Kyrkskolan": 4,
        "Fjällgläntans skola": 2,
        "Älvsunda gymnasium": 3,
        "Lärcentrum Älvsunda": 1,
        "Älvsunda kommun": 1,
    }
    assert not seen.filter(holder__protected_identity=True).exists()


def test_the_network_sees_what_is_open_to_it_in_all_three_municipalities() -> None:
    seen = Assignment.objects.visible_to(actor("karin.ahlen")).filter(year=2026)

    assert Counter(seen.values_list("controller__name", flat=True)) == {
        "Älvsunda kommun": 5,
        "Storhöjdens kommun": 3,
        "Norrbyvikens kommun": 3,
    }


def test_head_of_schools_sees_drafts_too_but_only_the_own_municipalitys() -> None:
    seen = Assignment.objects.visible_to(actor("birgitta.nyhlen")).filter(year=2026)

    assert Counter(seen.values_list("controller__name", flat=True)) == {"Älvsunda kommun": 24}
    assert seen.filter(state=State.DRAFT).count() == 3


def test_the_protected_are_seen_by_their_principal_and_themselves() -> None:
    assignment = assignment_of("nora.skogh")
    who = ("nora.skogh", "ibrahim.haddad", "gun.edlund", "birgitta.nyhlen", "mats.ohlen")

    seeing = {name for name in who if assignment in Assignment.objects.visible_to(actor(name))}

    assert seeing == {"nora.skogh", "ibrahim.haddad", "gun.edlund"}


def test_dialogues_are_seen_by_the_two_alone() -> None:
    dialogues = Dialogue.objects.filter(assignment=assignment_of("elin.norberg"))
    seeing = ("elin.norberg", "mats.ohlen", "lena.palm", "birgitta.nyhlen", "gun.edlund")

    counts = {name: dialogues.visible_to(actor(name)).count() for name in seeing}

    assert counts == {
        "elin.norberg": 2,
        "mats.ohlen": 2,
        "lena.palm": 0,
        "birgitta.nyhlen": 0,
        "gun.edlund": 0,
    }


def test_what_waits_for_the_principal_of_strandskolan() -> None:
    kinds = [str(lapse.kind) for lapse in lapses_for(actor("mats.ohlen"), YEARS.today)]

    assert kinds == ["post-ends"]


def test_everything_happened_before_now_and_nothing_on_a_weekend() -> None:
    moments = Event.objects.filter(kind__regex="^(assignment|dialogue|proposal|log)").values_list(
        "at", flat=True
    )

    assert max(moments) < NOW
    assert {moment.astimezone(ZONE).weekday() for moment in moments} <= {0, 1, 2, 3, 4}


def test_the_guides_are_invited_and_of_the_history_the_last_days_are_mailed(
    told: list[tuple[str, str]],
) -> None:
    invited = [address for subject, address in told if subject.startswith("Du är inbjuden")]
    guides = [guide.address for guide in GUIDES]

    assert sorted(invited) == sorted([*guides, "lena.palm@alvsunda.example"])
    assert 0 < len(told) - len(invited) <= 25


def test_logs_are_kept_through_the_autumn() -> None:
    days = LogEntry.objects.filter(assignment__year=2026).values_list("done_on", flat=True)

    assert len({day.isocalendar().week for day in days}) > 8

"""Who can be signed in as in the demo: one person for each role."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samsyn.accounts.models import User
from samsyn.organisations.models import Person
from samsyn.organisations.roles import Role


@dataclass(frozen=True)
class Guide:
    """A role of the demo: whose eyes, and what to look at first."""

    role: Role
    address: str
    shows: str | Promise


GUIDES = (
    Guide(
        Role.COORDINATOR,
        "johan.bergdahl@mittskog.example",
        _(
            "a survey that is open, what it said earlier years, one that is being built, the report of 2014"
        ),
    ),
    Guide(
        Role.NETWORK_LEAD,
        "karin.ahlen@mittskog.example",
        _("the surveys’ results, and what of the assignments is open to the network"),
    ),
    Guide(
        Role.ADMINISTRATOR,
        "gun.edlund@alvsunda.example",
        _("schools, people, a roster that waits for answers, and the list for the state grant"),
    ),
    Guide(
        Role.HEAD_OF_SCHOOLS,
        "birgitta.nyhlen@alvsunda.example",
        _("all schools’ assignments, their states and what they lack"),
    ),
    Guide(
        Role.DEVELOPMENT_LEAD,
        "petra.lindahl@alvsunda.example",
        _("the same, and dialogues with the municipality’s lecturer"),
    ),
    Guide(
        Role.PRINCIPAL,
        "mats.ohlen@alvsunda.example",
        _("a change to answer, notes to approve, dialogues to come, and a deputy"),
    ),
    Guide(
        Role.FIRST_TEACHER,
        "elin.norberg@alvsunda.example",
        _("an assignment without time, a proposal that waits, a dialogue to prepare, the log"),
    ),
    Guide(
        Role.SENIOR_LECTURER,
        "henrik.sahlen@alvsunda.example",
        _("an assignment for the whole municipality"),
    ),
    Guide(
        Role.TEACHER,
        "amina.warsame@alvsunda.example",
        _("who does what, and what can be asked of whom"),
    ),
)


@dataclass(frozen=True)
class Guided:
    guide: Guide
    person: Person


def people_to_sign_in_as() -> list[Guided]:
    by_address = {
        person.email: person
        for person in Person.objects.filter(
            email__in=[guide.address for guide in GUIDES], user__isnull=False
        )
    }
    return [
        Guided(guide, by_address[guide.address]) for guide in GUIDES if guide.address in by_address
    ]


def demo_user(person_id: str) -> User | None:
    return User.objects.filter(person__pk=person_id, is_active=True).first()

"""The cast with something of everything to visit: one object of each kind at Anna's university or Adam's organiser."""

from dataclasses import dataclass

from samsyn.accounts.models import User
from samsyn.organisations.models import Kind, Person, Role
from tests.cast import Cast, make_cast, make_duty, make_organisation, make_person


@dataclass(frozen=True)
class World:
    cast: Cast
    stranger: Person

    def user(self, who: str) -> User:
        person: Person = self.stranger if who == "stranger" else getattr(self.cast, who)
        assert person.user is not None
        return person.user


def make_world() -> World:
    cast = make_cast()
    return World(cast=cast, stranger=make_stranger(cast))


def make_stranger(cast: Cast) -> Person:
    """Somebody with every role, but all of them at another organiser and another university."""
    university = make_organisation(kind=Kind.UNIVERSITY, name="Havets universitet")
    stranger = make_person("Stig Strand", cast.other_organiser)
    for role in Role:
        make_duty(stranger, role, cast.other_organiser)
        make_duty(stranger, role, university)
    return stranger

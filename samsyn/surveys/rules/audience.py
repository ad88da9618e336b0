"""Whom a round asks, counted: who is excepted and why, which duty counts, and the register's blocks within the audience."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.analysis.blocks import make_blocks
from samsyn.core.words import listed, uncapitalised
from samsyn.organisations.roles import Role

# In the order of tables and sentences; the first is merged with the second before any other.
ROLES = (
    Role.FIRST_TEACHER,
    Role.SENIOR_LECTURER,
    Role.TEACHER,
    Role.PRINCIPAL,
    Role.HEAD_OF_SCHOOLS,
    Role.DEVELOPMENT_LEAD,
    Role.NETWORK_LEAD,
    Role.COORDINATOR,
    Role.ADMINISTRATOR,
)
FAMILIES = (
    frozenset({Role.FIRST_TEACHER, Role.SENIOR_LECTURER, Role.TEACHER}),
    frozenset({Role.PRINCIPAL, Role.HEAD_OF_SCHOOLS}),
    frozenset({Role.DEVELOPMENT_LEAD, Role.NETWORK_LEAD, Role.COORDINATOR, Role.ADMINISTRATOR}),
)
PLURALS = {
    Role.FIRST_TEACHER: gettext_lazy("First teachers"),
    Role.SENIOR_LECTURER: gettext_lazy("Senior lecturers"),
    Role.TEACHER: gettext_lazy("Teachers"),
    Role.PRINCIPAL: gettext_lazy("Principals"),
    Role.HEAD_OF_SCHOOLS: gettext_lazy("Heads of schools"),
    Role.DEVELOPMENT_LEAD: gettext_lazy("Development leads"),
    Role.NETWORK_LEAD: gettext_lazy("Network leads"),
    Role.COORDINATOR: gettext_lazy("Coordinators"),
    Role.ADMINISTRATOR: gettext_lazy("Administrators"),
}
# As they are spoken of: "Lektorerna är sex".
THEY = {
    Role.FIRST_TEACHER: gettext_lazy("The first teachers"),
    Role.SENIOR_LECTURER: gettext_lazy("The senior lecturers"),
    Role.TEACHER: gettext_lazy("The teachers"),
    Role.PRINCIPAL: gettext_lazy("The principals"),
    Role.HEAD_OF_SCHOOLS: gettext_lazy("The heads of schools"),
    Role.DEVELOPMENT_LEAD: gettext_lazy("The development leads"),
    Role.NETWORK_LEAD: gettext_lazy("The network leads"),
    Role.COORDINATOR: gettext_lazy("The coordinators"),
    Role.ADMINISTRATOR: gettext_lazy("The administrators"),
}


class Reason(StrEnum):
    """Why somebody of the audience gets no invitation; the first that holds is told."""

    NAMED = "named"
    NO_ADDRESS = "no_address"


@dataclass(frozen=True)
class DutyFound:
    """One duty that makes a person one of the audience."""

    person: UUID
    name: str
    given_name: str
    email: str
    role: str
    organiser: UUID
    extent: int
    starts_on: date


@dataclass(frozen=True)
class Asked:
    """A person of the audience, with the duty that counts."""

    duty: DutyFound
    reason: Reason | None = None

    @property
    def is_invited(self) -> bool:
        return self.reason is None

    @property
    def role_label(self) -> str:
        return str(Role(self.duty.role).label)


@dataclass(frozen=True)
class RoleCount:
    role: str
    in_register: int
    excepted: int

    @property
    def label(self) -> str:
        return str(PLURALS[Role(self.role)])

    @property
    def invited(self) -> int:
        return self.in_register - self.excepted


@dataclass(frozen=True)
class Headcount:
    """The table that adds up. `doubled` are those with several duties, who are counted once."""

    people: tuple[Asked, ...]
    doubled: int = 0

    @property
    def rows(self) -> list[RoleCount]:
        found: dict[str, list[Asked]] = {}
        for one in self.people:
            found.setdefault(one.duty.role, []).append(one)
        return [
            RoleCount(role, len(found[role]), sum(not one.is_invited for one in found[role]))
            for role in ROLES
            if role in found
        ]

    @property
    def total(self) -> RoleCount:
        excepted = sum(not one.is_invited for one in self.people)
        return RoleCount("", len(self.people), excepted)

    @property
    def invited(self) -> tuple[Asked, ...]:
        return tuple(one for one in self.people if one.is_invited)

    def excepted_for(self, reason: Reason) -> int:
        return sum(one.reason == reason for one in self.people)


def count_heads(duties: Iterable[DutyFound], without: Collection[UUID]) -> Headcount:
    """Everybody once, where the duty is greatest; of equal ones the role that stands first counts."""
    by_person: dict[UUID, list[DutyFound]] = {}
    for duty in duties:
        by_person.setdefault(duty.person, []).append(duty)
    chosen = [min(held, key=_weight) for held in by_person.values()]
    people = tuple(Asked(duty, _reason(duty, without)) for duty in chosen)
    return Headcount(people, sum(len(held) > 1 for held in by_person.values()))


def _weight(duty: DutyFound) -> tuple[Any, ...]:
    return -duty.extent, ROLES.index(Role(duty.role)), duty.starts_on, duty.organiser


def _reason(duty: DutyFound, without: Collection[UUID]) -> Reason | None:
    if duty.person in without:
        return Reason.NAMED
    return None if duty.email else Reason.NO_ADDRESS


# The register's blocks


Cell = tuple[str, str]


@dataclass(frozen=True)
class RegisterBlock:
    """Cells of the register, (role, organiser), which are always told together, and how many of the audience they hold."""

    label: str
    size: int
    cells: tuple[Cell, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "label": self.label,
            "size": self.size,
            "cells": [list(cell) for cell in self.cells],
        }


def cell_of(role: str, organiser: UUID | str | None, by: str) -> Cell:
    """What of the register follows an answer: a role, an organiser's key, both; what does not is empty."""
    return (role if "role" in by else "", str(organiser or "") if "organiser" in by else "")


def merge_cells(
    sizes: Mapping[Cell, int], names: Mapping[str, str], threshold: int
) -> tuple[RegisterBlock, ...]:
    """Blocks of at least the threshold: a small cell joins its role group at the organiser, then the smallest block.

    None at all where the audience is smaller than the threshold: then nothing of the register follows.
    """
    cells = sorted((cell for cell in sizes if sizes[cell]), key=lambda cell: _place(cell, names))
    groups = _families(cells)
    blocks = make_blocks({i: sizes[cell] for i, cell in enumerate(cells)}, groups, threshold)
    made = ([cells[value] for value in block.values] for block in blocks)
    return tuple(
        RegisterBlock(_label(inside, names), sum(sizes[cell] for cell in inside), tuple(inside))
        for inside in made
    )


def _place(cell: Cell, names: Mapping[str, str]) -> tuple[Any, ...]:
    role, organiser = cell
    return names.get(organiser, ""), organiser, ROLES.index(Role(role)) if role else -1


def _families(cells: Sequence[Cell]) -> list[frozenset[int]]:
    organisers = dict.fromkeys(organiser for _role, organiser in cells)
    return [
        frozenset(i for i, (role, place) in enumerate(cells) if role in family and place == one)
        for one in organisers
        for family in FAMILIES
    ]


def _label(cells: Sequence[Cell], names: Mapping[str, str]) -> str:
    """ "Förstelärare och lektorer", "Tallinge", "Rektorer i Tallinge"."""
    by_place: dict[str, list[str]] = {}
    for role, organiser in cells:
        by_place.setdefault(organiser, []).extend([role] if role else [])
    parts = [(_part(roles, names.get(place, "")), roles) for place, roles in by_place.items()]
    (first, _roles), *rest = parts
    return listed([first, *(uncapitalised(part) if roles else part for part, roles in rest)])


def role_names(roles: Collection[str]) -> str:
    """ "Förstelärare och lektorer", in the order of tables."""
    words = [str(PLURALS[role]) for role in ROLES if role in roles]
    return listed([*words[:1], *(uncapitalised(word) for word in words[1:])])


def _part(roles: Sequence[str], place: str) -> str:
    if not roles:
        return place
    said = role_names(roles)
    return _("%(roles)s at %(place)s") % {"roles": said, "place": place} if place else said


def block_of(cell: Cell, blocks: Sequence[Mapping[str, Any]]) -> int | None:
    """Which of a round's stored blocks the cell is in; one that came late joins the smallest."""
    for number, block in enumerate(blocks):
        if list(cell) in block["cells"]:
            return number
    return min(range(len(blocks)), key=lambda i: int(blocks[i]["size"]), default=None)


def sizes_of(people: Iterable[Asked], by: str) -> dict[Cell, int]:
    return dict(Counter(cell_of(one.duty.role, one.duty.organiser, by) for one in people))


@dataclass(frozen=True)
class SmallGroup:
    """A group that may be too small to be shown alone once answers have come: said before anybody is asked."""

    they: str
    count: int
    joins: str


def small_groups(people: Sequence[Asked], threshold: int) -> list[SmallGroup]:
    """The roles that so few have that too few may answer, with whom of their role group they are counted together."""
    counts = Counter(one.duty.role for one in people)
    return [
        SmallGroup(str(THEY[role]), counts[role], _others(role, counts))
        for role in ROLES
        if 0 < counts[role] < 2 * threshold
    ]


def _others(role: Role, counts: Counter[str]) -> str:
    family = next(family for family in FAMILIES if role in family)
    others = [uncapitalised(str(THEY[r])) for r in ROLES if r in family - {role} and counts[r]]
    return listed(others)

"""What a row of the table says, and who is in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.world import World

# Everybody in the cast (tests/cast.py); the stranger has every role at another organiser and another university.
PEOPLE = (
    *("anna", "nils", "bo", "lena", "rut", "tora", "adam", "hedda", "dag", "cecilia"),
    "stranger",
)
ALL = " ".join(PEOPLE)
# Those at the organiser, at the university, and the principals and others who lead.
ORGANISER = "bo lena rut tora adam hedda dag"
UNIVERSITY = "anna nils"
LEADERS = "anna nils rut adam hedda dag cecilia stranger"
ELSEWHERE = "cecilia stranger"


def nowhere(world: World) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Row:
    """`answer` is what those let in get; `nobody` what a visitor without account gets."""

    ok: str = ""
    unseen: str = ""
    place: Callable[[World], Mapping[str, Any]] = nowhere
    method: str = "get"
    form: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""
    answer: int = 200
    nobody: int = 302
    # False for files, parts of pages and others that nobody opens as a page of its own.
    is_page: bool = True

    def wanted(self, who: str) -> int:
        if who == "nobody":
            return self.nobody
        if who in self.ok.split():
            return self.answer
        return 404 if who in self.unseen.split() else 403


def public(**over: Any) -> Row:
    """The same for everybody, with or without an account."""
    return Row(**{"ok": ALL, "nobody": over.get("answer", 200), **over})


def own(**over: Any) -> Row:
    """For whoever is signed in: about themselves."""
    return Row(**{"ok": ALL, **over})


def pk(name: str, **more: Any) -> Callable[[World], dict[str, Any]]:
    """The place of one of the world's objects; more keywords are taken as they are."""
    return lambda world: {"pk": getattr(world, name).pk, **more}


READERS = f"{UNIVERSITY} {ORGANISER}"

"""What apps lower on the map put on pages of those above: each registers a function of the actor and the page's object."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Item:
    """A line on such a page: what it is, what it costs, by when or since when, and the verb that leads on.

    `note` stands under the day ("since 12 November", "2 p.m."), `quote` is the words it is about, as safe HTML. With
    `send` the verb is a button that posts those fields to the address; `other` is one more way on: words and address.
    """

    title: str | Promise
    text: str | Promise = ""
    url: str = ""
    act: str | Promise = ""
    on: date | None = None
    note: str | Promise = ""
    quote: str = ""
    send: tuple[tuple[str, str], ...] = ()
    other: tuple[str | Promise, str] | None = None


Panel = Callable[[Any, Any], Iterable[Item]]
_panels: dict[str, list[Panel]] = {}


def register(place: str, panel: Panel) -> None:
    """`place` is the page and its part, as "start.waiting"; registering twice shows once."""
    panels = _panels.setdefault(place, [])
    if panel not in panels:
        panels.append(panel)


def items(place: str, actor: Any, thing: Any = None) -> list[Item]:
    return [item for panel in _panels.get(place, []) for item in panel(actor, thing)]

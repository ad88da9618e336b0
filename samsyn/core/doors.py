"""How a view without a right of the grid says why: it is public, or it shows people only what is their own."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required

View = Callable[..., Any]
PUBLIC = "public"


@dataclass(frozen=True)
class Door:
    """`kind` is "public" (no account), "own" (only what belongs to the one signed in) or "right" (see access)."""

    kind: str
    reason: str


def _marked(view: View, door: Door) -> View:
    @functools.wraps(view)
    def inner(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    inner.door = door  # type: ignore[attr-defined]  # read by the house's test of all addresses
    return inner


def public(reason: str) -> Callable[[View], View]:
    """Open without signing in, for the reason given."""
    return lambda view: login_not_required(_marked(view, Door(PUBLIC, reason)))


def own(reason: str) -> Callable[[View], View]:
    """Signed in is enough: the page is about the person who asks and nobody else."""
    return lambda view: _marked(view, Door("own", reason))

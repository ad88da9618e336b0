"""A school that goes to another organiser, or an organiser that goes up in another: what apps below do about theirs.

Each registers a function that is called in the move's own transaction, once the tree is as it will be.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from samsyn.organisations.access import Actor
from samsyn.organisations.models import Organisation


@dataclass(frozen=True)
class Move:
    """`places` are the keys of the organisations that now lie under `into`; with a merger all that `gone` had is its."""

    actor: Actor
    places: frozenset[UUID]
    gone: Organisation
    into: Organisation
    is_merger: bool = False


Follow = Callable[[Move], None]
_followers: list[Follow] = []


def register(follow: Follow) -> None:
    """Registering twice follows once."""
    if follow not in _followers:
        _followers.append(follow)


def followers() -> tuple[Follow, ...]:
    return tuple(_followers)

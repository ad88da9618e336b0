"""What follows when organisations move."""

from samsyn.organisations.moves import Move
from samsyn.surveys.models import Survey


def follow_move(move: Move) -> None:
    """What an organiser asked is its successor's."""
    if move.is_merger:
        Survey.objects.filter(organisation=move.gone).update(organisation=move.into)

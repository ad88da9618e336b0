"""Whoever opens a dialogue, or tries to, leaves a line that the two can read. Each is a transaction of its own."""

from django.db import transaction

from samsyn.assignments.actions.dialogues.rows import tell
from samsyn.assignments.models import Dialogue
from samsyn.organisations.access import Actor


@transaction.atomic
def record_visit(*, actor: Actor, dialogue: Dialogue, is_let_in: bool) -> None:
    """Not part of the answer: kept also where the answer is that there is nothing."""
    tell("opened" if is_let_in else "refused", actor, dialogue)


@transaction.atomic
def record_taken_out(*, actor: Actor, dialogue: Dialogue) -> None:
    tell("taken_out", actor, dialogue)

"""A round opens and closes."""

from django.db import transaction
from django.utils import timezone

from samsyn.analysis.cube import Tabulation
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record
from samsyn.surveys import queries, rules
from samsyn.surveys.models import Round, RoundState


@transaction.atomic
def close_round(*, actor: Actor, round: Round) -> Tabulation:
    """Makes the blocks, counts, and freezes the numbers. From here on they never change."""
    round = locked(round)
    rules.check_may_close(is_closed=round.is_closed)
    tabulation = queries.tabulate_round(round)
    round.state = RoundState.CLOSED
    round.closed_at = timezone.now()
    round.tabulation = tabulation.to_json()
    round.save(update_fields=["state", "closed_at", "tabulation", "changed_at"])
    record(
        "round.closed",
        actor=actor,
        matter=round,
        controller=round.survey.organisation,
        respondents=tabulation.respondents,
    )
    return tabulation


def locked(round: Round) -> Round:
    return (
        Round.objects.select_for_update(of=("self",))
        .select_related("survey__organisation")
        .get(pk=round.pk)
    )

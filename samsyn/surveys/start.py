"""What surveys put on start pages: rounds that are open or about to open, and results that can be read."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.core.panels import Item
from samsyn.core.prepared import prepared
from samsyn.organisations.access import Actor, Can, within
from samsyn.surveys.models import Invitation, Mode, Round, RoundState
from samsyn.surveys.rules.following import is_slow
from samsyn.surveys.rules.rounds import said_clock

SHOWN = 5


def rounds_open(actor: Actor, thing: object) -> Iterator[Item]:
    if Can.SURVEY_EDIT not in actor.rights:
        return
    for round in _open(actor):
        yield _scheduled(round) if round.state == RoundState.SCHEDULED else _open_item(round)


def _scheduled(round: Any) -> Item:
    return Item(
        title=round.title,
        text=_("The invitations go by themselves. Until then you can take them back."),
        url=reverse("surveys:inviting", args=[round.pk]),
        act=_("See the invitation"),
        on=timezone.localdate(round.opens_at),
        note=said_clock(round.opens_at),
    )


def _open_item(round: Any) -> Item:
    if round.mode == Mode.IMPORTED:
        return Item(
            title=round.title,
            text=_("The round is open. Results are shown when it has been closed."),
            url=reverse("surveys:round", args=[round.pk]),
            act=_("Go to the round"),
        )
    return Item(
        title=round.title,
        text=_answered(round),
        url=reverse("surveys:following", args=[round.pk]),
        act=_("See the answers so far"),
        on=timezone.localdate(round.closes_at),
        note=_("closes %(clock)s") % {"clock": said_clock(round.closes_at)},
    )


def _answered(round: Any) -> str:
    """How many, and whether that is few for the time that has passed."""
    if round.invited_count is None:
        return _("Open to all who have the link.")
    answered = round.answered or 0
    said = {"answered": answered, "invited": round.invited_count}
    if is_slow(answered, round.invited_count, round.opens_at, round.closes_at, timezone.now()):
        return (
            _("Only %(answered)s of %(invited)s have answered, and half the time has gone.") % said
        )
    return _("%(answered)s of %(invited)s have answered.") % said


def results_new(actor: Actor, thing: object) -> Iterator[Item]:
    if Can.RESULT_VIEW not in actor.rights:
        return
    for round in _closed(actor):
        yield Item(
            title=round.title,
            text=_("The round is closed."),
            url=reverse("surveys:round", args=[round.pk]),
            act=_("See the result"),
            on=timezone.localdate(round.closed_at),
        )


@prepared
def _open(actor: Actor) -> QuerySet[Any]:
    """With the answers that came by invitation."""
    invited = Invitation.objects.filter(round=OuterRef("pk"), answered_on__isnull=False)
    answered = invited.order_by().values("round").annotate(n=Count("pk")).values("n")
    rows = Round.objects.visible_to(actor).filter(state__in=[RoundState.OPEN, RoundState.SCHEDULED])
    rows = rows.filter(within(actor, Can.SURVEY_EDIT, "survey__organisation__path"))
    return rows.defer("tabulation").annotate(answered=Subquery(answered))[:SHOWN]


@prepared
def _closed(actor: Actor) -> QuerySet[Any]:
    rows = Round.objects.visible_to(actor).filter(closed_at__isnull=False)
    return rows.defer("tabulation").order_by("-closed_at")[:SHOWN]

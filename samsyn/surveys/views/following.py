"""A round is followed while it is open: how many, never who or what. Extended, closed and opened again from here."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from samsyn.core.forms import attempt
from samsyn.organisations.access import ActorRequest, Can, fetch, needs
from samsyn.surveys.actions import mailings, rounds, settling
from samsyn.surveys.following_page import following_page
from samsyn.surveys.forms.inviting import BounceForm, LateForm, MomentForm
from samsyn.surveys.jobs import after_closing
from samsyn.surveys.models import Mode, Round, RoundState
from samsyn.surveys.queries import audience
from samsyn.surveys.queries.following import refused_addresses
from samsyn.surveys.rules.rounds import said_hour
from samsyn.surveys.views.surveys import crumbs


@needs(Can.SURVEY_EDIT)
@require_GET
def following(request: ActorRequest, pk: UUID) -> HttpResponse:
    round = fetch(Round, request.actor, pk, Can.SURVEY_EDIT)
    if round.mode == Mode.IMPORTED:
        return redirect("surveys:round", round.pk)
    if round.state in {RoundState.DRAFT, RoundState.SCHEDULED}:
        return redirect("surveys:inviting", round.pk)
    context = {
        "round": round,
        "page": following_page(round),
        "open_address": audience.open_address(round) if round.open_token else "",
        "crumbs": _crumbs(round, (_("Answers so far"), "")),
    }
    return render(request, "surveys/following.html", context)


def _crumbs(round: Round, *rest: tuple[str, str]) -> list[tuple[str, str]]:
    survey = (round.survey.title, reverse("surveys:survey", args=[round.survey_id]))
    return crumbs(survey, *rest)


def _round(request: ActorRequest, pk: UUID, *states: str) -> Round:
    """One that Samsyn asks itself, in one of the states; pages of other states do not exist."""
    round = fetch(Round, request.actor, pk, Can.SURVEY_EDIT)
    if round.mode == Mode.IMPORTED or (states and round.state not in states):
        raise Http404
    return round


def _moment_page(
    request: ActorRequest,
    round: Round,
    *,
    title: str,
    submit: str,
    initial: datetime | None,
    act: Callable[[MomentForm, datetime], Any],
    **said: str,
) -> HttpResponse:
    """A page that asks for one moment and does one thing."""
    form = MomentForm(request.POST or None, initial={"at": initial})
    if request.method == "POST" and form.is_valid() and act(form, form.cleaned_data["at"]):
        return redirect("surveys:following", round.pk)
    back = reverse("surveys:following", args=[round.pk])
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "cancel": back,
        "crumbs": _crumbs(round, (_("Answers so far"), back), (title, "")),
        **said,
    }
    return render(request, "surveys/round_form.html", context)


@needs(Can.SURVEY_EDIT)
@require_http_methods(["GET", "POST"])
def extend(request: ActorRequest, pk: UUID) -> HttpResponse:
    round = _round(request, pk, RoundState.OPEN)

    def act(form: MomentForm, at: datetime) -> bool:
        attempt(form, rounds.extend_round, actor=request.actor, round=round, closes_at=at)
        return form.is_valid()

    return _moment_page(
        request,
        round,
        title=_("Until when shall it be open?"),
        submit=_("Move the closing"),
        initial=round.closes_at,
        act=act,
    )


@needs(Can.SURVEY_EDIT)
@require_http_methods(["GET", "POST"])
def reminder_move(request: ActorRequest, pk: UUID, number: int) -> HttpResponse:
    round = _round(request, pk, RoundState.OPEN)
    written = audience.mailings_of(round)
    if not 0 < number < len(written):
        raise Http404
    mailing = written[number]

    def act(form: MomentForm, at: datetime) -> bool:
        attempt(form, settling.move_reminder, actor=request.actor, mailing=mailing, due_at=at)
        return form.is_valid()

    return _moment_page(
        request,
        round,
        title=_("When shall they be reminded?"),
        submit=_("Move the reminder"),
        initial=mailing.due_at,
        act=act,
    )


@needs(Can.SURVEY_EDIT)
@require_http_methods(["GET", "POST"])
def close(request: ActorRequest, pk: UUID) -> HttpResponse:
    round = _round(request, pk, RoundState.OPEN)
    if request.method == "POST":
        rounds.close_round(actor=request.actor, round=round)
        after_closing(round.pk)
        messages.success(request, _("The survey is closed. The results can be read."))
        return redirect("surveys:round", round.pk)
    context = {
        "round": round,
        "closes": said_hour(round.closes_at) if round.closes_at else "",
        "crumbs": _crumbs(round, (_("Close early"), "")),
    }
    return render(request, "surveys/round_close.html", context)


@needs(Can.SURVEY_EDIT)
@require_http_methods(["GET", "POST"])
def reopen(request: ActorRequest, pk: UUID) -> HttpResponse:
    round = _round(request, pk, RoundState.CLOSED)

    def act(form: MomentForm, at: datetime) -> bool:
        attempt(form, rounds.reopen_round, actor=request.actor, round=round, closes_at=at)
        return form.is_valid()

    return _moment_page(
        request,
        round,
        title=_("Open the survey again?"),
        submit=_("Withdraw the results and open"),
        initial=None,
        act=act,
        warning_title=_("The results disappear until it closes again"),
        warning=_(
            "Nobody can read them meanwhile, neither you nor those who were given them: who compares two moments could otherwise work out what the last ones answered. Reports that were issued stay as they are. Results that somebody has saved cannot be called back."
        ),
    )


@needs(Can.SURVEY_EDIT)
@require_http_methods(["GET", "POST"])
def addresses(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Where mail did not arrive: what the servers said, and what came back to the sender."""
    round = _round(request, pk)
    form = BounceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if mailings.note_bounce(actor=request.actor, round=round, email=email):
            messages.success(request, _("Noted. No reminder goes there."))
            return redirect("surveys:round-addresses", round.pk)
        form.add_error(
            "email", _("Nobody has been invited at that address, or it is noted already.")
        )
    context = {
        "form": form,
        "refused": refused_addresses(round),
        "round": round,
        "crumbs": _crumbs(round, _back(round), (_("Addresses"), "")),
    }
    return render(request, "surveys/round_addresses.html", context)


def _back(round: Round) -> tuple[str, str]:
    return _("Answers so far"), reverse("surveys:following", args=[round.pk])


@needs(Can.SURVEY_EDIT)
@require_http_methods(["GET", "POST"])
def late(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Who came after the opening: those of the register who fit the sentence now, or an address."""
    round = _round(request, pk, RoundState.OPEN)
    newcomers = audience.newcomers(round)
    form = LateForm(request.POST or None, is_all="all" in request.POST)
    if request.method == "POST" and form.is_valid():
        people = newcomers if form.is_all else ()
        added = attempt(
            form, rounds.add_late, actor=request.actor, round=round, people=people, **form.written()
        )
        if added:
            messages.success(request, _("Invited. The mail goes within a minute or two."))
            return redirect("surveys:following", round.pk)
        if added == 0:
            form.add_error(None, _("They have an invitation already."))
    context = {
        "form": form,
        "newcomers": newcomers,
        "round": round,
        "crumbs": _crumbs(round, _back(round), (_("Late additions"), "")),
    }
    return render(request, "surveys/round_late.html", context)

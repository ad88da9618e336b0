"""A round is followed while it is open: how many, never who or what. Extended, closed and opened again from here."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samsyn.core.forms import attempt
from samsyn.organisations.access import ActorRequest, Can, fetch, needs
from samsyn.surveys.actions import mailings, rounds, settling
from samsyn.surveys.following_page import following_page
from samsyn.surveys.forms.inviting import AgainForm, BounceForm, ClosingForm, LateForm, ReminderForm
from samsyn.surveys.jobs import shuffle_soon
from samsyn.surveys.models import Mode, Round, RoundState
from samsyn.surveys.queries import audience
from samsyn.surveys.queries.following import refused_addresses, refused_invitation
from samsyn.surveys.rules import rounds as allowed
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


def _round(request: ActorRequest, pk: UUID) -> Round:
    """One that Samsyn asks itself: the others have none of these pages."""
    round = fetch(Round, request.actor, pk, Can.SURVEY_EDIT)
    if round.mode == Mode.IMPORTED:
        raise Http404
    return round


def _open_round(request: ActorRequest, pk: UUID) -> Round:
    round = _round(request, pk)
    allowed.check_is_open(state=round.state)
    return round


def _moment_page(
    request: ActorRequest, round: Round, form: forms.Form, action: Callable[..., Any], **said: str
) -> HttpResponse:
    """A page that asks for one moment, which the action takes under the name of the field."""
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, action, actor=request.actor, **form.cleaned_data)
    ):
        return redirect("surveys:following", round.pk)
    context = {
        "form": form,
        "cancel": reverse("surveys:following", args=[round.pk]),
        "crumbs": _crumbs(round, _back(round), (said["title"], "")),
        **said,
    }
    return render(request, "surveys/round_form.html", context)


@needs(Can.SURVEY_EDIT)
@require_http_methods(["GET", "POST"])
def extend(request: ActorRequest, pk: UUID) -> HttpResponse:
    round = _open_round(request, pk)
    return _moment_page(
        request,
        round,
        ClosingForm(request.POST or None, initial={"closes_at": round.closes_at}),
        partial(rounds.extend_round, round=round),
        title=_("Until when shall it be open?"),
        submit=_("Move the closing"),
    )


@needs(Can.SURVEY_EDIT)
@require_http_methods(["GET", "POST"])
def reminder_move(request: ActorRequest, pk: UUID, number: int) -> HttpResponse:
    round = _open_round(request, pk)
    written = audience.mailings_of(round)
    if not 0 < number < len(written):
        raise Http404
    mailing = written[number]
    return _moment_page(
        request,
        round,
        ReminderForm(request.POST or None, initial={"due_at": mailing.due_at}),
        partial(settling.move_reminder, mailing=mailing),
        title=_("When shall they be reminded?"),
        submit=_("Move the reminder"),
    )


@needs(Can.SURVEY_EDIT)
@require_http_methods(["GET", "POST"])
def reminder_add(request: ActorRequest, pk: UUID) -> HttpResponse:
    round = _open_round(request, pk)
    return _moment_page(
        request,
        round,
        ReminderForm(request.POST or None),
        partial(settling.add_reminder, round=round),
        title=_("When shall they be reminded once more?"),
        submit=_("Plan the reminder"),
    )


@needs(Can.SURVEY_EDIT)
@require_http_methods(["GET", "POST"])
def close(request: ActorRequest, pk: UUID) -> HttpResponse:
    round = _round(request, pk)
    if round.is_closed:
        return redirect("surveys:round", round.pk)
    allowed.check_is_open(state=round.state)
    if request.method == "POST":
        rounds.close_round(actor=request.actor, round=round, then=shuffle_soon)
        messages.success(request, _("The survey is closed. The results can be read."))
        return redirect("surveys:round", round.pk)
    context = {
        "round": round,
        "closes": said_hour(round.closes_at) if round.closes_at else "",
        "crumbs": _crumbs(round, _back(round), (_("Close early"), "")),
    }
    return render(request, "surveys/round_close.html", context)


@needs(Can.SURVEY_EDIT)
@require_http_methods(["GET", "POST"])
def reopen(request: ActorRequest, pk: UUID) -> HttpResponse:
    round = _round(request, pk)
    allowed.check_is_closed(state=round.state)
    return _moment_page(
        request,
        round,
        ClosingForm(request.POST or None),
        partial(rounds.reopen_round, round=round),
        title=_("Open the survey again?"),
        submit=_("Withdraw the results and open"),
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
        "is_open": round.state == RoundState.OPEN,
        "round": round,
        "crumbs": _crumbs(round, _back(round), (_("Addresses"), "")),
    }
    return render(request, "surveys/round_addresses.html", context)


@needs(Can.SURVEY_EDIT)
@require_POST
def address_again(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The invitation of one whose mail did not arrive, at the address that is written now."""
    round = _open_round(request, pk)
    form = AgainForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That is no e-mail address. Nothing has been sent."))
        return redirect("surveys:round-addresses", round.pk)
    invitation = refused_invitation(round, form.cleaned_data["invitation"])
    if invitation is None:
        raise Http404
    email = form.cleaned_data["email"].lower()
    mailings.invite_again(actor=request.actor, round=round, invitation=invitation, email=email)
    messages.success(
        request, _("The invitation goes to %(email)s within a minute or two.") % {"email": email}
    )
    return redirect("surveys:round-addresses", round.pk)


def _back(round: Round) -> tuple[str, str]:
    return _("Answers so far"), reverse("surveys:following", args=[round.pk])


@needs(Can.SURVEY_EDIT)
@require_http_methods(["GET", "POST"])
def late(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Who came after the opening: those of the register who fit the sentence now, or an address."""
    round = _open_round(request, pk)
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

"""A round is made, and settled until it is sent: whom it asks, how, with which words and when."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samsyn.core.forms import attempt
from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import ActorRequest, Can, fetch, needs
from samsyn.surveys import jobs
from samsyn.surveys.actions import mailings, releasing, rounds, settling
from samsyn.surveys.actions.settling import Chosen
from samsyn.surveys.forms.inviting import (
    AddressesForm,
    DayForm,
    LetterForm,
    ModeForm,
    PlacesForm,
    RolesForm,
    RoundForm,
    TimesForm,
)
from samsyn.surveys.inviting_page import InvitingPage, inviting_page, letter_preview
from samsyn.surveys.models import AudienceKind, Mailing, Round, RoundState, Survey
from samsyn.surveys.qr import as_png, as_svg
from samsyn.surveys.queries import audience
from samsyn.surveys.queries.mailings import waiting_for
from samsyn.surveys.views.surveys import crumbs

NAMES_ON_A_PAGE = 100


@needs(Can.SURVEY_EDIT)
@require_http_methods(["GET", "POST"])
def round_make(request: ActorRequest, pk: UUID) -> HttpResponse:
    survey = fetch(Survey, request.actor, pk, Can.SURVEY_EDIT)
    form = RoundForm(request.POST or None, initial={"title": survey.title})
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form, settling.make_round, actor=request.actor, survey=survey, **form.cleaned_data
        )
        if made:
            return redirect("surveys:inviting", made.pk)
    context = {
        "form": form,
        "title": _("A new round of %(title)s") % {"title": survey.title},
        "submit": _("Choose whom to ask"),
        "cancel": reverse("surveys:survey", args=[survey.pk]),
        "crumbs": crumbs(
            (survey.title, reverse("surveys:survey", args=[survey.pk])), (_("New round"), "")
        ),
    }
    return render(request, "surveys/round_form.html", context)


@needs(Can.SURVEY_EDIT)
@require_http_methods(["GET", "POST"])
def inviting(request: ActorRequest, pk: UUID) -> HttpResponse:
    round = fetch(Round, request.actor, pk, Can.SURVEY_EDIT)
    if round.state not in {RoundState.DRAFT, RoundState.SCHEDULED}:
        return redirect("surveys:following", round.pk)
    page = inviting_page(request.actor, round)
    form = ModeForm(request.POST or None, round=round, questions=page.questions)
    if request.method == "POST" and form.is_valid():
        is_sent = request.POST.get("act") == "send"
        act = settling.send_round if is_sent else settling.choose_mode
        if attempt(form, act, actor=request.actor, round=round, **form.arguments()):
            if not is_sent:
                messages.success(request, _("Saved. Nobody has been asked yet."))
            return redirect("surveys:inviting", round.pk)
    context = _context(round, page) | {"form": form}
    return render(request, "surveys/inviting.html", context)


def _context(round: Round, page: InvitingPage) -> dict[str, Any]:
    return {"round": round, "page": page, "crumbs": _crumbs(round, (_("Invitation"), ""))}


def _crumbs(round: Round, *rest: tuple[str, str]) -> list[tuple[str, str]]:
    survey = (round.survey.title, reverse("surveys:survey", args=[round.survey_id]))
    return crumbs(survey, *rest)


def _back(round: Round) -> tuple[str, str]:
    """Once it is open, that is the page where it is followed."""
    if round.state in {RoundState.DRAFT, RoundState.SCHEDULED}:
        return _("Invitation"), reverse("surveys:inviting", args=[round.pk])
    return _("Answers so far"), reverse("surveys:following", args=[round.pk])


def _form_for(request: ActorRequest, round: Round, part: str) -> Any:
    written = (request.POST or None, request.FILES or None)
    makers: dict[str, Callable[[], forms.Form]] = {
        "dag": lambda: DayForm(*written, round=round, day=audience.audience_day(round)),
        "roller": lambda: RolesForm(*written, round=round),
        "hos": lambda: PlacesForm(
            *written, round=round, places=list(audience.places_for(request.actor, round))
        ),
        "adresser": lambda: AddressesForm(*written, round=round),
        "tider": lambda: TimesForm(
            *written, round=round, reminders=[m.due_at for m in audience.reminders_of(round)]
        ),
    }
    if part not in makers:
        raise Http404
    return makers[part]()


@needs(Can.SURVEY_EDIT)
@require_http_methods(["GET", "POST"])
def inviting_part(request: ActorRequest, pk: UUID, part: str) -> HttpResponse:
    round = fetch(Round, request.actor, pk, Can.SURVEY_EDIT)
    form = _form_for(request, round, part)
    if request.method == "POST" and form.is_valid() and _save_part(request, round, form):
        return redirect("surveys:inviting", round.pk)
    context = {
        "form": form,
        "title": form.title,
        "submit": _("Save"),
        "cancel": reverse("surveys:inviting", args=[round.pk]),
        "crumbs": _crumbs(round, _back(round), (form.title, "")),
    }
    return render(request, "surveys/round_form.html", context)


def _save_part(request: ActorRequest, round: Round, form: Any) -> Any:
    if isinstance(form, TimesForm):
        return attempt(
            form, settling.choose_times, actor=request.actor, round=round, **form.arguments()
        )
    return attempt(
        form,
        settling.choose_audience,
        actor=request.actor,
        round=round,
        chosen=form.chosen(),
        revision=form.cleaned_data["revision"],
    )


@needs(Can.SURVEY_EDIT)
@require_POST
def inviting_kind(request: ActorRequest, pk: UUID) -> HttpResponse:
    """From the register, from a list, or whoever has the link."""
    round = fetch(Round, request.actor, pk, Can.SURVEY_EDIT)
    kind = request.POST.get("kind", "")
    if kind not in AudienceKind.values:
        raise Http404
    _try(request, settling.choose_audience, round=round, chosen=Chosen(kind=AudienceKind(kind)))
    return redirect("surveys:inviting", round.pk)


def _try(request: ActorRequest, action: Callable[..., Any], **arguments: Any) -> bool:
    try:
        action(actor=request.actor, **arguments)
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return False
    return True


@needs(Can.SURVEY_EDIT)
@require_http_methods(["GET", "POST"])
def inviting_names(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Everybody of the audience by name; each can be excepted, and taken in again."""
    round = fetch(Round, request.actor, pk, Can.SURVEY_EDIT)
    if request.method == "POST":
        without = audience.without_after(round, request.POST.get("person", ""))
        _try(request, settling.choose_audience, round=round, chosen=Chosen(without=without))
        return redirect(request.get_full_path())
    heads = audience.headcount(round)
    wanted = request.GET.get("q", "").strip().lower()
    people = [one for one in heads.people if wanted in one.duty.name.lower()]
    context = {
        "round": round,
        "heads": heads,
        "wanted": request.GET.get("q", ""),
        "page": Paginator(people, NAMES_ON_A_PAGE).get_page(request.GET.get("page")),
        "crumbs": _crumbs(round, _back(round), (_("Names"), "")),
    }
    return render(request, "surveys/inviting_names.html", context)


def _mailing(request: ActorRequest, pk: UUID, number: int) -> Mailing:
    """The invitation is number 0, the reminders follow."""
    round = fetch(Round, request.actor, pk, Can.SURVEY_EDIT)
    written = audience.mailings_of(round)
    if number >= len(written):
        raise Http404
    return written[number]


@needs(Can.SURVEY_EDIT)
@require_http_methods(["GET", "POST"])
def letter(request: ActorRequest, pk: UUID, number: int) -> HttpResponse:
    mailing = _mailing(request, pk, number)
    form = LetterForm(request.POST or None, mailing=mailing)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form, settling.write_mail, actor=request.actor, mailing=mailing, **form.cleaned_data
        )
        if saved:
            _after_saving(request, saved)
            return redirect("surveys:letter", pk, number)
    context = {
        "form": form,
        "mailing": mailing,
        "number": number,
        "others": audience.mailings_of(mailing.round),
        "reached": waiting_for(mailing).count() if mailing.is_results else 0,
        "preview": letter_preview(mailing),
        "crumbs": _crumbs(mailing.round, _back(mailing.round), (_("The mail"), "")),
    }
    return render(request, "surveys/letter.html", context)


def _after_saving(request: ActorRequest, mailing: Mailing) -> None:
    """What is tried or sent is what was just written."""
    act = request.POST.get("act")
    if act == "trial":
        _send_trial(request, mailing)
    elif act != "send":
        messages.success(request, _("The mail is saved."))
    elif _try(request, releasing.send_results_mail, mailing=mailing, begin=jobs.begin):
        messages.success(request, _("The mail is on its way to those who were asked."))


@needs(Can.SURVEY_EDIT)
@require_POST
def letter_trial(request: ActorRequest, pk: UUID, number: int) -> HttpResponse:
    """As it was saved last, to the one who presses and nobody else."""
    mailing = _mailing(request, pk, number)
    _send_trial(request, mailing)
    if mailing.round.state == RoundState.DRAFT and number == 0:
        return redirect("surveys:inviting", pk)
    return redirect("surveys:letter", pk, number)


def _send_trial(request: ActorRequest, mailing: Mailing) -> None:
    me = audience.reader_of(request.actor)
    if not me.email:
        messages.error(request, _("You have no address to send a trial to."))
        return
    mailings.send_trial(actor=request.actor, mailing=mailing, to=me)
    said = _("A trial is on its way to %(email)s. Its links do not lead to the survey.")
    if mailing.is_results:
        said = _("A trial is on its way to %(email)s.")
    messages.success(request, said % {"email": me.email})


@needs(Can.SURVEY_EDIT)
@require_POST
def take_back(request: ActorRequest, pk: UUID) -> HttpResponse:
    round = fetch(Round, request.actor, pk, Can.SURVEY_EDIT)
    if _try(request, rounds.take_back_round, round=round):
        messages.success(request, _("Nothing will be sent. You can change everything again."))
    return redirect("surveys:inviting", round.pk)


CODES = {"png": ("image/png", as_png), "svg": ("image/svg+xml", as_svg)}


@needs(Can.SURVEY_EDIT)
@require_GET
def open_code(request: ActorRequest, pk: UUID, format: str) -> HttpResponse:
    """The open link as a QR code, to be put up on a wall."""
    round = fetch(Round, request.actor, pk, Can.SURVEY_EDIT)
    if format not in CODES or not round.open_token:
        raise Http404
    kind, drawn = CODES[format]
    headers = {"Content-Disposition": f'attachment; filename="{round.code}.{format}"'}
    return HttpResponse(drawn(audience.open_address(round)), content_type=kind, headers=headers)

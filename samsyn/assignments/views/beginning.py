"""An assignment is begun, named, taken over, ended, printed; and its earlier versions."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samsyn.assignments.actions.agreements import (
    begin_assignment,
    end_assignment,
    remove_draft,
    set_asking,
    set_facts,
    take_over,
)
from samsyn.assignments.agreement_page import change_between, page_of
from samsyn.assignments.agreement_words import yeses_of
from samsyn.assignments.forms.agreements import AskingForm, BeginForm, FactsForm
from samsyn.assignments.models import Assignment, Audience, Part, Template
from samsyn.assignments.places import said_where
from samsyn.assignments.queries.beginning import (
    Beginning,
    beginnings_for,
    earlier_for,
)
from samsyn.assignments.queries.texts import numbered_version, versions_shown
from samsyn.assignments.rules.years import year_of
from samsyn.assignments.views.agreements import crumbs_of, of_the_two, seen, url_of
from samsyn.core.forms import attempt
from samsyn.core.thread import pieces
from samsyn.core.words import capitalised
from samsyn.organisations.access import ActorRequest, Can, fetch, needs

Crumbs = list[tuple[str, str]]


def _form(request: ActorRequest, form: Any, crumbs: Crumbs, **texts: Any) -> HttpResponse:
    context = {"form": form, "crumbs": [*crumbs, (texts["title"], "")], **texts}
    return render(request, "assignments/agreement_form.html", context)


@needs(Can.ASSIGNMENT_EDIT)
@require_http_methods(["GET", "POST"])
def assignment_begin(request: ActorRequest) -> HttpResponse:
    """First for which post and where, then the rest."""
    found = beginnings_for(request.actor)
    chosen = next((one for one in found if one.code == request.GET.get("tjanst")), None)
    if chosen is None and request.method == "GET" and len(found) != 1:
        crumbs: Crumbs = [(_("Begin an assignment"), "")]
        return render(
            request, "assignments/assignment_begin.html", {"beginnings": found, "crumbs": crumbs}
        )
    if chosen is None and len(found) != 1:
        raise Http404
    return _begin(request, chosen or found[0])


def _begin(request: ActorRequest, chosen: Beginning) -> HttpResponse:
    post, year = chosen.post, year_of(timezone.localdate())
    title = _("Begin an assignment for %(name)s") % {"name": post.holder.said_name}
    form = BeginForm(
        request.POST or None,
        years=[year, year + 1],
        counterparts=chosen.counterparts,
        templates=Template.objects.visible_to(request.actor).filter(
            controller=post.controller_id, is_archived=False
        ),
        earlier=earlier_for(request.actor, post),
        initial={
            "year": year + 1 if chosen.existing else year,
            "counterpart": chosen.counterpart_id,
        },
    )
    if form.is_valid():
        fields = {"post": post, "place": chosen.place, **form.fields_of_action()}
        made = attempt(form, begin_assignment, actor=request.actor, **fields)
        if made:
            return redirect(url_of(made))
    lead = _("%(place)s. Both of you write in the draft, and agree when it is done.")
    return _form(
        request,
        form,
        [],
        title=title,
        lead=lead % {"place": capitalised(said_where(chosen.place))},
        submit=_("Begin the assignment"),
        back=reverse("home:start"),
    )


@needs(Can.ASSIGNMENT_EDIT)
@require_http_methods(["GET", "POST"])
def assignment_facts(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = of_the_two(request, pk)
    form = FactsForm(request.POST or None, row=found)
    if form.is_valid():
        fields = {"assignment": found, **form.cleaned_data}
        saved = attempt(form, set_facts, actor=request.actor, **fields)
        if saved:
            return redirect(url_of(found))
    title, lead = (
        _("Title, subject and dialogues"),
        _("What you save holds for both of you at once."),
    )
    texts = {"title": title, "lead": lead, "submit": _("Save"), "back": url_of(found)}
    return _form(request, form, crumbs_of(found, ("", ""))[:-1], **texts)


@needs(Can.ASSIGNMENT_EDIT)
@require_http_methods(["GET", "POST"])
def assignment_asking(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = of_the_two(request, pk)
    initial = {"ask_about": found.ask_about, "ask_when": found.ask_when}
    form = AskingForm(request.POST or None, initial=initial)
    if form.is_valid():
        fields = {"assignment": found, **form.cleaned_data}
        saved = attempt(form, set_asking, actor=request.actor, **fields)
        if saved:
            return redirect(url_of(found))
    title, lead = (
        _("What colleagues can ask you"),
        _(
            "Everybody at the organiser reads this once the assignment is agreed. So does the network, if a part of the "
            "assignment is open to it."
        ),
    )
    texts = {"title": title, "lead": lead, "submit": _("Save"), "back": url_of(found)}
    return _form(request, form, crumbs_of(found, ("", ""))[:-1], **texts)


@needs(Can.ASSIGNMENT_OVERVIEW)
@require_http_methods(["GET", "POST"])
def assignment_take_over(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = fetch(Assignment, request.actor, pk, Can.ASSIGNMENT_OVERVIEW)
    if request.method == "POST":
        take_over(actor=request.actor, assignment=found)
        return redirect(url_of(found))
    context = {"assignment": found, "crumbs": crumbs_of(found, (_("Take over"), ""))}
    return render(request, "assignments/assignment_take_over.html", context)


@needs(Can.ASSIGNMENT_EDIT)
@require_http_methods(["GET", "POST"])
def assignment_end(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = of_the_two(request, pk)
    if request.method == "POST":
        end_assignment(actor=request.actor, assignment=found)
        return redirect(url_of(found))
    context = {"assignment": found, "crumbs": crumbs_of(found, (_("End"), ""))}
    return render(request, "assignments/assignment_end.html", context)


@needs(Can.ASSIGNMENT_EDIT)
@require_POST
def assignment_remove(request: ActorRequest, pk: UUID) -> HttpResponse:
    remove_draft(actor=request.actor, assignment=of_the_two(request, pk))
    return redirect("home:start")


@needs(Can.ASSIGNMENT_EDIT)
@require_GET
def assignment_versions(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = of_the_two(request, pk)
    versions = [(version, yeses_of(version)) for version in versions_shown(request.actor, found)]
    context = {
        "assignment": found,
        "versions": versions,
        "crumbs": crumbs_of(found, (_("Versions"), "")),
    }
    return render(request, "assignments/assignment_versions.html", context)


@needs(Can.ASSIGNMENT_EDIT)
@require_GET
def assignment_version(request: ActorRequest, pk: UUID, number: int) -> HttpResponse:
    """One that is or was agreed, with what it changed in the one before."""
    found = of_the_two(request, pk)
    version, before = (numbered_version(found, n) for n in (number, number - 1))
    if version is None:
        raise Http404
    old = {part.part: part for part in before.parts.all()} if before else {}
    new = {part.part: part for part in version.parts.all()}
    parts = [
        (Part(code).label, new[code], change_between(old.get(code, new[code]), new[code]))
        for code in Part.values
        if code in new and not (new[code].is_empty and old.get(code, new[code]).is_empty)
    ]
    name = _("Version %(number)s") % {"number": number}
    steps = (_("Versions"), reverse("assignments:versions", args=[pk])), (name, "")
    context = {
        "assignment": found,
        "version": version,
        "before": before,
        "parts": parts,
        "yeses": yeses_of(version),
        "crumbs": crumbs_of(found, *steps),
    }
    return render(request, "assignments/assignment_version.html", context)


@needs(Can.ASSIGNMENT_VIEW)
@require_GET
def assignment_print(request: ActorRequest, pk: UUID) -> HttpResponse:
    """For the staff meeting: only what the staff may read, whoever prints it."""
    found = seen(request, pk)
    page = page_of(request.actor, found, timezone.now())
    open_parts = [
        part
        for part in page.parts
        if part.text and not part.is_empty and part.text.audience >= Audience.STAFF
    ]
    if page.texts.holds is None and page.side is None:
        raise Http404
    context = {
        "page": page,
        "assignment": found,
        "drawn": list(zip(open_parts, pieces(part.state for part in open_parts), strict=True)),
        "yeses": yeses_of(page.texts.holds),
        "crumbs": crumbs_of(found, (_("Print"), "")),
    }
    return render(request, "assignments/assignment_print.html", context)

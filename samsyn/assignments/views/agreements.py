"""An assignment's page, written part by part, agreed, changed, and talked over by the two."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samsyn.assignments.actions.agreeing import agree, decline, share_version, withdraw
from samsyn.assignments.actions.comments import make_comment, reopen_comment, resolve_comment
from samsyn.assignments.actions.writing import begin_change, drop_change, write_text
from samsyn.assignments.agreement_page import AgreementPage, hidden_note, page_of
from samsyn.assignments.agreement_words import cleared_note, yeses_of
from samsyn.assignments.forms.agreements import (
    NO_ROW,
    AnswerForm,
    CommentForm,
    PartForm,
    VersionForm,
    YesForm,
)
from samsyn.assignments.models import (
    Assignment,
    Comment,
    Part,
    PartText,
    Version,
    VersionState,
)
from samsyn.assignments.queries.agreements import leaves_to, seen_by, shared_version
from samsyn.assignments.queries.dialogues import dialogue_part
from samsyn.assignments.queries.following import outcome_part, time_used
from samsyn.assignments.queries.posts import terms_for
from samsyn.assignments.queries.texts import cleared_yes, row_to_write
from samsyn.assignments.rules.agreements import counterpart_duty, is_left_to_do
from samsyn.assignments.rules.moments import said_clock
from samsyn.core.forms import attempt
from samsyn.core.menu import stand_below
from samsyn.core.rules import RuleBroken
from samsyn.core.versions import Stale, revision_of
from samsyn.organisations.access import ActorRequest, Can, fetch, needs

AUTOSAVE = "X-Autosave"


def seen(request: ActorRequest, pk: UUID) -> Assignment:
    """Whoever sees it may open its page; what is read there is each part's audience."""
    found: Assignment | None = next(iter(seen_by(request.actor, pk)), None)
    if found is None:
        raise Http404
    _stand_in_menu(request, found)
    return found


def of_the_two(request: ActorRequest, pk: UUID) -> Assignment:
    found = fetch(Assignment, request.actor, pk, Can.ASSIGNMENT_EDIT)
    _stand_in_menu(request, found)
    return found


def _stand_in_menu(request: ActorRequest, found: Assignment) -> None:
    """One's own is below "My assignment", a colleague's where one found it; a leader has a list of them all."""
    if found.holder_id == request.actor.person_id:
        stand_below(request, reverse("assignments:mine"))
    elif Can.ASSIGNMENT_OVERVIEW not in request.actor.rights:
        stand_below(request, reverse("assignments:who"))


def url_of(assignment: Assignment, part: str = "", query: str = "") -> str:
    address = reverse("assignments:assignment", args=[assignment.pk])
    return address + (f"?{query}" if query else "") + (f"#{part}" if part else "")


def crumbs_of(assignment: Assignment, *rest: tuple[str, str]) -> list[tuple[str, str]]:
    organisation = reverse("organisations:organisation", args=[assignment.place_id])
    own = (assignment.title, url_of(assignment) if rest else "")
    return [(assignment.place.name, organisation), own, *rest]


@needs(Can.ASSIGNMENT_VIEW)
@require_GET
def assignment(request: ActorRequest, pk: UUID) -> HttpResponse:
    return show(request, seen(request, pk))


def show(
    request: ActorRequest, found: Assignment, status: int = 200, **opened: Any
) -> HttpResponse:
    """The page, with a part or a comment opened for writing where it stands."""
    page = page_of(
        request.actor,
        found,
        timezone.now(),
        opened=opened.get("opened", ""),
        wants_change="andra" in request.GET,
    )
    context = {
        "page": page,
        "assignment": found,
        "yeses": yeses_of(page.draft or page.texts.holds),
        "cleared": _cleared(page),
        "hidden": hidden_note(page),
        "settled": request.GET.get("avklarad", ""),
        "may_take_over": _may_take_over(request, page),
        **_beside(request, page),
        "crumbs": crumbs_of(found),
        **opened,
    }
    return render(request, "assignments/assignment.html", context, status=status)


def _beside(request: ActorRequest, page: AgreementPage) -> dict[str, Any]:
    """What dialogues, the log and the outcome show of themselves at the end of the thread."""
    found, is_agreed = page.assignment, not page.is_draft
    shows_time = page.side is not None and is_agreed
    return {
        "dialogues": dialogue_part(request.actor, found),
        "time": time_used(found, timezone.localdate()) if shows_time else None,
        "outcome": outcome_part(request.actor, found) if is_agreed else None,
    }


def _cleared(page: AgreementPage) -> str:
    if page.draft is None or page.side is None:
        return ""
    return cleared_note(cleared_yes(page.assignment), page.assignment, page.draft, page.side)


def _may_take_over(request: ActorRequest, page: AgreementPage) -> bool:
    """Asked only for those who lead the place and are not one of the two."""
    is_fit = page.side is None and counterpart_duty(request.actor, page.assignment)
    return is_fit and is_left_to_do(page.assignment) and leaves_to(page.assignment)


@needs(Can.ASSIGNMENT_EDIT)
@require_http_methods(["GET", "POST"])
def part_edit(request: ActorRequest, pk: UUID, part: str) -> HttpResponse:
    found, code = of_the_two(request, pk), _part(part)
    form = _part_form(request, found, code)
    if AUTOSAVE in request.headers:
        return _autosave(request, found, code, form)
    if form.is_valid():
        saved = attempt(form, write_text, **_content(request, found, code, form))
        if saved:
            return redirect(url_of(found, code))
    if request.htmx and request.method == "GET":  # type: ignore[attr-defined]  # set by django-htmx
        page = page_of(request.actor, found, timezone.now(), opened=code)
        shown = next(one for one in page.parts if one.part == code)
        context = {"page": page, "assignment": found, "form": form, "part": shown, "opened": code}
        return render(request, "assignments/_agreement_part.html", context)
    return show(request, seen(request, pk), opened=code, form=form)


def _part(code: str) -> Part:
    if code not in Part.values:
        raise Http404
    return Part(code)


def _part_form(request: ActorRequest, found: Assignment, part: Part) -> PartForm:
    row = row_to_write(request.actor, found, part)
    return PartForm(
        request.POST or None,
        part=part,
        row=row,
        terms=terms_for(found.controller_id, found.year) if part == Part.TIME else None,
        is_own_row=row is not None and row.version.state != VersionState.IN_FORCE,
    )


def _content(
    request: ActorRequest, found: Assignment, part: Part, form: PartForm
) -> dict[str, Any]:
    return {"actor": request.actor, "assignment": found, "part": part, **form.cleaned_data}


def _autosave(request: ActorRequest, found: Assignment, part: Part, form: PartForm) -> JsonResponse:
    """For the page that saves while one writes: what it needs to go on, or why it could not be saved."""
    if not form.is_valid():
        sentences = [str(error) for errors in form.errors.values() for error in errors]
        return JsonResponse({"sentence": " ".join(sentences)}, status=422)
    try:
        row = write_text(**_content(request, found, part, form))
    except Stale as stale:
        return _stale(stale)
    except RuleBroken as broken:
        return JsonResponse({"sentence": broken.sentence}, status=422)
    revision = NO_ROW if row._state.adding else revision_of(row)
    return JsonResponse({"revision": revision, "at": said_clock(timezone.now())})


def _stale(stale: Stale) -> JsonResponse:
    """With the text as it is now, so that the page knows its own when an answer had been lost on the way."""
    row = stale.row
    theirs = row.text if isinstance(row, PartText) else ""
    sentence = _("Somebody wrote here meanwhile. Your text is still here: press Done to see both.")
    answer = {"sentence": sentence, "theirs": theirs, "revision": revision_of(row)}
    return JsonResponse(answer, status=409)


@needs(Can.ASSIGNMENT_EDIT)
@require_http_methods(["GET", "POST"])
def comment_add(request: ActorRequest, pk: UUID, part: str) -> HttpResponse:
    found, code = of_the_two(request, pk), _part(part)
    form = CommentForm(request.POST or None)
    if form.is_valid():
        fields = {"assignment": found, "part": code, **form.cleaned_data}
        made = attempt(form, make_comment, actor=request.actor, **fields)
        if made:
            return redirect(url_of(found, code))
    return show(request, seen(request, pk), commented=code, comment_form=form)


def _comment(request: ActorRequest, pk: UUID, comment: UUID) -> Comment:
    comments = of_the_two(request, pk).comments.visible_to(request.actor)
    found = comments.select_related("assignment").filter(pk=comment).first()
    if found is None:
        raise Http404
    return found


@needs(Can.ASSIGNMENT_EDIT)
@require_POST
def comment_resolve(request: ActorRequest, pk: UUID, comment: UUID) -> HttpResponse:
    settled = resolve_comment(actor=request.actor, comment=_comment(request, pk, comment))
    return redirect(url_of(settled.assignment, settled.part, f"avklarad={settled.pk}"))


@needs(Can.ASSIGNMENT_EDIT)
@require_POST
def comment_reopen(request: ActorRequest, pk: UUID, comment: UUID) -> HttpResponse:
    opened = reopen_comment(actor=request.actor, comment=_comment(request, pk, comment))
    return redirect(url_of(opened.assignment, opened.part))


@needs(Can.ASSIGNMENT_EDIT)
@require_POST
def assignment_agree(request: ActorRequest, pk: UUID) -> HttpResponse:
    found, form = of_the_two(request, pk), YesForm(request.POST)
    if not form.is_valid():
        raise Http404
    version = _version(request, found, form.cleaned_data["version"])
    try:
        agree(actor=request.actor, version=version, revision=form.cleaned_data["revision"])
    except RuleBroken as broken:
        # The sentence stands over the text that it tells the reader to read again.
        return show(request, seen(request, pk), status=409, refused=broken.sentence)
    return redirect(url_of(found, query="enig"))


def _version(request: ActorRequest, assignment: Assignment, pk: UUID) -> Version:
    found = assignment.versions.visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@needs(Can.ASSIGNMENT_EDIT)
@require_POST
def change_share(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = of_the_two(request, pk)
    share_version(actor=request.actor, version=_own_change(request, found))
    messages.success(
        request, _("The change is shared. The agreed text holds until it is answered.")
    )
    return redirect(url_of(found))


def _own_change(request: ActorRequest, assignment: Assignment) -> Version:
    own = {"state": VersionState.WRITING, "author": request.actor.person_id}
    found = assignment.versions.filter(**own).first()
    if found is None:
        raise Http404
    return found


@needs(Can.ASSIGNMENT_EDIT)
@require_POST
def change_drop(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = of_the_two(request, pk)
    drop_change(actor=request.actor, version=_own_change(request, found))
    return redirect(url_of(found))


@needs(Can.ASSIGNMENT_EDIT)
@require_POST
def change_again(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Goes on from a proposal of one's own that was said no to or taken back."""
    found, form = of_the_two(request, pk), VersionForm(request.POST)
    if not form.is_valid():
        raise Http404
    earlier = _version(request, found, form.cleaned_data["version"])
    begin_change(actor=request.actor, assignment=found, again=earlier)
    return redirect(url_of(found))


@needs(Can.ASSIGNMENT_EDIT)
@require_http_methods(["GET", "POST"])
def change_decline(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = of_the_two(request, pk)
    proposal = shared_version(found)
    if proposal is None:
        raise RuleBroken(_("No proposal waits for an answer any longer."))
    form = AnswerForm(request.POST or None, initial={"version": proposal.pk})
    if form.is_valid():
        fields = {"answer": form.cleaned_data["answer"]}
        fields["version"] = _version(request, found, form.cleaned_data["version"])
        declined = attempt(form, decline, actor=request.actor, **fields)
        if declined:
            return redirect(url_of(found))
    title = _("Say no to the change")
    context = {
        "form": form,
        "title": title,
        "submit": _("Send the answer"),
        "back": url_of(found),
        "crumbs": crumbs_of(found, (title, "")),
    }
    return render(request, "assignments/agreement_form.html", context)


@needs(Can.ASSIGNMENT_EDIT)
@require_POST
def change_withdraw(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = of_the_two(request, pk)
    proposal = shared_version(found)
    if proposal is None:
        raise RuleBroken(_("No proposal waits for an answer any longer."))
    withdraw(actor=request.actor, version=proposal)
    return redirect(url_of(found))

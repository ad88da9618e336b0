"""How it turned out, what that rests on, and the years of a post in a row."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samsyn.assignments.actions import following as actions
from samsyn.assignments.forms.outcome import (
    CloseForm,
    EvidenceForm,
    FileEvidenceForm,
    LogEvidenceForm,
    OutcomeForm,
    ResultEvidenceForm,
)
from samsyn.assignments.models import (
    Assignment,
    CareerPost,
    Evidence,
    EvidenceKind,
    Outcome,
    State,
)
from samsyn.assignments.queries import following as queries
from samsyn.assignments.queries.reading import is_of_the_two
from samsyn.assignments.rules.agreements import Side, side_of
from samsyn.assignments.rules.outcome import closed_at, may_restore
from samsyn.assignments.views.agreements import crumbs_of, of_the_two, seen
from samsyn.core.files import download
from samsyn.core.forms import attempt
from samsyn.core.menu import stand_below
from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import ActorRequest, Can, fetch, needs


@needs(Can.ASSIGNMENT_VIEW)
@require_GET
def outcome(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The two always; others once it is closed, if it is for them."""
    assignment = seen(request, pk)
    found = queries.readable_outcome(request.actor, assignment)
    return render(request, "assignments/outcome.html", _context(request, assignment, found))


def _context(
    request: ActorRequest, assignment: Assignment, found: Outcome | None
) -> dict[str, Any]:
    two, side = is_of_the_two(request.actor, assignment), side_of(request.actor, assignment)
    return {
        "assignment": assignment,
        "outcome": found,
        "effect": queries.expected_effect(request.actor, assignment),
        "evidence": queries.shown_evidence(request.actor, assignment, found),
        "removed": _removed(request, assignment) if two else None,
        "is_of_the_two": two,
        "may_write": two and assignment.is_agreed and assignment.state != State.EVALUATED,
        "has_closed": bool(found and side and closed_at(found, side)),
        "other": assignment.counterpart if side is Side.HOLDER else assignment.holder,
        "has_years": queries.sees_years(request.actor, assignment),
        "crumbs": crumbs_of(assignment, (_("How did it turn out?"), "")),
    }


def _below(assignment: Assignment, name: str) -> list[tuple[str, str]]:
    here = reverse("assignments:outcome", args=[assignment.pk])
    return crumbs_of(assignment, (_("How did it turn out?"), here), (name, ""))


def _removed(request: ActorRequest, assignment: Assignment) -> Evidence | None:
    """What was just taken away, with the way to put it back."""
    try:
        key = UUID(request.GET.get("underlag", ""))
    except ValueError:
        return None
    found = queries.evidence_of(assignment, key)
    side = side_of(request.actor, assignment)
    return found if found and found.removed_at and may_restore(found, side) else None


def _to_outcome(assignment: Assignment, asked: str = "") -> HttpResponse:
    return redirect(reverse("assignments:outcome", args=[assignment.pk]) + asked)


@needs(Can.ASSIGNMENT_EDIT)
@require_http_methods(["GET", "POST"])
def outcome_write(request: ActorRequest, pk: UUID) -> HttpResponse:
    assignment = of_the_two(request, pk)
    found = queries.outcome_of(assignment)
    form = OutcomeForm(request.POST or None, outcome=found)
    if request.method == "POST" and form.is_valid():
        written = attempt(
            form,
            actions.write_outcome,
            actor=request.actor,
            assignment=assignment,
            **form.cleaned_data,
        )
        if written:
            return _to_outcome(assignment)
    context = {
        "assignment": assignment,
        "effect": queries.expected_effect(request.actor, assignment),
        "form": form,
        "crumbs": _below(assignment, _("Write")),
    }
    return render(request, "assignments/outcome_write.html", context)


@needs(Can.ASSIGNMENT_EDIT)
@require_POST
def outcome_close(request: ActorRequest, pk: UUID) -> HttpResponse:
    assignment = of_the_two(request, pk)
    form = CloseForm(request.POST)
    try:
        closed = form.is_valid() and actions.close_outcome(
            actor=request.actor, assignment=assignment, **form.cleaned_data
        )
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return _to_outcome(assignment)
    if closed:
        messages.success(request, _said_closed(closed))
    return _to_outcome(assignment)


def _said_closed(closed: Outcome) -> str:
    if closed.is_closed:
        return _("Both of you have closed it. The assignment is evaluated.")
    return _("You have closed it. Now it waits for the other of you.")


@needs(Can.ASSIGNMENT_EDIT)
@require_http_methods(["GET", "POST"])
def evidence_add(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Three forms, one of which was sent."""
    assignment = of_the_two(request, pk)
    forms = _evidence_forms(request, assignment)
    kind = request.POST.get("kind", "")
    form = forms.get(kind)
    if form is not None and form.is_valid():
        given = {"kind": kind, **form.evidence()}
        added = attempt(
            form, actions.add_evidence, actor=request.actor, assignment=assignment, **given
        )
        if added:
            return _to_outcome(assignment)
    context = {
        "assignment": assignment,
        "forms": forms,
        "crumbs": _below(assignment, _("Add evidence")),
    }
    return render(request, "assignments/evidence_add.html", context)


def _evidence_forms(request: ActorRequest, assignment: Assignment) -> dict[str, EvidenceForm]:
    """The log's is there for the career teacher alone."""
    kind = request.POST.get("kind", "")
    sent = (request.POST, request.FILES)
    entries = queries.entries_to_show(request.actor, assignment)
    findings = queries.findings_to_choose(request.actor)
    made: dict[str, EvidenceForm] = {
        EvidenceKind.FILE.value: FileEvidenceForm(*(sent if kind == EvidenceKind.FILE else ()))
    }
    if entries:
        log = LogEvidenceForm(*(sent if kind == EvidenceKind.LOG else ()), entries=entries)
        made = {EvidenceKind.LOG.value: log, **made}
    if findings:
        made[EvidenceKind.RESULT.value] = ResultEvidenceForm(
            *(sent if kind == EvidenceKind.RESULT else ()), findings=findings
        )
    return made


@needs(Can.ASSIGNMENT_EDIT)
@require_POST
def evidence_remove(request: ActorRequest, pk: UUID, evidence_pk: UUID) -> HttpResponse:
    return _moved(request, pk, evidence_pk, actions.remove_evidence, f"?underlag={evidence_pk}")


@needs(Can.ASSIGNMENT_EDIT)
@require_POST
def evidence_restore(request: ActorRequest, pk: UUID, evidence_pk: UUID) -> HttpResponse:
    return _moved(request, pk, evidence_pk, actions.restore_evidence, "")


def _moved(
    request: ActorRequest, pk: UUID, evidence_pk: UUID, action: Any, asked: str
) -> HttpResponse:
    assignment = of_the_two(request, pk)
    found = queries.evidence_of(assignment, evidence_pk)
    if found is None:
        raise Http404
    try:
        action(actor=request.actor, evidence=found)
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return _to_outcome(assignment)
    return _to_outcome(assignment, asked)


@needs(Can.ASSIGNMENT_VIEW)
@require_GET
def evidence_file(
    request: ActorRequest, pk: UUID, evidence_pk: UUID
) -> HttpResponse | FileResponse:
    """For whoever may read the outcome that it stands in."""
    assignment = seen(request, pk)
    queries.readable_outcome(request.actor, assignment)
    found = queries.evidence_of(assignment, evidence_pk)
    row = queries.file_of(found) if found else None
    if row is None:
        raise Http404
    return download(row.file.open(), row.filename)


@needs(Can.ASSIGNMENT_VIEW)
@require_GET
def post_years(request: ActorRequest, pk: UUID) -> HttpResponse:
    post = fetch(CareerPost, request.actor, pk, Can.POST_VIEW)
    years = queries.years_of(request.actor, post)
    is_own = post.holder_id == request.actor.person_id
    of_post = (post.holder.said_name, reverse("assignments:post", args=[post.pk]))
    if is_own:
        stand_below(request, reverse("assignments:mine"))
    context = {
        "post": post,
        "years": queries.on_thread(years),
        "crumbs": [
            (_("My assignment"), reverse("assignments:mine")) if is_own else of_post,
            (_("The years"), ""),
        ],
    }
    return render(request, "assignments/years.html", context)

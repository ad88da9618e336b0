"""A file's way in, page by page: choose, wait, answer, done."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from samsyn.core.forms import attempt
from samsyn.core.queries import progress_of
from samsyn.core.tables import write_csv
from samsyn.organisations import imports
from samsyn.organisations.access import ActorRequest, Can, fetch, needs
from samsyn.organisations.actions.imports import (
    check_again,
    decide_line,
    discard_import,
    start_import,
    upload_import,
)
from samsyn.organisations.forms.imports import DecisionForm, PlanFilterForm, UploadForm
from samsyn.organisations.models import Import, ImportState, Organisation
from samsyn.organisations.queries.imports import (
    imports_for,
    kinds_for,
    organisations_for,
    preview_of,
    target_for,
)

WORKING = {ImportState.CHECKING, ImportState.APPLYING}
PAGES = {
    ImportState.CHECKING: "organisations/import_working.html",
    ImportState.APPLYING: "organisations/import_working.html",
    ImportState.READY: "organisations/import_preview.html",
    ImportState.REFUSED: "organisations/import_refused.html",
    ImportState.APPLIED: "organisations/import_result.html",
    ImportState.DISCARDED: "organisations/import_discarded.html",
}


def _kind(code: str) -> imports.ImportKind:
    found = imports.kind(code)
    if found is None:
        raise Http404
    return found


def _import(request: ActorRequest, kind: str, pk: UUID) -> Import:
    return fetch(Import, request.actor, pk, _kind(kind).right, kind=kind)


def _crumbs(*rest: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Import"), reverse("organisations:imports")), *rest]


@needs(Can.IMPORT)
@require_GET
def import_list(request: ActorRequest) -> HttpResponse:
    """Every file on its way in or read in, and where to begin with a new one."""
    page = Paginator(imports_for(request.actor), 30).get_page(request.GET.get("page"))
    begin = [
        (kind, organisation)
        for kind in kinds_for(request.actor)
        if kind.target is Organisation
        for organisation in organisations_for(request.actor, kind)
    ]
    return render(request, "organisations/imports.html", {"page": page, "begin": begin})


@needs(Can.IMPORT)
@require_http_methods(["GET", "POST"])
def import_upload(request: ActorRequest, kind: str, target: UUID) -> HttpResponse:
    sort = _kind(kind)
    goal = target_for(request.actor, sort, target)
    form = UploadForm(request.POST or None, request.FILES or None, kind=sort, target=goal)
    if request.method == "POST" and form.is_valid():
        imported = attempt(
            form, upload_import, actor=request.actor, kind=sort, target=goal, **form.cleaned_data
        )
        if imported:
            return redirect("organisations:import", kind, imported.pk)
    context = {"kind": sort, "target": goal, "form": form, "crumbs": _crumbs((str(goal), ""))}
    return render(request, "organisations/import_upload.html", context)


@needs(Can.IMPORT)
@require_GET
def import_example(request: ActorRequest, kind: str) -> HttpResponse:
    example = _kind(kind).example
    if not example:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{kind}.csv"'}
    return HttpResponse(write_csv(example), content_type="text/csv; charset=utf-8", headers=headers)


@needs(Can.IMPORT)
@require_GET
def import_page(request: ActorRequest, kind: str, pk: UUID) -> HttpResponse:
    return _page(request, _import(request, kind, pk))


def _page(request: ActorRequest, imported: Import, **more: Any) -> HttpResponse:
    """The page of the state the file is in."""
    status = 409 if more else 200
    context = _context(request, imported) | more
    return render(request, PAGES[ImportState(imported.state)], context, status=status)


def _context(request: ActorRequest, imported: Import) -> dict[str, Any]:
    sort = _kind(imported.kind)
    context: dict[str, Any] = {
        "imported": imported,
        "kind": sort,
        "crumbs": _crumbs((imported.filename, "")),
    }
    if imported.state == ImportState.READY:
        context |= _preview(request, imported)
    if imported.state == ImportState.APPLIED:
        plan = imports.plan_from_json(imported.plan)
        context |= {
            "done_url": sort.done_url(imported),
            "counts": [(state, plan.count(state)) for state in imports.STATES if plan.count(state)],
            "unchanged": plan.unchanged,
        }
    return context


def _preview(request: ActorRequest, imported: Import) -> dict[str, Any]:
    asked = {name: request.GET.get(name, "") for name in ("state", "place")}
    preview = preview_of(imported, **asked)
    return {"preview": preview, "filter": PlanFilterForm(asked, places=preview.places)}


@needs(Can.IMPORT)
@require_GET
def import_progress(request: ActorRequest, kind: str, pk: UUID) -> HttpResponse:
    """What the page that waits asks for each second."""
    imported = _import(request, kind, pk)
    if imported.state not in WORKING:
        return HttpResponseClientRedirect(reverse("organisations:import", args=[kind, pk]))
    context = {"imported": imported, "progress": progress_of(imported.pk)}
    return render(request, "organisations/_import_working.html", context)


@needs(Can.IMPORT)
@require_POST
def import_decide(request: ActorRequest, kind: str, pk: UUID) -> HttpResponse:
    imported = _import(request, kind, pk)
    form = DecisionForm(request.POST)
    if form.is_valid():
        attempt(form, decide_line, actor=request.actor, imported=imported, **form.cleaned_data)
    return _back(request, imported, form)


def _back(request: ActorRequest, imported: Import, form: DecisionForm) -> HttpResponse:
    """To the row that was answered, which is where a keyboard goes on from."""
    if form.errors:
        return _page(request, _import(request, imported.kind, imported.pk), form=form)
    here = reverse("organisations:import", args=[imported.kind, imported.pk])
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{here}{query}#line-{form.cleaned_data['key']}")


@needs(Can.IMPORT)
@require_POST
def import_act(request: ActorRequest, kind: str, pk: UUID, act: str) -> HttpResponse:
    """Read in, check anew or put aside: the three things to do with a whole file."""
    imported = _import(request, kind, pk)
    action = {"read": start_import, "recheck": check_again, "discard": discard_import}[act]
    form = DecisionForm({"answer": act})
    if attempt(form, action, actor=request.actor, imported=imported) is None:
        return _page(request, _import(request, kind, pk), form=form)
    if act == "discard":
        return redirect("organisations:imports")
    return redirect("organisations:import", kind, pk)

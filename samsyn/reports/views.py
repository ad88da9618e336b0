"""Pages of reports: the list, the report as a document edited part by part, and its editions."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.core.files import download
from samsyn.core.forms import attempt
from samsyn.organisations.access import ActorRequest, Can, May, fetch, needs
from samsyn.reports import actions
from samsyn.reports.forms import AddForm, BlockForm, IssueForm, MoveForm, NewReportForm, ReportForm
from samsyn.reports.models import Edition, Report, ReportBlock
from samsyn.reports.queries import (
    editions_for,
    issued_blocks,
    next_number,
    removed_blocks,
    reports_for,
    runs,
    shown_blocks,
)

Crumbs = list[tuple[str, str]]
PER_PAGE = 30
PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@needs(Can.EDITION_READ)
@require_safe
def reports(request: ActorRequest) -> HttpResponse:
    editions = Paginator(editions_for(request.actor), PER_PAGE)
    drafts = Paginator(reports_for(request.actor), PER_PAGE)
    context = {
        "editions": editions.get_page(request.GET.get("page")),
        "drafts": drafts.get_page(request.GET.get("drafts")),
        "may_report": Can.REPORT_EDIT in request.actor.rights,
    }
    return render(request, "reports/reports.html", context)


@needs(Can.REPORT_EDIT)
def report_new(request: ActorRequest) -> HttpResponse:
    form = NewReportForm(
        request.POST or None, actor=request.actor, initial={"round": request.GET.get("round")}
    )
    if form.is_valid():
        made = attempt(form, actions.make_report, actor=request.actor, **form.cleaned_data)
        if made:
            return redirect("reports:report", made.pk)
    crumbs = [*_crumbs(), (_("New report"), "")]
    return render(request, "reports/report_new.html", {"form": form, "crumbs": crumbs})


@needs(Can.REPORT_EDIT)
@require_safe
def report(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = fetch(Report, request.actor, pk, Can.REPORT_EDIT)
    return _editor(request, found)


@needs(Can.REPORT_EDIT)
def report_edit(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = fetch(Report, request.actor, pk, Can.REPORT_EDIT)
    initial = {"title": found.title, "lead": found.lead, "publisher": found.publisher}
    form = ReportForm(request.POST or None, row=found, initial=initial)
    if form.is_valid():
        fields = form.cleaned_data
        saved = attempt(form, actions.change_report, actor=request.actor, report=found, **fields)
        if saved:
            return redirect("reports:report", pk)
    crumbs = [*_crumbs(found), (_("Title and lead"), "")]
    context = {"form": form, "report": found, "crumbs": crumbs}
    return render(request, "reports/report_edit.html", context)


@needs(Can.REPORT_EDIT)
def block_add(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = fetch(Report, request.actor, pk, Can.REPORT_EDIT)
    after = next((b for b in found.blocks.all() if str(b.pk) == request.GET.get("after")), None)
    form = AddForm(request.POST or None, report=found)
    if form.is_valid():
        block = actions.add_block(
            actor=request.actor, report=found, after=after, **form.cleaned_data
        )
        return redirect(_at(reverse("reports:block-edit", args=[pk, block.pk]), block))
    return _editor(request, found, add_form=form, add_after=after)


@needs(Can.REPORT_EDIT)
def block_edit(request: ActorRequest, pk: UUID, block_pk: UUID) -> HttpResponse:
    block = _block(request, pk, block_pk)
    form = BlockForm(request.POST or None, block=block)
    if form.is_valid():
        fields = form.cleaned_data
        saved = attempt(form, actions.change_block, actor=request.actor, block=block, **fields)
        if saved:
            return redirect(_editor_at(block, f"saved={block.pk}"))
    return _editor(request, block.report, opened=block, form=form)


@needs(Can.REPORT_EDIT)
@require_POST
def block_move(request: ActorRequest, pk: UUID, block_pk: UUID) -> HttpResponse:
    block = _block(request, pk, block_pk)
    form = MoveForm(request.POST)
    if form.is_valid():
        actions.move_block(actor=request.actor, block=block, **form.cleaned_data)
    return redirect(_editor_at(block, f"moved={block.pk}"))


@needs(Can.REPORT_EDIT)
@require_POST
def block_remove(request: ActorRequest, pk: UUID, block_pk: UUID) -> HttpResponse:
    block = _block(request, pk, block_pk)
    actions.remove_block(actor=request.actor, block=block)
    return redirect(reverse("reports:report", args=[pk]) + f"?removed={block.pk}#removed")


@needs(Can.REPORT_EDIT)
@require_POST
def block_restore(request: ActorRequest, pk: UUID, block_pk: UUID) -> HttpResponse:
    block = _block(request, pk, block_pk)
    actions.restore_block(actor=request.actor, block=block)
    return redirect(_editor_at(block, ""))


@needs(Can.REPORT_EDIT)
def edition_issue(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = fetch(Report, request.actor, pk, Can.REPORT_EDIT)
    number = next_number(found)
    form = IssueForm(request.POST or None, initial={"number": number})
    if form.is_valid():
        issued = attempt(
            form, actions.issue_edition, actor=request.actor, report=found, **form.cleaned_data
        )
        if issued:
            return redirect("reports:edition", pk, issued.number)
    context = {
        "form": form,
        "report": found,
        "number": number,
        "empty": [part for part in shown_blocks(found) if part.is_empty],
        "crumbs": [*_crumbs(found), (_("Issue"), "")],
    }
    return render(request, "reports/edition_issue.html", context)


@needs(Can.EDITION_READ)
@require_safe
def edition(request: ActorRequest, pk: UUID, number: int) -> HttpResponse:
    found = _edition(request, pk, number)
    may = May(request.actor, found)
    others = Edition.objects.visible_to(request.actor).filter(report=pk).defer("content")
    if may["REPORT_EDIT"]:
        crumbs = [*_crumbs(found.report), (_("Edition %(number)s") % {"number": number}, "")]
    else:
        crumbs = [*_crumbs(), (found.title, "")]
    context = {
        "edition": found,
        "content": found.content,
        "runs": runs(issued_blocks(found)),
        "may": may,
        "editions": others,
        "crumbs": crumbs,
    }
    return render(request, "reports/edition.html", context)


@needs(Can.EDITION_READ)
@require_safe
def edition_files(request: ActorRequest, pk: UUID, number: int) -> HttpResponse:
    """The part of the page that asks after itself until the files are there."""
    found = _edition(request, pk, number)
    context = {"edition": found, "may": May(request.actor, found)}
    return render(request, "reports/_files.html", context)


@needs(Can.REPORT_EDIT)
@require_POST
def edition_files_again(request: ActorRequest, pk: UUID, number: int) -> HttpResponse:
    report = fetch(Report, request.actor, pk, Can.REPORT_EDIT)
    found = report.editions.filter(number=number).first()
    if found is None:
        raise Http404
    actions.make_files_again(actor=request.actor, edition=found)
    return redirect("reports:edition", pk, number)


@needs(Can.EDITION_READ)
@require_safe
def edition_pdf(request: ActorRequest, pk: UUID, number: int) -> HttpResponse | FileResponse:
    found = _edition(request, pk, number)
    return _download(found, found.pdf, "pdf", PDF)


@needs(Can.EDITION_READ)
@require_safe
def edition_word(request: ActorRequest, pk: UUID, number: int) -> HttpResponse | FileResponse:
    found = _edition(request, pk, number)
    return _download(found, found.docx, "docx", WORD)


def _download(edition: Edition, file: Any, ending: str, kind: str) -> HttpResponse | FileResponse:
    if not edition.has_files:
        raise Http404
    name = f"{slugify(edition.title)}-{slugify(_('Edition'))}-{edition.number}.{ending}"
    return download(file.open("rb"), name, content_type=kind)


def _editor(request: ActorRequest, report: Report, **more: Any) -> HttpResponse:
    """The whole report; `opened` and `form` are the part being edited, where it stands."""
    shown = shown_blocks(report)
    context = {
        "report": report,
        "runs": runs(shown),
        "count": len(shown),
        "removed": removed_blocks(report),
        "just": {name: request.GET.get(name, "") for name in ("saved", "moved", "removed")},
        "number": next_number(report),
        "editions": report.editions.defer("content"),
        "crumbs": [*_crumbs(), (report.title, "")],
        **more,
    }
    return render(request, "reports/report.html", context)


def _crumbs(report: Report | None = None) -> Crumbs:
    first = [(_("Reports"), reverse("reports:reports"))]
    if report is None:
        return first
    return [*first, (report.title, reverse("reports:report", args=[report.pk]))]


def _block(request: ActorRequest, pk: UUID, block_pk: UUID) -> ReportBlock:
    report = fetch(Report, request.actor, pk, Can.REPORT_EDIT)
    block = report.blocks.select_related("question", "emphasis").filter(pk=block_pk).first()
    if block is None:
        raise Http404
    block.report = report
    return block


def _edition(request: ActorRequest, pk: UUID, number: int) -> Edition:
    """Seeing an edition and reading it are the same right: for others it does not exist."""
    found = Edition.objects.visible_to(request.actor).filter(report=pk, number=number).first()
    if found is None:
        raise Http404
    return found


def _at(url: str, block: ReportBlock) -> str:
    return f"{url}#part-{block.pk}"


def _editor_at(block: ReportBlock, query: str) -> str:
    url = reverse("reports:report", args=[block.report_id])
    return _at(f"{url}?{query}" if query else url, block)

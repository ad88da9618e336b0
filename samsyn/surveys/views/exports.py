"""Answers as files: asked for here, made by a job, and taken from here when they are there."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samsyn.core.files import download
from samsyn.core.queries import progress_of
from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import ActorRequest, Can, fetch, needs
from samsyn.surveys.actions import exports as actions
from samsyn.surveys.answer_files.writers import TYPES
from samsyn.surveys.models import FILE_FORMATS, FileContent, Round
from samsyn.surveys.queries.exports import contents_for, current_files, file_of
from samsyn.surveys.views.surveys import crumbs


@needs(Can.RESULT_VIEW)
@require_safe
def answer_files(request: ActorRequest, pk: UUID) -> HttpResponse:
    round = fetch(Round, request.actor, pk, Can.RESULT_VIEW)
    survey = (round.survey.title, reverse("surveys:survey", args=[round.survey_id]))
    here = (round.title, reverse("surveys:round", args=[round.pk]))
    context = _context(request, round) | {"crumbs": crumbs(survey, here, (_("Answers"), ""))}
    return render(request, "surveys/export_files.html", context)


@needs(Can.RESULT_VIEW)
@require_safe
def answer_files_part(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The part of the page that asks after itself while a file is made."""
    round = fetch(Round, request.actor, pk, Can.RESULT_VIEW)
    return render(request, "surveys/_export_files.html", _context(request, round))


def _context(request: ActorRequest, round: Round) -> dict[str, Any]:
    files = current_files(round)
    made = {(file.content, file.format): file for file in files}
    contents = [
        content
        for content in contents_for(request.actor, round)
        if round.is_closed or content == FileContent.CODEBOOK
    ]
    waiting = [f for f in files if f.content in contents and not (f.made_at or f.fault)]
    return {
        "round": round,
        "survey": round.survey,
        "contents": [
            (content, [(format, made.get((content, format))) for format in FILE_FORMATS[content]])
            for content in contents
        ],
        "waiting": waiting,
        "progress": progress_of(waiting[0].pk) if waiting else None,
    }


@needs(Can.RESULT_VIEW)
@require_http_methods(["GET", "POST"])
def answer_file(
    request: ActorRequest, pk: UUID, content: str, format: str
) -> HttpResponse | FileResponse:
    """Asked for by POST, taken by GET."""
    round = fetch(Round, request.actor, pk, Can.RESULT_VIEW)
    if content not in FileContent or format not in FILE_FORMATS[FileContent(content)]:
        raise Http404
    if content not in contents_for(request.actor, round):
        raise PermissionDenied
    if request.method == "POST":
        return _ask(request, round, content, format)
    file = file_of(round, content, format)
    if file is None or not file.made_at:
        return redirect("surveys:answer-files", pk)
    name = f"{round.code}-{slugify(file.get_content_display())}.{format}"
    return download(file.file.open("rb"), name, content_type=TYPES[format])


def _ask(request: ActorRequest, round: Round, content: str, format: str) -> HttpResponse:
    try:
        actions.ask_for_file(actor=request.actor, round=round, content=content, format=format)
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
    return redirect("surveys:answer-files", round.pk)

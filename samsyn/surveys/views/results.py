"""Pages of results. No page shows a response: only the numbers frozen when the round closed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from samsyn.core import panels
from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import ActorRequest, Can, May, fetch, needs
from samsyn.surveys import exports
from samsyn.surveys.charts import comparison, legend, means, stacks
from samsyn.surveys.comparing import comparisons, sharing
from samsyn.surveys.findings import finding, most_chosen, page_finding
from samsyn.surveys.forms import CompareForm
from samsyn.surveys.models import CHOICES, Mode, Round
from samsyn.surveys.queries import (
    QuestionResult,
    ResultPage,
    basis_of,
    closed_rounds,
    groupings_shown,
    groups_by,
    groups_by_keys,
    result_page,
)
from samsyn.surveys.views.surveys import crumbs

MOST_TOLD = 20
FILES = {
    "json": ("application/json", exports.as_json_text),
    "csv": ("text/csv; charset=utf-8", exports.as_csv),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        exports.as_xlsx,
    ),
}


def _round_context(request: ActorRequest, round: Round, *rest: tuple[str, str]) -> dict[str, Any]:
    here = (round.title, reverse("surveys:round", args=[round.pk]) if rest else "")
    return {
        "round": round,
        "survey": round.survey,
        "may": May(request.actor, round),
        "after": panels.items("round.after", request.actor, round),
        "crumbs": crumbs(
            (round.survey.title, reverse("surveys:survey", args=[round.survey_id])), here, *rest
        ),
    }


@needs(Can.RESULT_VIEW)
@require_GET
def round(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = fetch(Round, request.actor, pk, Can.RESULT_VIEW)
    context = _round_context(request, found)
    try:
        basis = basis_of(found)
    except RuleBroken:
        return render(request, "surveys/round_open.html", context)
    form = CompareForm(request.GET.dict(), basis.groups, basis.variables)
    page = result_page(found, form.chosen(), form.within(), basis)
    context |= {
        "page": page,
        "form": form,
        "by": form.by,
        "title": page_finding(page),
        "questions": [(q, finding(q), most_chosen(q, 5)) for q in page.questions],
        "groupings": groupings_shown(found, basis.groups),
        **_differences(found, page, page.questions, all_of_them=False),
    }
    return render(request, "surveys/round.html", context)


@needs(Can.RESULT_VIEW)
@require_GET
def question(request: ActorRequest, pk: UUID, code: str) -> HttpResponse:
    found = fetch(Round, request.actor, pk, Can.RESULT_VIEW)
    try:
        basis = basis_of(found)
        form = CompareForm(request.GET.dict(), basis.groups, basis.variables)
        page = result_page(found, form.chosen(), form.within(), basis)
        asked = page.question(code)
    except RuleBroken:
        return redirect("surveys:round", found.pk)
    except KeyError as error:
        raise Http404 from error
    context = _round_context(request, found, (question_name(asked), ""))
    context |= {"page": page, "question": asked, "form": form, "by": form.by}
    context |= _picture(asked, form.by_size and asked.kind in CHOICES)
    context |= _differences(found, page, [asked], all_of_them=True)
    context |= {"years": closed_rounds(request.actor, found.survey)}
    return render(request, "surveys/question.html", context)


def _differences(
    found: Round, page: ResultPage, questions: Sequence[QuestionResult], *, all_of_them: bool
) -> dict[str, Any]:
    """Of a whole round the clear differences alone, the rest as a number."""
    # What a note warns of, a reconstruction say, is not put to the test.
    if page.note and found.mode == Mode.IMPORTED:
        return {"compared": [], "told": [], "untold": 0}
    compared = comparisons(questions)
    told = [one for one in compared if all_of_them or one.is_clear][:MOST_TOLD]
    unclear = sum(not one.is_clear for one in compared)
    return {
        "compared": compared,
        "told": told,
        "untold": 0 if all_of_them else unclear,
        "tested": next((one.groups for one in questions if one.groups), ()),
        "sharing": sharing(questions),
    }


def _picture(asked: QuestionResult, by_size: bool) -> dict[str, Any]:
    is_choice = asked.kind in CHOICES
    return {
        "name": question_name(asked),
        "title": finding(asked),
        "next": most_chosen(asked, 3)[1:] if is_choice else [],
        "rows": asked.rows(by_size=by_size),
        "options": [row.option for row in asked.rows(by_size=by_size)],
        "chart": comparison(asked, by_size=by_size),
        "means": means(asked),
        "stacks": stacks(asked) if not asked.groups else (),
        "legend": legend(asked),
        "has_order": is_choice,
    }


def question_name(asked: QuestionResult) -> str:
    return _("Question %s") % asked.number if asked.number else _("Who answered")


@needs(Can.RESULT_VIEW)
@require_GET
def round_file(request: ActorRequest, pk: UUID, format: str) -> HttpResponse:
    """The tables as a file; `?by=role-group` with the groups of that grouping, `?g=…&f=…` with groups and filters."""
    found = fetch(Round, request.actor, pk, Can.RESULT_VIEW)
    if format not in FILES:
        raise Http404
    try:
        groups = groups_by(found, request.GET.get("by", ""))
        groups += groups_by_keys(found, request.GET.getlist("g"))
        page = result_page(found, groups, groups_by_keys(found, request.GET.getlist("f")))
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return redirect("surveys:round", found.pk)
    content_type, write = FILES[format]
    headers = {"Content-Disposition": f'attachment; filename="{found.code}.{format}"'}
    return HttpResponse(write(page), content_type=content_type, headers=headers)

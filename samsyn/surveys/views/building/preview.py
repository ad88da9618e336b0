"""The survey as it will be answered, tried without anything being kept: a question for a role, or the whole."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from samsyn.organisations.access import ActorRequest, Can, fetch, needs
from samsyn.surveys.answering import Written, read_section, shown
from samsyn.surveys.answering_pages import render_section
from samsyn.surveys.drafts import Questionnaire
from samsyn.surveys.models import Survey
from samsyn.surveys.queries import questionnaire_of
from samsyn.surveys.rules.building import place_of, replaced_question
from samsyn.surveys.sealing import new_sheaf, seal, unseal
from samsyn.surveys.views.building.page import allowed


# Changes nothing, and pages that are answered tell no referrer, without which a token would not be believed.
@csrf_exempt
@needs(Can.SURVEY_EDIT)
@require_http_methods(["GET", "POST"])
def preview(request: ActorRequest, pk: UUID) -> HttpResponse:
    response = allowed(_previewed(request, pk), "frame-ancestors")
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _previewed(request: ActorRequest, pk: UUID) -> HttpResponse:
    survey = fetch(Survey, request.actor, pk, Can.SURVEY_EDIT)
    questionnaire = _with_words(questionnaire_of(survey))
    if request.method == "POST":
        return _tried(request, survey, questionnaire)
    code = request.GET.get("fraga", "")
    written = Written(_as_role(questionnaire, request.GET.get("som", "")))
    if questionnaire.question(code):
        if not written.answers:
            questionnaire = _for_everybody(questionnaire, code)
        number = place_of(questionnaire, code)[0]
        return _page(request, survey, questionnaire, number, written, code=code)
    first = next(iter(shown(questionnaire, written.answers).sections), 0)
    return _page(request, survey, questionnaire, first, written, is_trial=True)


def _with_words(questionnaire: Questionnaire) -> Questionnaire:
    """A question that is not written yet has to be called something, too."""
    sections = tuple(
        replace(
            section,
            questions=tuple(
                replace(one, text=one.text.strip() or _("A question without text"))
                for one in section.questions
            ),
        )
        for section in questionnaire.sections
    )
    return replace(questionnaire, sections=sections)


def _alone(questionnaire: Questionnaire, number: int, code: str) -> tuple[Questionnaire, int]:
    """That question on a page of its own, after those before it; and which page it is."""
    sections = list(questionnaire.sections)
    section = sections[number]
    place = place_of(questionnaire, code)[1]
    earlier = replace(section, questions=section.questions[:place])
    introduction = "" if place else section.introduction
    only = replace(section, questions=(section.questions[place],), introduction=introduction)
    sections[number : number + 1] = [earlier, only]
    return replace(questionnaire, sections=tuple(sections)), number + 1


def _for_everybody(questionnaire: Questionnaire, code: str) -> Questionnaire:
    """Nobody in particular has answered anything: the question is there to be looked at."""
    number = place_of(questionnaire, code)[0]
    sections = list(questionnaire.sections)
    sections[number] = replace(sections[number], show_if=())
    opened = replace(questionnaire, sections=tuple(sections))
    return replaced_question(opened, code, lambda question: replace(question, show_if=()))


def _as_role(questionnaire: Questionnaire, role: str) -> dict[str, Any]:
    background = questionnaire.question(questionnaire.background)
    if background is None or not role.isdecimal() or len(role) > 3:
        return {}
    return {background.code: [int(role)]} if int(role) < len(background.choices) else {}


def _tried(request: ActorRequest, survey: Survey, questionnaire: Questionnaire) -> HttpResponse:
    """A page of a trial: read and faulted as a real one, and carried along with the page alone."""
    sheaf = unseal(survey.pk, request.POST.get("page", "")) or new_sheaf()
    written = request.POST.get("section", "")
    number = int(written) if written.isdecimal() and len(written) < 4 else 0
    if number >= len(questionnaire.sections):
        return _page(request, survey, questionnaire, 0, Written(), is_trial=True)
    posted: dict[str, Any] = dict(request.POST.lists())
    read = read_section(questionnaire, number, posted, sheaf.written)
    if read.faults or read.pending:
        faults = dict(read.faults)
        return _page(
            request, survey, questionnaire, number, read.written, is_trial=True, faults=faults
        )
    sections = shown(questionnaire, read.written.answers).sections
    later = [place for place in sections if place > number]
    if not later:
        return render(request, "surveys/building/tried.html", _words(survey, questionnaire))
    return _page(request, survey, questionnaire, later[0], read.written, is_trial=True)


def _words(survey: Survey, questionnaire: Questionnaire) -> dict[str, Any]:
    return {
        "survey": survey,
        "title": questionnaire.title,
        "language": questionnaire.languages[0],
        "thanks": questionnaire.thanks,
    }


def _page(
    request: ActorRequest,
    survey: Survey,
    questionnaire: Questionnaire,
    number: int,
    written: Written,
    *,
    code: str = "",
    is_trial: bool = False,
    faults: dict[str, str] | None = None,
) -> HttpResponse:
    here = shown(questionnaire, written.answers)
    language = questionnaire.languages[0]
    # By itself, and without a place in the address: a field gone to by it would take the caret of who is writing.
    asked, at = _alone(questionnaire, number, code) if code else (questionnaire, number)
    sheaf = new_sheaf()
    questions = render_section(asked, at, written.answers, language, written.typed, faults)
    context = _words(survey, questionnaire) | {
        "section": asked.sections[at],
        "number": number,
        "place": sum(at <= number for at in {*here.sections, number}),
        "steps": sorted({*here.sections, number}),
        "questions": questions,
        "faults": faults,
        "is_trial": is_trial,
        "is_hidden": bool(code) and code not in here.questions,
        "sealed": seal(survey.pk, type(sheaf)(sheaf.number, written)) if is_trial else "",
    }
    return render(request, "surveys/building/preview.html", context)

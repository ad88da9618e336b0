"""Steps of building by button, by key or by drag: added, moved, copied, removed, undone."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.core.models import uuid7
from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import ActorRequest, Can, fetch, needs
from samsyn.surveys.actions import building
from samsyn.surveys.drafts import QuestionDraft, Questionnaire, SectionDraft
from samsyn.surveys.models import QuestionKind, Survey
from samsyn.surveys.queries import questionnaire_of
from samsyn.surveys.queries.building import codes_taken
from samsyn.surveys.rules import building as rules
from samsyn.surveys.views.building.page import url_of


class Step(NamedTuple):
    done: str
    change: rules.Change
    # What is open afterwards, and what the page stands at.
    query: str = ""
    place: str = ""


class Asked(NamedTuple):
    survey: Survey
    before: Questionnaire
    # What the button names: a question's code or a part's key.
    thing: str
    sent: QueryDict

    @property
    def name(self) -> str:
        number = rules.numbers_of(self.before).get(self.thing)
        return _("question %s") % number if number else _("a text to read")

    def number(self, name: str) -> int:
        written = self.sent.get(name, "")
        return int(written) if written.isdecimal() and len(written) < 5 else 0

    def next_code(self) -> str:
        return rules.next_code(codes_taken(self.survey, self.before), "q")


def _add_question(asked: Asked) -> Step:
    kind = asked.sent.get("kind", "")
    code = asked.next_code()
    new = QuestionDraft(code, "single", "")
    new = rules.of_kind(new, kind if kind in QuestionKind.values else "single")
    last = len(asked.before.sections) - 1
    number = rules.section_at(asked.before, asked.thing) if asked.thing else last
    change = partial(rules.with_question, question=new, number=number)
    return Step(_("Added a question"), change, f"fraga={code}", f"q-{code}")


def _add_section(asked: Asked) -> Step:
    key = str(uuid7())
    new = SectionDraft(_("New part"), key=key)
    change = partial(rules.with_section, section=new)
    return Step(_("Added a part"), change, f"del={key}", f"s-{key}")


def _move(asked: Asked, step: int) -> Step:
    change = partial(rules.moved_question, code=asked.thing, step=step)
    return Step(_("Moved %s") % asked.name, change, _still_open(asked), f"q-{asked.thing}")


def _place(asked: Asked) -> Step:
    change = partial(
        rules.placed_question,
        code=asked.thing,
        number=asked.number("section"),
        place=asked.number("place"),
    )
    return Step(_("Moved %s") % asked.name, change, _still_open(asked), f"q-{asked.thing}")


def _to_section(asked: Asked) -> Step:
    number = rules.section_at(asked.before, asked.sent.get("to", ""))
    place = len(asked.before.sections[number].questions)
    change = partial(rules.placed_question, code=asked.thing, number=number, place=place)
    return Step(_("Moved %s") % asked.name, change, f"fraga={asked.thing}", f"q-{asked.thing}")


def _still_open(asked: Asked) -> str:
    return f"fraga={asked.thing}" if asked.sent.get("open") == asked.thing else ""


def _copy(asked: Asked) -> Step:
    new = asked.next_code()
    change = partial(rules.copied_question, code=asked.thing, new=new)
    return Step(_("Copied %s") % asked.name, change, f"fraga={new}", f"q-{new}")


def _split(asked: Asked) -> Step:
    """The same question twice, the second after the first: each is then written about one thing."""
    new = asked.next_code()
    change = partial(rules.copied_question, code=asked.thing, new=new)
    return Step(_("Split %s") % asked.name, change, f"fraga={asked.thing}", f"q-{asked.thing}")


def _remove(asked: Asked) -> Step:
    change = partial(rules.without_question, code=asked.thing)
    return Step(_("Removed %s") % asked.name, change)


def _move_section(asked: Asked, step: int) -> Step:
    change = partial(rules.moved_section, key=asked.thing, step=step)
    return Step(_("Moved a part"), change, f"del={asked.thing}", f"s-{asked.thing}")


def _remove_section(asked: Asked) -> Step:
    return Step(_("Removed a part"), partial(rules.without_section, key=asked.thing))


STEPS: dict[str, Callable[[Asked], Step]] = {
    "add": _add_question,
    "add-part": _add_section,
    "up": partial(_move, step=-1),
    "down": partial(_move, step=1),
    "place": _place,
    "to": _to_section,
    "copy": _copy,
    "split": _split,
    "remove": _remove,
    "part-up": partial(_move_section, step=-1),
    "part-down": partial(_move_section, step=1),
    "part-remove": _remove_section,
}


@needs(Can.SURVEY_EDIT)
@require_POST
def step(request: ActorRequest, pk: UUID) -> HttpResponse:
    survey = fetch(Survey, request.actor, pk, Can.SURVEY_EDIT)
    act, _space, thing = request.POST.get("act", "").partition(" ")
    if act not in STEPS:
        raise Http404
    try:
        step = STEPS[act](Asked(survey, questionnaire_of(survey), thing, request.POST))
        building.change_questionnaire(
            actor=request.actor, survey=survey, done=step.done, change=step.change
        )
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return redirect(url_of(survey))
    return redirect(url_of(survey, step.query, step.place))


@needs(Can.SURVEY_EDIT)
@require_POST
def undo(request: ActorRequest, pk: UUID) -> HttpResponse:
    survey = fetch(Survey, request.actor, pk, Can.SURVEY_EDIT)
    written = request.POST.get("number", "")
    number = int(written) if written.isdecimal() and len(written) < 9 else 0
    try:
        done = building.undo(actor=request.actor, survey=survey, number=number)
        messages.success(request, _("Undone: %s.") % done)
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
    return redirect(url_of(survey))

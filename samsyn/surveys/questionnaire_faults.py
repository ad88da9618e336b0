"""What is wrong in a questionnaire that a schema cannot say: what must differ, and what must be found elsewhere in it."""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from samsyn.surveys.answering import kinds
from samsyn.surveys.drafts import (
    ConditionDraft,
    GroupingDraft,
    QuestionDraft,
    Questionnaire,
)

Place = tuple[str | int, ...]
InnerFault = tuple[Place, str, str]


def inner_faults(questionnaire: Questionnaire) -> Iterator[InnerFault]:
    codes = Counter(question.code for question in questionnaire.questions)
    before: dict[str, QuestionDraft] = {}
    for number, section in enumerate(questionnaire.sections):
        for value, said in _condition_faults(section.show_if, before):
            yield ("sections", number, "show_if"), value, said
        for index, question in enumerate(section.questions):
            place: Place = ("sections", number, "questions", index)
            if codes[question.code] > 1:
                yield (*place, "code"), question.code, _("Two questions have this code.")
            if question.code == "respondent_id":
                yield (*place, "code"), question.code, _("This code is kept for the respondent.")
            yield from ((place, value, said) for value, said in _question_faults(question))
            for value, said in _condition_faults(question.show_if, before):
                yield (*place, "show_if"), value, said
            before[question.code] = question
    yield from _background_faults(questionnaire)
    grouping_codes = [grouping.code for grouping in questionnaire.groupings]
    for number, grouping in enumerate(questionnaire.groupings):
        if grouping_codes.count(grouping.code) > 1:
            yield ("groupings", number), grouping.code, _("Two groupings have this code.")
        for value, said in _grouping_faults(grouping, _background(questionnaire)):
            yield ("groupings", number), value, said


POINTS_MAX = 100
WITH_OPTIONS = {"single", "multiple", "matrix", "ranking"}
# What other kinds have no use for; each said by its name in the file.
ONLY_OF = {
    "min": {"multiple", "ranking"},
    "max": {"multiple", "ranking"},
    "rows": {"matrix"},
    "as_list": {"single"},
    "lowest": {"scale", "number"},
    "highest": {"scale", "number"},
    "decimals": {"number"},
    "unit": {"number"},
    "low_label": {"scale"},
    "high_label": {"scale"},
    "unsure_label": {"scale"},
    "max_length": {"short", "text"},
}


def _question_faults(question: QuestionDraft) -> Iterator[tuple[str, str]]:
    if question.kind in {"text", "short"}:
        if question.options or question.min or question.max:
            yield question.code, _("A free-text question has no options, min or max.")
            return
    elif question.kind in WITH_OPTIONS and not question.options:
        yield question.code, _("A choice question needs options.")
    elif question.kind not in WITH_OPTIONS and question.options:
        yield question.code, _("A question of this kind has no options.")
    if question.kind == "single" and (question.min or question.max):
        yield question.code, _("A question with one choice has no min or max.")
    else:
        yield from _settings_of_others(question)
    yield from _option_faults(question)


def _settings_of_others(question: QuestionDraft) -> Iterator[tuple[str, str]]:
    for name, owners in ONLY_OF.items():
        if getattr(question, name) and question.kind not in owners:
            said = _("A question of this kind has no “%s”.") % name
            yield question.code, said
    if question.kind == "matrix" and not question.rows:
        yield question.code, _("A matrix needs rows.")
    lowest, highest = question.lowest, question.highest
    if lowest is not None and highest is not None and lowest >= highest:
        yield question.code, _("lowest is not below highest.")
    if question.kind == "scale" and kinds.highest(question) - kinds.lowest(question) > POINTS_MAX:
        yield question.code, _("A scale has a hundred points at most. Ask for a number instead.")


def _option_faults(question: QuestionDraft) -> Iterator[tuple[str, str]]:
    for label in _twice(question.options):
        yield label, _("The option stands twice.")
    for code in _twice([option.code for option in question.choices]):
        yield code, _("Two options have this code.")
    for code in _twice([row.code for row in question.rows]):
        yield code, _("Two rows have this code.")
    if question.options and (
        (question.min or 1) > (question.max or 200) or (question.min or 0) > len(question.options)
    ):
        yield question.code, _("min is greater than max or than the number of options.")


def _condition_faults(
    conditions: Sequence[ConditionDraft], before: dict[str, QuestionDraft]
) -> Iterator[tuple[str, str]]:
    for condition in conditions:
        asked = before.get(condition.question)
        if asked is None:
            yield condition.question, _("show_if names a question that does not come before.")
            continue
        known = {option.code for option in asked.choices}
        for code in condition.options:
            if code not in known:
                yield code, _("show_if names an option that the question does not have.")


def _background(questionnaire: Questionnaire) -> QuestionDraft | None:
    for question in questionnaire.questions:
        if question.code == questionnaire.background and question.kind == "single":
            return question
    return None


def _background_faults(questionnaire: Questionnaire) -> Iterator[InnerFault]:
    if questionnaire.background and _background(questionnaire) is None:
        said = _("The background question must be one of the questions, with one choice.")
        yield ("survey", "background"), questionnaire.background, said
    if questionnaire.groupings and not questionnaire.background:
        said = _("Groups are made of the answers to a background question. Say which one it is.")
        yield ("groupings",), "", said
    for number, code in enumerate(questionnaire.round.shown_by if questionnaire.round else ()):
        question = questionnaire.question(code)
        if question is None or question.kind != "single":
            said = _("Results are shown by questions with one choice. This is none of them.")
            yield ("round", "shown_by", number), code, said


def _grouping_faults(
    grouping: GroupingDraft, background: QuestionDraft | None
) -> Iterator[tuple[str, str]]:
    for label in _twice([group.label for group in grouping.groups]):
        yield label, _("Two groups have this name.")
    options = [option for group in grouping.groups for option in group.options]
    for label in _twice(options):
        yield label, _("The option stands in two groups.")
    known = background.options if background else ()
    for label in dict.fromkeys(options):
        if background and label not in known:
            yield label, _("The background question has no such option.")


def _twice(values: Sequence[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]

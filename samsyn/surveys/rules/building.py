"""Steps of building as pure changes of a questionnaire."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from samsyn.core.rules import RuleBroken
from samsyn.surveys.drafts import (
    GroupDraft,
    OptionDraft,
    QuestionDraft,
    Questionnaire,
    RowDraft,
    SectionDraft,
)

UNDO_MAX = 50
WITH_OPTIONS = frozenset({"single", "multiple", "matrix", "ranking"})
SCALE = (Decimal(1), Decimal(5))

Change = Callable[[Questionnaire], Questionnaire]


def texts_by_code(questionnaire: Questionnaire) -> dict[str, str]:
    """Everything that has a code: "q2" for a question, "q2.a4" for an option or a row of it."""
    found = {question.code: question.text for question in questionnaire.questions}
    for question in questionnaire.questions:
        inner: list[OptionDraft | RowDraft] = [*question.choices, *question.rows]
        found |= {f"{question.code}.{one.code}": one.label for one in inner}
    return found


def next_code(taken: Iterable[str], prefix: str) -> str:
    """One more than the highest that there is, or ever was: "q11", or "a20" within a question."""
    pattern = re.compile(rf"{re.escape(prefix)}(\d{{1,6}})$")
    numbers = [int(match[1]) for match in map(pattern.match, taken) if match]
    return f"{prefix}{max(numbers, default=0) + 1}"


def numbers_of(questionnaire: Questionnaire) -> dict[str, int]:
    """The questions' numbers as they are read; a text to read has none."""
    asked = (question for question in questionnaire.questions if question.kind != "block")
    return {question.code: number for number, question in enumerate(asked, 1)}


def section_at(questionnaire: Questionnaire, key: str) -> int:
    for place, section in enumerate(questionnaire.sections):
        if section.key == key:
            return place
    raise gone()


def gone() -> RuleBroken:
    return RuleBroken(_("Somebody has removed this meanwhile. Undo brings it back."))


def with_section(questionnaire: Questionnaire, section: SectionDraft) -> Questionnaire:
    return replace(questionnaire, sections=(*questionnaire.sections, section))


def replaced_section(
    questionnaire: Questionnaire, key: str, change: Callable[[SectionDraft], SectionDraft]
) -> Questionnaire:
    place = section_at(questionnaire, key)
    sections = list(questionnaire.sections)
    sections[place] = change(sections[place])
    return replace(questionnaire, sections=tuple(sections))


def without_section(questionnaire: Questionnaire, key: str) -> Questionnaire:
    place = section_at(questionnaire, key)
    if len(questionnaire.sections) == 1:
        raise RuleBroken(_("A survey has at least one part. Change this one instead."))
    sections = questionnaire.sections[:place] + questionnaire.sections[place + 1 :]
    return settled(replace(questionnaire, sections=sections))


def moved_section(questionnaire: Questionnaire, key: str, step: int) -> Questionnaire:
    sections = list(questionnaire.sections)
    section = sections.pop(section_at(questionnaire, key))
    sections.insert(max(0, section_at(questionnaire, key) + step), section)
    return replace(questionnaire, sections=tuple(sections))


def place_of(questionnaire: Questionnaire, code: str) -> tuple[int, int]:
    for number, section in enumerate(questionnaire.sections):
        for place, question in enumerate(section.questions):
            if question.code == code:
                return number, place
    raise gone()


def with_question(
    questionnaire: Questionnaire, question: QuestionDraft, number: int, place: int | None = None
) -> Questionnaire:
    """In that section, at that place or last."""
    sections = list(questionnaire.sections)
    if not 0 <= number < len(sections):
        raise gone()
    questions = list(sections[number].questions)
    questions.insert(len(questions) if place is None else place, question)
    sections[number] = replace(sections[number], questions=tuple(questions))
    return replace(questionnaire, sections=tuple(sections))


def without_question(questionnaire: Questionnaire, code: str) -> Questionnaire:
    number, place = place_of(questionnaire, code)
    sections = list(questionnaire.sections)
    questions = sections[number].questions
    left = questions[:place] + questions[place + 1 :]
    sections[number] = replace(sections[number], questions=left)
    return settled(replace(questionnaire, sections=tuple(sections)))


def copied_question(questionnaire: Questionnaire, code: str, new: str) -> Questionnaire:
    number, place = place_of(questionnaire, code)
    question = questionnaire.sections[number].questions[place]
    return with_question(questionnaire, replace(question, code=new), number, place + 1)


def brought_over(
    questionnaire: Questionnaire, questions: Sequence[QuestionDraft], number: int, taken: set[str]
) -> Questionnaire:
    """Questions of another survey, last in a section. Codes that are taken here are changed, in conditions as well."""
    names, codes = dict[str, str](), set(taken)
    for question in questions:
        names[question.code] = next_code(codes, "q") if question.code in codes else question.code
        codes.add(names[question.code])
        conditions = tuple(
            replace(one, question=names[one.question])
            for one in question.show_if
            if one.question in names
        )
        new = replace(question, code=names[question.code], show_if=conditions)
        questionnaire = with_question(questionnaire, new, number)
    return questionnaire


def moved_question(questionnaire: Questionnaire, code: str, step: int) -> Questionnaire:
    """One place up or down; past the end of a section it goes into the next."""
    number, place = place_of(questionnaire, code)
    last = len(questionnaire.sections[number].questions) - 1
    if 0 <= place + step <= last:
        return placed_question(questionnaire, code, number, place + step)
    if not 0 <= number + step < len(questionnaire.sections):
        return questionnaire
    there = len(questionnaire.sections[number + step].questions)
    return placed_question(questionnaire, code, number + step, there if step < 0 else 0)


def placed_question(
    questionnaire: Questionnaire, code: str, number: int, place: int
) -> Questionnaire:
    """`place` is counted among the other questions of the section."""
    question = questionnaire.question(code)
    if question is None:
        raise gone()
    here, at = place_of(questionnaire, code)
    sections = list(questionnaire.sections)
    others = sections[here].questions[:at] + sections[here].questions[at + 1 :]
    sections[here] = replace(sections[here], questions=others)
    left = replace(questionnaire, sections=tuple(sections))
    return with_question(left, question, number, place)


def replaced_question(
    questionnaire: Questionnaire, code: str, change: Callable[[QuestionDraft], QuestionDraft]
) -> Questionnaire:
    number, place = place_of(questionnaire, code)
    before = questionnaire.sections[number].questions[place]
    after = change(before)
    questions = list(questionnaire.sections[number].questions)
    questions[place] = after
    sections = list(questionnaire.sections)
    sections[number] = replace(sections[number], questions=tuple(questions))
    changed = replace(questionnaire, sections=tuple(sections))
    if code == questionnaire.background:
        changed = _regrouped(changed, before, after)
    return settled(changed)


def _regrouped(
    questionnaire: Questionnaire, before: QuestionDraft, after: QuestionDraft
) -> Questionnaire:
    """Groups are made of options by their labels, and follow when these are written otherwise."""
    now = {option.code: option.label for option in after.choices}
    names = {option.label: now.get(option.code, "") for option in before.choices}

    def group(one: GroupDraft) -> GroupDraft:
        return replace(one, options=tuple(filter(None, (names.get(o, "") for o in one.options))))

    groupings = tuple(
        replace(grouping, groups=tuple(map(group, grouping.groups)))
        for grouping in questionnaire.groupings
    )
    return replace(questionnaire, groupings=groupings)


def settled(questionnaire: Questionnaire) -> Questionnaire:
    """Groups need a question with one choice: without it there are none."""
    background = questionnaire.question(questionnaire.background)
    if background is None or background.kind != "single":
        return replace(questionnaire, background="", groupings=())
    return questionnaire


def of_kind(question: QuestionDraft, kind: str) -> QuestionDraft:
    """The same question asked in another way: what the new kind has no use for is left out."""
    kept = QuestionDraft(
        question.code,
        kind,
        question.text,
        help=question.help,
        required=question.required and kind != "block",
        show_if=question.show_if,
        translations=question.translations,
    )
    if kind in WITH_OPTIONS:
        kept = replace(kept, choices=question.choices)
    if kind == "scale":
        kept = replace(kept, lowest=SCALE[0], highest=SCALE[1])
    if kind == "matrix":
        kept = replace(kept, rows=question.rows)
    return kept


def check_labels_differ(labels: Iterable[str]) -> None:
    seen: set[str] = set()
    for label in labels:
        if label.casefold() in seen:
            raise RuleBroken(
                _("“%s” stands twice. Write one of them otherwise, or remove it.") % label
            )
        seen.add(label.casefold())

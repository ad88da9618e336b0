"""How long a questionnaire takes to answer, roughly: told on its first page."""

from collections.abc import Iterable
from dataclasses import replace

from samsyn.surveys.answering.shown import holds
from samsyn.surveys.answering.written import Answers
from samsyn.surveys.drafts import ConditionDraft, QuestionDraft, Questionnaire, Test
from samsyn.surveys.models import QuestionKind

SECONDS = {
    QuestionKind.SINGLE: 12,
    QuestionKind.MULTIPLE: 15,
    QuestionKind.SCALE: 10,
    QuestionKind.NUMBER: 15,
    QuestionKind.DATE: 15,
    QuestionKind.SHORT: 25,
    QuestionKind.TEXT: 75,
}
# Of each row or option of the kinds that have several things to think of.
EACH = {QuestionKind.MATRIX: 9, QuestionKind.RANKING: 6, QuestionKind.MULTIPLE: 1}
WORDS_PER_SECOND = 4


def minutes(questionnaire: Questionnaire) -> int:
    """At least one."""
    seconds = sum(_seconds(question) for question in questionnaire.questions)
    words = sum(len(section.introduction.split()) for section in questionnaire.sections)
    return max(1, round((seconds + words / WORDS_PER_SECOND) / 60))


def minutes_by_role(questionnaire: Questionnaire) -> list[int]:
    """For each answer to the question that results are shown by; none where there is no such question."""
    background = questionnaire.question(questionnaire.background)
    places = range(len(background.choices)) if background else ()
    return [minutes(_left_by(questionnaire, {questionnaire.background: [at]})) for at in places]


def shortest_and_longest(questionnaire: Questionnaire) -> tuple[int, int]:
    found = minutes_by_role(questionnaire) or [minutes(questionnaire)]
    return min(found), max(found)


def _left_by(questionnaire: Questionnaire, role: Answers) -> Questionnaire:
    """Without what the role hides, and without what hangs on that. All else may be asked, and is counted."""
    known = {question.code: question for question in questionnaire.questions}
    gone: set[str] = set()

    def is_asked(conditions: Iterable[ConditionDraft]) -> bool:
        return all(
            holds(one, known[one.question], role)
            if one.question in role
            else one.question not in gone or one.test == Test.NONE
            for one in conditions
        )

    sections = []
    for section in questionnaire.sections:
        is_open, left = is_asked(section.show_if), []
        for question in section.questions:
            if is_open and is_asked(question.show_if):
                left.append(question)
            else:
                gone.add(question.code)
        if left:
            sections.append(replace(section, questions=tuple(left)))
    return replace(questionnaire, sections=tuple(sections))


def _seconds(question: QuestionDraft) -> float:
    kind = QuestionKind(question.kind)
    things = question.rows or question.choices
    words = len(f"{question.text} {question.help}".split())
    return SECONDS.get(kind, 0) + EACH.get(kind, 0) * len(things) + words / WORDS_PER_SECOND

"""How long a questionnaire takes to answer, roughly: told on its first page."""

from samsyn.surveys.drafts import QuestionDraft, Questionnaire
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


def _seconds(question: QuestionDraft) -> float:
    kind = QuestionKind(question.kind)
    things = question.rows or question.choices
    words = len(f"{question.text} {question.help}".split())
    return SECONDS.get(kind, 0) + EACH.get(kind, 0) * len(things) + words / WORDS_PER_SECOND

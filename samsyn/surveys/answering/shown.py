"""Which sections and questions concern somebody who has answered so: a hidden question’s answer counts as none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from samsyn.surveys.answering.written import Answers, text_key
from samsyn.surveys.drafts import ConditionDraft, QuestionDraft, Questionnaire, Test
from samsyn.surveys.models import QuestionKind


@dataclass(frozen=True)
class Shown:
    sections: tuple[int, ...]
    questions: frozenset[str]
    # Of the questions that are shown alone.
    answers: Answers


def shown(questionnaire: Questionnaire, answers: Answers) -> Shown:
    """In the order of the questionnaire, so that what hangs on a hidden question is hidden with it."""
    known = {question.code: question for question in questionnaire.questions}
    sections, codes, kept = list[int](), set[str](), dict[str, Any]()
    for number, section in enumerate(questionnaire.sections):
        if not all_hold(section.show_if, known, kept):
            continue
        before = len(codes)
        for question in section.questions:
            if all_hold(question.show_if, known, kept):
                codes.add(question.code)
                if question.code in answers:
                    kept |= {key: answers[key] for key in keys_of(question) if key in answers}
        if len(codes) > before:
            sections.append(number)
    return Shown(tuple(sections), frozenset(codes), kept)


def keys_of(question: QuestionDraft) -> list[str]:
    """Those that its answer may be stored under."""
    texts = (text_key(question, option.code) for option in question.choices if option.takes_text)
    return [question.code, *texts]


def all_hold(
    conditions: Iterable[ConditionDraft], known: Mapping[str, QuestionDraft], answers: Answers
) -> bool:
    return all(holds(one, known.get(one.question), answers) for one in conditions)


def holds(condition: ConditionDraft, question: QuestionDraft | None, answers: Answers) -> bool:
    """Whether it holds of these answers, which are those of shown questions."""
    answer = answers.get(condition.question) if question else None
    if condition.test == Test.ANSWERED:
        return answer is not None
    if condition.test in {Test.ANY, Test.NONE}:
        has_one = bool(_codes(question, answer) & set(condition.options))
        return has_one if condition.test == Test.ANY else not has_one
    number = _number(answer)
    if number is None or condition.value is None:
        return False
    return number > condition.value if condition.test == Test.MORE else number < condition.value


def _codes(question: QuestionDraft | None, answer: Any) -> set[str]:
    """Of the options chosen; of a matrix in any of its rows."""
    if question is None or not isinstance(answer, list | dict):
        return set()
    positions = answer.values() if isinstance(answer, dict) else answer
    return {question.choices[at].code for at in positions if at < len(question.choices)}


def _number(answer: Any) -> Decimal | None:
    try:
        number = Decimal(str(answer))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def asks_nothing(question: QuestionDraft) -> bool:
    return question.kind == QuestionKind.BLOCK

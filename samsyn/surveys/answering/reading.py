"""Reads one page that was sent in. Whatever it holds gives answers that hold and a sentence for each fault."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from samsyn.surveys.answering import kinds
from samsyn.surveys.answering.shown import all_hold, asks_nothing, keys_of, shown
from samsyn.surveys.answering.written import Answers, Fields, Written, fields_of
from samsyn.surveys.drafts import QuestionDraft, Questionnaire

Faults = Mapping[str, str]


@dataclass(frozen=True)
class Read:
    written: Written
    # By the field they stand at.
    faults: Faults
    # Questions that what was answered on this page brings, and that the page didn’t have yet.
    pending: frozenset[str]


def marker(code: str) -> str:
    """The field by which a page says that a question with conditions was on it, and not folded away."""
    return f"on.{code}"


def read_section(
    questionnaire: Questionnaire, number: int, posted: Fields, before: Written
) -> Read:
    section = questionnaire.sections[number]
    answers, typed = _without(before, section.questions)
    faults, pending = dict[str, str](), set()
    for question in section.questions:
        if question.show_if and not _is_shown(question, questionnaire, answers):
            continue
        if depends_on_page(question, section.questions) and marker(question.code) not in posted:
            pending.add(question.code)
            continue
        found, wrong = read_question(question, posted)
        answers |= found
        faults |= wrong
        if wrong:
            typed[question.code] = kinds.kept_fields(question, posted)
    return Read(replace(before, answers=answers, typed=typed), faults, frozenset(pending))


def _is_shown(question: QuestionDraft, questionnaire: Questionnaire, answers: Answers) -> bool:
    known = {other.code: other for other in questionnaire.questions}
    return all_hold(question.show_if, known, shown(questionnaire, answers).answers)


def depends_on_page(question: QuestionDraft, together: "tuple[QuestionDraft, ...]") -> bool:
    """Whether an answer on the same page may show or hide it."""
    codes = {other.code for other in together}
    return any(condition.question in codes for condition in question.show_if)


def _without(
    before: Written, questions: "tuple[QuestionDraft, ...]"
) -> tuple[dict[str, Any], dict[str, Fields]]:
    gone = {key for question in questions for key in keys_of(question)}
    answers = {key: value for key, value in before.answers.items() if key not in gone}
    return answers, {code: fields for code, fields in before.typed.items() if code not in gone}


def read_question(question: QuestionDraft, posted: Fields) -> tuple[dict[str, Any], dict[str, str]]:
    """What is stored of it, and what is wrong with it; an answer with a fault is not stored."""
    if asks_nothing(question):
        return {}, {}
    return kinds.read(question, posted)


def faults_of(questionnaire: Questionnaire, written: Written) -> dict[int, Faults]:
    """Of everything that is shown, by section: asked before an answer is stored for good."""
    here = shown(questionnaire, written.answers)
    wrong: dict[int, Faults] = {}
    for number in here.sections:
        faults = dict[str, str]()
        for question in questionnaire.sections[number].questions:
            if question.code in here.questions:
                faults |= read_question(question, _fields(question, written, here.answers))[1]
        if faults:
            wrong[number] = faults
    return wrong


def _fields(question: QuestionDraft, written: Written, answers: Answers) -> Fields:
    return written.typed.get(question.code) or fields_of(question, answers)

"""A questionnaire in words, as it is read while it is built: what each question asks for, and for whom it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.core.words import in_words
from samsyn.surveys.answering.faults import plain
from samsyn.surveys.drafts import (
    ConditionDraft,
    QuestionDraft,
    Questionnaire,
    SectionDraft,
    Test,
)
from samsyn.surveys.rules.building import numbers_of
from samsyn.surveys.rules.problems import Problem


@dataclass(frozen=True)
class Name:
    """An answer a condition names; one that is gone is struck."""

    label: str
    is_gone: bool = False


@dataclass(frozen=True)
class Condition:
    question: str
    test: str
    names: tuple[Name, ...] = ()
    last: Name | None = None


@dataclass(frozen=True)
class Line:
    question: QuestionDraft
    number: int | None
    summary: str
    conditions: tuple[Condition, ...]
    problems: tuple[Problem, ...]
    # Among the questions of its part.
    place: int

    @property
    def code(self) -> str:
        return self.question.code


@dataclass(frozen=True)
class Part:
    section: SectionDraft
    number: int
    count: str
    conditions: tuple[Condition, ...]
    problems: tuple[Problem, ...]
    lines: tuple[Line, ...]


def outline(
    questionnaire: Questionnaire, problems: Sequence[Problem], spent: dict[str, str]
) -> list[Part]:
    words = _Words(questionnaire, spent)
    return [
        Part(
            section,
            number,
            count_of_questions(section.questions),
            words.conditions(section.show_if),
            tuple(one for one in problems if section.key and one.section == section.key),
            tuple(
                Line(
                    question,
                    words.numbers.get(question.code),
                    words.summary(question),
                    words.conditions(question.show_if),
                    tuple(one for one in problems if one.question == question.code),
                    place,
                )
                for place, question in enumerate(section.questions)
            ),
        )
        for number, section in enumerate(questionnaire.sections, 1)
    ]


def count_of_questions(questions: Sequence[QuestionDraft]) -> str:
    count = sum(question.kind != "block" for question in questions)
    if not count:
        return _("no questions")
    words = {"count": in_words(count)}
    return ngettext("one question", "%(count)s questions", count) % words


def size_of(questionnaire: Questionnaire) -> str:
    """ "ten questions in four parts" """
    parts = len(questionnaire.sections)
    said = ngettext("one part", "%(count)s parts", parts) % {"count": in_words(parts)}
    questions = count_of_questions(questionnaire.questions)
    return _("%(questions)s in %(parts)s") % {"questions": questions, "parts": said}


class _Words:
    def __init__(self, questionnaire: Questionnaire, spent: dict[str, str]) -> None:
        self.questionnaire, self.spent = questionnaire, spent
        self.numbers = numbers_of(questionnaire)
        self.known = {question.code: question for question in questionnaire.questions}

    def summary(self, question: QuestionDraft) -> str:
        sentences = [_asks_for(question)]
        if question.code == self.questionnaire.background:
            sentences.append(_("Results are shown by it."))
        if question.kind in {"short", "text"}:
            sentences.append(_("Must be answered.") if question.required else _("Optional."))
        elif question.required:
            sentences.append(_("Must be answered."))
        return " ".join(sentences)

    def conditions(self, conditions: Sequence[ConditionDraft]) -> tuple[Condition, ...]:
        return tuple(map(self.condition, conditions))

    def condition(self, condition: ConditionDraft) -> Condition:
        number = self.numbers.get(condition.question)
        question = _("question %s") % number if number else _("a question that is removed")
        if condition.test in {Test.MORE, Test.LESS}:
            value = plain(condition.value) if condition.value is not None else "…"
            said = _("more than %s") if condition.test == Test.MORE else _("less than %s")
            return Condition(question, condition.test, last=Name(said % value))
        names = [self.option(condition.question, code) for code in condition.options]
        last = names[-1] if names else Name("…")
        return Condition(question, condition.test, tuple(names[:-1]), last)

    def option(self, question: str, code: str) -> Name:
        asked = self.known.get(question)
        for option in asked.choices if asked else ():
            if option.code == code:
                return Name(option.label)
        return Name(self.spent.get(f"{question}.{code}", code), is_gone=True)


def _asks_for(question: QuestionDraft) -> str:
    count = in_words(len(question.choices))
    match question.kind:
        case "single":
            return _("One answer of %s.") % count
        case "multiple" if question.max:
            most = {"max": in_words(question.max), "count": count}
            return _("At most %(max)s answers of %(count)s.") % most
        case "multiple":
            return _("Several answers of %s.") % count
        case "ranking":
            return _("Put %s answers in order.") % count
        case "matrix":
            rows = len(question.rows)
            said = ngettext("one statement", "%(count)s statements", rows)
            answers = {"rows": said % {"count": in_words(rows)}, "count": count}
            return _("One answer of %(count)s, %(rows)s.") % answers
        case "scale":
            return _scale(question)
        case "number":
            return _("A number, %s.") % question.unit if question.unit else _("A number.")
        case "date":
            return _("A date.")
        case "block":
            return _("To read, asks nothing.")
    return _text(question)


def _scale(question: QuestionDraft) -> str:
    lowest = "1" if question.lowest is None else plain(question.lowest)
    highest = "5" if question.highest is None else plain(question.highest)
    ends = {"low": lowest, "high": highest, "unsure": question.unsure_label}
    if question.unsure_label:
        return _("Scale %(low)s–%(high)s and %(unsure)s.") % ends
    return _("Scale %(low)s–%(high)s.") % ends


def _text(question: QuestionDraft) -> str:
    said = _("A line in one’s own words") if question.kind == "short" else _("Free text")
    if question.max_length:
        limit = {
            "said": said,
            "count": f"{question.max_length:,}".replace(",", "\N{NO-BREAK SPACE}"),
        }
        return _("%(said)s, at most %(count)s characters.") % limit
    return f"{said}."

"""What each question, option and row is called in LimeSurvey, where codes are shorter: for files there and answers back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from samsyn.surveys.columns import ends
from samsyn.surveys.drafts import OptionDraft, QuestionDraft, Questionnaire
from samsyn.surveys.limesurvey.codes import (
    OTHER,
    THEIR_ANSWER_MAX,
    THEIR_OTHER,
    THEIR_PART_MAX,
    their_part,
    their_question,
)

UNSURE = "U"


@dataclass(frozen=True)
class Name:
    """Theirs by ours."""

    code: str
    options: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)


def names_of(questionnaire: Questionnaire) -> dict[str, Name]:
    found: dict[str, Name] = {}
    # Codes that can stay as they are do so, wherever they come.
    kept = {q.code for q in questionnaire.questions if their_question(q.code, ()) == q.code}
    for question in questionnaire.questions:
        taken = {name.code for name in found.values()} | (kept - {question.code})
        found[question.code] = Name(
            their_question(question.code, taken),
            _options(question),
            _parts([row.code for row in question.rows], THEIR_PART_MAX),
        )
    return found


def other_of(question: QuestionDraft) -> OptionDraft | None:
    """The one option with a line to write on that LimeSurvey has; it comes last there."""
    if question.kind not in {"single", "multiple"}:
        return None
    return next((option for option in reversed(question.choices) if option.takes_text), None)


def is_five(question: QuestionDraft) -> bool:
    """Their scale goes from 1 to 5 and has no words."""
    words = (question.low_label, question.high_label, question.unsure_label)
    return ends(question) == (1, 5) and not any(words)


def _options(question: QuestionDraft) -> dict[str, str]:
    is_multiple = question.kind == "multiple"
    other = other_of(question)
    codes = [option.code for option in question.choices if option is not other]
    found = _parts(codes, THEIR_PART_MAX if is_multiple else THEIR_ANSWER_MAX)
    if other is not None:
        found[other.code] = OTHER if is_multiple else THEIR_OTHER
    return found


def _parts(codes: Iterable[str], most: int) -> dict[str, str]:
    codes = list(codes)
    kept = {code for code in codes if their_part(code, (), most) == code}
    found: dict[str, str] = {}
    for code in codes:
        found[code] = their_part(code, {*found.values(), *(kept - {code})}, most)
    return found

"""What to see to before a round opens: pure, of a questionnaire alone. `stop` keeps it from opening, `advice` does not."""

import re
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from samsyn.core.words import listed
from samsyn.surveys.drafts import QuestionDraft, Questionnaire
from samsyn.surveys.rules.building import WITH_OPTIONS, numbers_of
from samsyn.surveys.rules.problems import ADVICE, STOP, Mend, Problem, Seen
from samsyn.surveys.rules.reached import of_conditions
from samsyn.surveys.rules.wording import personal, two_in_one

__all__ = ["STOP", "problems"]

_PIPE = re.compile(r"\{([A-Za-z0-9_-]+)\}")


def problems(
    questionnaire: Questionnaire, mode: str = "", spent: Mapping[str, str] | None = None
) -> list[Problem]:
    """In the order of the survey. `mode` of the round, or none where it has not been chosen; `spent` says what
    removed options were called."""
    seen = Seen(questionnaire, spent or {}, numbers_of(questionnaire))
    return [*_of_questions(seen, mode), *_of_survey(questionnaire, mode)]


def _of_survey(questionnaire: Questionnaire, mode: str) -> Iterator[Problem]:
    asked = [question for question in questionnaire.questions if question.kind != "block"]
    if not asked:
        text = _("asks nothing yet. Add a question.")
        yield Problem("nothing", _("The survey"), text, STOP)
    has_single = any(question.kind == "single" for question in asked)
    if has_single and not questionnaire.background and not questionnaire.groups_settled:
        text = _(
            "are settled before you open, and cannot be made finer afterwards. Shall results be shown by the answers"
            " to a question, such as role?"
        )
        yield Problem("groups", _("The groups"), text, mend=Mend.GROUPS)


def _of_questions(seen: Seen, mode: str) -> Iterator[Problem]:
    for section in seen.questionnaire.sections:
        wrong = list(of_conditions(seen, "", section.show_if, section.key))
        yield from wrong
        is_closed = any(problem.code == "unreachable" for problem in wrong)
        for question in section.questions:
            own = list(of_conditions(seen, question.code, question.show_if))
            yield from own
            if is_closed or any(problem.code == "unreachable" for problem in own):
                seen.unreached.add(question.code)
            yield from _of_question(seen, question, mode)
            seen.before[question.code] = question


def _of_question(seen: Seen, question: QuestionDraft, mode: str) -> Iterator[Problem]:
    def problem(code: str, text: str, severity: str = ADVICE, **more: str) -> Problem:
        return Problem(code, name, text, severity, question=question.code, **more)

    name = seen.name(question.code)
    if not question.text.strip():
        yield problem("no-text", _("has no text."), STOP, short=_("No text"))
    yield from (problem(*found, **more) for found, more in _of_settings(question))
    for code in _PIPE.findall(f"{question.text} {question.help}"):
        if code not in seen.before and code in seen.numbers:
            text = _("repeats an answer that is given later.")
            yield problem("pipes-later", text, STOP, short=_("Repeats a later answer"))
        elif code not in seen.before and code in seen.spent:
            text = _("repeats the answer to a question that is removed.")
            yield problem("pipes-gone", text, STOP, short=_("Repeats a removed answer"))
    if two := two_in_one(question):
        text = _("asks about two things at once, %s.") % listed(two)
        yield problem("two", text, mend=Mend.SPLIT, short=_("Two questions in one"))
    if mode in {"", "anonymous"} and (word := personal(question)):
        text = _(
            "asks for “%s”, which tells who has answered. Leave it out of an anonymous survey."
        )
        yield problem("personal", text % word, short=_("Asks for personal data"))


Setting = tuple[tuple[str, str, str], dict[str, str]]


def _of_settings(question: QuestionDraft) -> Iterator[Setting]:
    options = {"mend": Mend.OPTIONS.value}
    labels = [option.label.strip() for option in question.choices]
    if question.kind in WITH_OPTIONS and len(labels) < 2:
        text = _("has fewer than two answers to choose from.")
        yield ("few-options", text, STOP), {**options, "short": _("Too few answers")}
    if "" in labels or any(not row.label.strip() for row in question.rows):
        yield (
            ("empty-option", _("has an answer without words."), STOP),
            {
                **options,
                "short": _("An answer without words"),
            },
        )
    if question.kind == "matrix" and not question.rows:
        text = _("has no statements to take a stand on.")
        yield ("no-rows", text, STOP), {**options, "short": _("No statements")}
    least, most = question.min or 0, question.max or len(labels)
    if (
        question.kind in {"multiple", "ranking"}
        and labels
        and (least > most or least > len(labels))
    ):
        text = _("asks for more answers than can be chosen.")
        yield ("min-max", text, STOP), {**options, "short": _("More than can be chosen")}
    lowest, highest = question.lowest, question.highest
    if lowest is not None and highest is not None and lowest >= highest:
        text = _("has a lowest value that is not below the highest.")
        yield ("range", text, STOP), {**options, "short": _("Lowest is not below highest")}

"""What to see to before a round opens: pure, of a questionnaire alone. `stop` keeps it from opening, `advice` does not."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from samsyn.core.words import listed
from samsyn.surveys.drafts import ConditionDraft, QuestionDraft, Questionnaire, Test
from samsyn.surveys.rules.building import WITH_OPTIONS, numbers_of

STOP, ADVICE = "stop", "advice"
# Where one answer is wanted, one thing should be asked. In one's own words, or with several, one may answer both.
ONE_ANSWER = frozenset({"single", "number", "scale"})
IN_OWN_WORDS = frozenset({"short", "text", "number", "date"})
_AND = re.compile(
    r"(?P<one>[^\s,(]+) (?:och|and) (?:(?:din|ditt|dina|your) )?(?P<other>[^\s,.?!)]+)"
)
_PERSONAL = re.compile(
    r"\b(?:vad heter du|(?:för-?|efter-?|ditt )namn|namn|e-?post\w*|mejl\w*|mail\w*|personnummer|"
    r"födelse(?:datum|dag|år)\w*|telefon\w*|mobil(?:nummer|telefon)\w*|(?:hem|post)?adress\w*|"
    r"your name|e-?mail\w*|phone\w*|social security|date of birth)\b",
    re.IGNORECASE,
)
_PIPE = re.compile(r"\{([A-Za-z0-9_-]+)\}")


class Mend(StrEnum):
    """Where it is put right."""

    TEXT = "text"
    OPTIONS = "options"
    CONDITION = "condition"
    SPLIT = "split"
    GROUPS = "groups"


@dataclass(frozen=True)
class Problem:
    code: str
    # What it is about, in bold: "Question 5"; the text goes on from it.
    about: str
    text: str
    severity: str = ADVICE
    # The question's code, or the section's key, where it is one's.
    question: str = ""
    section: str = ""
    mend: str = Mend.TEXT
    # In two or three words, at the question's own row.
    short: str = ""

    @property
    def sentence(self) -> str:
        return f"{self.about} {self.text}"


@dataclass
class _Seen:
    """What has come before a place in the questionnaire, and what the numbers are."""

    questionnaire: Questionnaire
    spent: Mapping[str, str]
    numbers: Mapping[str, int]
    before: dict[str, QuestionDraft] = field(default_factory=dict)
    # Questions nobody comes to.
    unreached: set[str] = field(default_factory=set)

    def name(self, code: str) -> str:
        number = self.numbers.get(code)
        return _("Question %s") % number if number else _("A text to read")


def problems(
    questionnaire: Questionnaire, mode: str = "", spent: Mapping[str, str] | None = None
) -> list[Problem]:
    """In the order of the survey. `mode` of the round, or none where it has not been chosen; `spent` says what
    removed options were called."""
    seen = _Seen(questionnaire, spent or {}, numbers_of(questionnaire))
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


def _of_questions(seen: _Seen, mode: str) -> Iterator[Problem]:
    for section in seen.questionnaire.sections:
        wrong = list(_conditions(seen, "", section.show_if, section.key))
        yield from wrong
        is_closed = any(problem.code == "unreachable" for problem in wrong)
        for question in section.questions:
            own = list(_conditions(seen, question.code, question.show_if))
            yield from own
            if is_closed or any(problem.code == "unreachable" for problem in own):
                seen.unreached.add(question.code)
            yield from _of_question(seen, question, mode)
            seen.before[question.code] = question


def _of_question(seen: _Seen, question: QuestionDraft, mode: str) -> Iterator[Problem]:
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


# --- Conditions -------------------------------------------------------------------------------------


def _conditions(
    seen: _Seen, code: str, conditions: tuple[ConditionDraft, ...], section: str = ""
) -> Iterator[Problem]:
    about = seen.name(code) if code else _("A part")
    for condition in conditions:
        for kind, text, severity, short in _of_condition(seen, code, condition):
            yield Problem(
                kind, about, text, severity, code, section, mend=Mend.CONDITION, short=short
            )
    if _contradict(conditions, seen.before):
        text = _("can never be shown: its conditions exclude each other.")
        yield Problem(
            "unreachable", about, text, STOP, code, section, Mend.CONDITION, _("Never shown")
        )


Found = tuple[str, str, str, str]


def _of_condition(seen: _Seen, code: str, condition: ConditionDraft) -> Iterator[Found]:
    asked = seen.before.get(condition.question)
    if asked is None:
        yield _no_question(seen, condition)
        return
    if condition.question in seen.unreached and condition.test != Test.NONE:
        text = _("hangs on question %s, which nobody gets.") % seen.numbers.get(asked.code, "")
        yield "unreachable", text, STOP, _("Never shown")
        return
    if condition.test in {Test.ANY, Test.NONE}:
        yield from _of_options(seen, condition, asked)
    elif condition.test in {Test.MORE, Test.LESS} and _is_out_of_reach(condition, asked):
        text = _("can never be shown: no answer to question %s is such.")
        yield "unreachable", text % seen.numbers.get(asked.code, ""), STOP, _("Never shown")


def _no_question(seen: _Seen, condition: ConditionDraft) -> Found:
    number = seen.numbers.get(condition.question)
    if number:
        text = _("hangs on question %s, which comes later.") % number
        return "later", text, STOP, _("Hangs on a later question")
    return "gone", _("hangs on a question that is removed."), STOP, _("The question is removed")


def _of_options(seen: _Seen, condition: ConditionDraft, asked: QuestionDraft) -> Iterator[Found]:
    labels = {option.code: option.label for option in asked.choices}
    missing = [code for code in condition.options if code not in labels]
    left = [labels[code] for code in condition.options if code in labels]
    names = listed([_("“%s”") % seen.spent.get(f"{asked.code}.{one}", one) for one in missing])
    if condition.test == Test.ANY and not left:
        text = _("can never be shown: no answer is chosen that it hangs on.")
        if missing:
            text = _("can never be shown: the answer it hangs on is removed, %s.") % names
        yield "unreachable", text, STOP, _("Never shown")
    elif missing:
        text = _("refers to an answer that is removed, %(gone)s. It hangs on %(left)s alone now.")
        said = text % {"gone": names, "left": listed(left) or _("nothing")}
        yield "option-gone", said, ADVICE, _("The answer %s is removed") % names


def _is_out_of_reach(condition: ConditionDraft, asked: QuestionDraft) -> bool:
    if condition.value is None or asked.kind not in {"number", "scale"}:
        return True
    if condition.test == Test.MORE:
        return asked.highest is not None and condition.value >= asked.highest
    return asked.lowest is not None and condition.value <= asked.lowest


def _contradict(
    conditions: tuple[ConditionDraft, ...], before: Mapping[str, QuestionDraft]
) -> bool:
    """Two answers wanted to a question that takes one."""
    wanted: dict[str, set[str]] = {}
    for condition in conditions:
        asked = before.get(condition.question)
        if asked is None or asked.kind != "single" or condition.test not in {Test.ANY, Test.NONE}:
            continue
        codes = {option.code for option in asked.choices}
        chosen = set(condition.options) & codes
        fits = chosen if condition.test == Test.ANY else codes - chosen
        if asked.code in wanted and not wanted[asked.code] & fits:
            return True
        wanted[asked.code] = wanted.get(asked.code, codes) & fits
    return False


# --- Words ------------------------------------------------------------------------------------------


def two_in_one(question: QuestionDraft) -> list[str]:
    """The two things one answer cannot tell apart; none where "and" joins halves of one word."""
    if question.kind not in ONE_ANSWER:
        return []
    found = _AND.search(question.text)
    if found is None or found["one"].endswith(("-", "–")):
        return []
    return [found["one"], found["other"]]


def personal(question: QuestionDraft) -> str:
    if question.kind not in IN_OWN_WORDS:
        return ""
    found = _PERSONAL.search(question.text)
    return found[0].lower() if found else ""

"""Whether anybody comes to a question: what its conditions hang on, and whether they can all hold."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from samsyn.core.words import listed
from samsyn.surveys.drafts import ConditionDraft, QuestionDraft, Test
from samsyn.surveys.rules.problems import ADVICE, STOP, Mend, Problem, Seen


def of_conditions(
    seen: Seen, code: str, conditions: tuple[ConditionDraft, ...], section: str = ""
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


def _of_condition(seen: Seen, code: str, condition: ConditionDraft) -> Iterator[Found]:
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


def _no_question(seen: Seen, condition: ConditionDraft) -> Found:
    number = seen.numbers.get(condition.question)
    if number:
        text = _("hangs on question %s, which comes later.") % number
        return "later", text, STOP, _("Hangs on a later question")
    return "gone", _("hangs on a question that is removed."), STOP, _("The question is removed")


def _of_options(seen: Seen, condition: ConditionDraft, asked: QuestionDraft) -> Iterator[Found]:
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

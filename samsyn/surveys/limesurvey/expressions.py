"""Our conditions as LimeSurvey’s expressions."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from samsyn.surveys.drafts import ConditionDraft, QuestionDraft, Questionnaire, Test
from samsyn.surveys.limesurvey.names import Name, other_of

# Of these, there is an answer to each part and none to the whole.
IN_PARTS = frozenset({"multiple", "matrix", "ranking"})


def relevance_of(
    conditions: Iterable[ConditionDraft], questionnaire: Questionnaire, names: Mapping[str, Name]
) -> str:
    said = []
    for condition in conditions:
        question = questionnaire.question(condition.question)
        if question is not None:
            said.append(_said(condition, question, names[question.code]))
    return " and ".join(said) or "1"


def _said(condition: ConditionDraft, question: QuestionDraft, name: Name) -> str:
    if condition.test == Test.ANSWERED:
        if question.kind in IN_PARTS:
            return f"count(that.{name.code}.NAOK) > 0"
        return f"!is_empty({name.code}.NAOK)"
    if condition.test in {Test.MORE, Test.LESS}:
        sign = ">" if condition.test == Test.MORE else "<"
        number = f"{name.code}.NAOK {sign} {(condition.value or Decimal(0)).normalize():f}"
        # Nothing is less than any number there.
        return number if sign == ">" else f"!is_empty({name.code}.NAOK) and {number}"
    is_any = condition.test == Test.ANY
    parts = list(_parts(condition, question, name, is_any))
    if not parts:
        return "0" if is_any else "1"
    whole = (" or " if is_any else " and ").join(parts)
    return f"({whole})" if len(parts) > 1 else whole


def _parts(
    condition: ConditionDraft, question: QuestionDraft, name: Name, is_any: bool
) -> Iterator[str]:
    sign = "==" if is_any else "!="
    other = other_of(question)
    for code in condition.options:
        if code not in name.options:
            continue
        theirs = name.options[code]
        if question.kind == "multiple":
            is_line = other is not None and code == other.code
            value = ("!=" if is_any else "==") + ' ""' if is_line else f'{sign} "Y"'
            yield f"{name.code}_{theirs}.NAOK {value}"
        elif question.kind in IN_PARTS:
            places = name.rows.values() or range(1, len(question.choices) + 1)
            yield from (f'{name.code}_{place}.NAOK {sign} "{theirs}"' for place in places)
        else:
            yield f'{name.code}.NAOK {sign} "{theirs}"'

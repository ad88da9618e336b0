"""LimeSurvey's conditions (“relevance”) as ours, where ours can say the same: all of several things about earlier answers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from samsyn.surveys.drafts import ConditionDraft, QuestionDraft, Test
from samsyn.surveys.limesurvey.codes import OTHER, THEIR_OTHER

MAX_LENGTH, MAX_DEPTH = 4_000, 30
CHOICES = frozenset({"single"})
# Holds of what has no answer. No test of ours; turned round it is “answered”.
BLANK = "blank"
IN_NUMBERS = frozenset({"number", "scale"})

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"[^"]*"|'[^']*')|(?P<name>\d+X\d+X\w+(?:\.\w+)*|[A-Za-z_][\w.]*)"""
    r"""|(?P<number>\d+(?:\.\d+)?)|(?P<sign>==|!=|<=|>=|&&|\|\||[<>!(),]))"""
)
_WORDS = {
    "and": "&&",
    "or": "||",
    "not": "!",
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
}
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
_PROPERTY = re.compile(r"\.(?:NAOK|code|value|valueNAOK|shown)$")


class Beyond(Exception):
    """The expression says more than our conditions can."""


@dataclass(frozen=True)
class Variable:
    """What a name in an expression stands for: a question of ours, or one of its options."""

    question: QuestionDraft
    option: str = ""
    # The line of an option that takes text: it holds the text, not a mark.
    is_line: bool = False
    # Their codes of the options, where ours differ.
    codes: Mapping[str, str] | None = None


def conditions_of(relevance: str, variables: Mapping[str, Variable]) -> tuple[ConditionDraft, ...]:
    """Raises Beyond."""
    written = relevance.strip()
    if written in {"", "1"}:
        return ()
    if len(written) > MAX_LENGTH:
        raise Beyond
    parser = _Parser(_tokens(written), variables)
    found = parser.any_of(0)
    if parser.place != len(parser.tokens):
        raise Beyond
    return _joined(found)


Token = tuple[str, str]


def _tokens(written: str) -> list[Token]:
    tokens: list[Token] = []
    place = 0
    written = written.rstrip()
    while place < len(written):
        match = _TOKEN.match(written, place)
        if match is None:
            raise Beyond
        place = match.end()
        kind = str(match.lastgroup)
        value = match[kind]
        if kind == "name" and value.lower() in _WORDS:
            kind, value = "sign", _WORDS[value.lower()]
        tokens.append((kind, value[1:-1] if kind == "text" else value))
    return tokens


class _Parser:
    """Each step gives the conditions that all have to hold."""

    def __init__(self, tokens: Sequence[Token], variables: Mapping[str, Variable]) -> None:
        self.tokens, self.variables, self.place = tokens, variables, 0

    def _peek(self) -> Token:
        return self.tokens[self.place] if self.place < len(self.tokens) else ("end", "")

    def _next(self) -> Token:
        token = self._peek()
        self.place += 1
        return token

    def _takes(self, sign: str) -> bool:
        if self._peek() != ("sign", sign):
            return False
        self.place += 1
        return True

    def _wants(self, sign: str) -> None:
        if not self._takes(sign):
            raise Beyond

    def any_of(self, depth: int) -> list[ConditionDraft]:
        if depth > MAX_DEPTH:
            raise Beyond
        found = self._all_of(depth)
        while self._takes("||"):
            found = [_either(found, self._all_of(depth))]
        return found

    def _all_of(self, depth: int) -> list[ConditionDraft]:
        found = self._one(depth)
        while self._takes("&&"):
            found = [*found, *self._one(depth)]
        return found

    def _one(self, depth: int) -> list[ConditionDraft]:
        if depth > MAX_DEPTH:
            raise Beyond
        if self._takes("!"):
            return [_not(self._one(depth + 1))]
        if self._takes("("):
            found = self.any_of(depth + 1)
            self._wants(")")
            return found
        kind, value = self._peek()
        if kind == "name" and value in {"is_empty", "count"}:
            return self._call()
        return self._comparison()

    def _call(self) -> list[ConditionDraft]:
        """is_empty(Q1.NAOK), and count(that.Q2.NAOK) > 0: that anything of it is chosen."""
        name = self._next()[1]
        self._wants("(")
        kind, value = self._next()
        self._wants(")")
        if kind != "name":
            raise Beyond
        if name == "is_empty":
            return [_blank(self._variable(value))]
        if (self._next(), self._next()) != (("sign", ">"), ("number", "0")):
            raise Beyond
        variable = self._variable(f"{value.removeprefix('that.')}")
        return [ConditionDraft(variable.question.code, Test.ANSWERED)]

    def _comparison(self) -> list[ConditionDraft]:
        left, sign, right = self._next(), self._next(), self._next()
        if left[0] != "name":
            left, right = right, left
            sign = (sign[0], _TURNED.get(sign[1], ""))
        if left[0] != "name" or sign[0] != "sign" or right[0] not in {"text", "number"}:
            raise Beyond
        return _compared(self._variable(left[1]), sign[1], right[1])

    def _variable(self, name: str) -> Variable:
        found = self.variables.get(_PROPERTY.sub("", name))
        if found is None:
            raise Beyond
        return found


def _compared(variable: Variable, sign: str, value: str) -> list[ConditionDraft]:
    question = variable.question
    if sign in {"==", "!="} and value == "":
        blank = _blank(variable)
        return [blank if sign == "==" else _not([blank])]
    if variable.option:
        return [_marked(variable, sign, value)]
    if question.kind in CHOICES and sign in {"==", "!="}:
        return [_chosen(variable, sign, value)]
    if question.kind in IN_NUMBERS:
        return _ranged(question, sign, value)
    raise Beyond


def _marked(variable: Variable, sign: str, value: str) -> ConditionDraft:
    """A box of a question with several choices holds Y, or nothing."""
    if variable.is_line or value != "Y" or sign not in {"==", "!="}:
        raise Beyond
    test = Test.ANY if sign == "==" else Test.NONE
    return ConditionDraft(variable.question.code, test, (variable.option,))


def _chosen(variable: Variable, sign: str, value: str) -> ConditionDraft:
    value = OTHER if value == THEIR_OTHER else (variable.codes or {}).get(value, value)
    if value not in {option.code for option in variable.question.choices}:
        raise Beyond
    test = Test.ANY if sign == "==" else Test.NONE
    return ConditionDraft(variable.question.code, test, (value,))


def _ranged(question: QuestionDraft, sign: str, value: str) -> list[ConditionDraft]:
    if not re.fullmatch(r"-?\d{1,9}(\.\d{1,3})?", value):
        raise Beyond
    number = Decimal(value)
    is_whole = question.kind == "scale" or not question.decimals
    more = ConditionDraft(question.code, Test.MORE, (), number)
    less = ConditionDraft(question.code, Test.LESS, (), number)
    step = Decimal(1)
    if sign == ">":
        return [more]
    if sign == "<":
        return [less]
    # The rest only between whole numbers: nothing lies between 3 and 4.
    if not is_whole or number != number.to_integral_value():
        raise Beyond
    from_here, to_here = replace(more, value=number - step), replace(less, value=number + step)
    wanted = {">=": [from_here], "<=": [to_here], "==": [from_here, to_here]}
    if sign not in wanted:
        raise Beyond
    return wanted[sign]


def _blank(variable: Variable) -> ConditionDraft:
    question = variable.question
    if variable.option:
        return ConditionDraft(question.code, Test.NONE, (variable.option,))
    options = question.choices if question.kind == "single" else ()
    return ConditionDraft(question.code, BLANK, tuple(option.code for option in options))


def _not(found: Sequence[ConditionDraft]) -> ConditionDraft:
    if len(found) != 1:
        raise Beyond
    one = found[0]
    if one.test == BLANK:
        return ConditionDraft(one.question, Test.ANSWERED)
    if one.test == Test.ANY:
        return replace(one, test=Test.NONE)
    if one.test == Test.NONE:
        return replace(one, test=Test.ANY)
    raise Beyond


def _either(left: Sequence[ConditionDraft], right: Sequence[ConditionDraft]) -> ConditionDraft:
    """Either of two options of the same question; of two questions, our conditions can't say it."""
    if len(left) != 1 or len(right) != 1:
        raise Beyond
    one, other = left[0], right[0]
    if {one.test, other.test} != {Test.ANY} or one.question != other.question:
        raise Beyond
    return replace(one, options=tuple(dict.fromkeys((*one.options, *other.options))))


def _joined(found: Sequence[ConditionDraft]) -> tuple[ConditionDraft, ...]:
    """Several options that may not be chosen are one condition; a number in a range is answered."""
    kept: list[ConditionDraft] = []
    ranged = {one.question for one in found if one.test in {Test.MORE, Test.LESS}}
    for one in found:
        if one.test == BLANK:
            # Only of one choice can ours say that it is blank: by none of its options.
            if not one.options:
                raise Beyond
            one = replace(one, test=Test.NONE)
        same = [n for n, k in enumerate(kept) if (k.question, k.test) == (one.question, Test.NONE)]
        if one.test == Test.NONE and same:
            before = kept[same[0]]
            options = tuple(dict.fromkeys((*before.options, *one.options)))
            kept[same[0]] = replace(before, options=options)
        elif one.test != Test.ANSWERED or one.question not in ranged:
            kept.append(one)
    return tuple(dict.fromkeys(kept))

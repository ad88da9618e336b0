"""For whom something is shown, as choices in a form: each condition a row, and one more to fill in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.http import QueryDict

from samsyn.surveys.answering.kinds import without_unseen
from samsyn.surveys.drafts import ConditionDraft, QuestionDraft, Test
from samsyn.surveys.forms.lines import MAX_OPTIONS
from samsyn.surveys.rules.building import WITH_OPTIONS

MAX_CONDITIONS = 5
_FIGURES = re.compile(r"[+-]?[0-9]{1,9}([.][0-9]{1,3})?")


@dataclass
class Around:
    """What a question's form has to know of the rest of the survey."""

    languages: tuple[str, ...] = ("sv",)
    # (number, question) of those before it.
    earlier: Sequence[tuple[int, QuestionDraft]] = ()
    taken: frozenset[str] = field(default_factory=frozenset)
    # Words alone may be corrected.
    is_locked: bool = False


@dataclass
class ConditionRow:
    """One condition as it is chosen: "on [question 1] has answered […]"."""

    index: int
    question: str = ""
    test: str = Test.ANY
    options: tuple[str, ...] = ()
    value: str = ""
    asked: QuestionDraft | None = None

    @property
    def takes_options(self) -> bool:
        return self.asked is not None and self.asked.kind in WITH_OPTIONS

    @property
    def takes_number(self) -> bool:
        return self.asked is not None and self.asked.kind in {"number", "scale"}

    @property
    def gone(self) -> list[str]:
        """Options that are not there any more: kept until they are taken away."""
        known = {option.code for option in self.asked.choices} if self.asked else set()
        return [code for code in self.options if code not in known]


def condition_rows(
    conditions: Sequence[ConditionDraft], earlier: Sequence[tuple[int, QuestionDraft]]
) -> list[ConditionRow]:
    """Those there are, and one to add another by."""
    known = {question.code: question for _number, question in earlier}
    rows = [
        ConditionRow(
            index,
            one.question,
            one.test,
            one.options,
            f"{one.value.normalize():f}" if one.value is not None else "",
            known.get(one.question),
        )
        for index, one in enumerate(conditions)
    ]
    if known and len(rows) < MAX_CONDITIONS:
        rows.append(ConditionRow(len(rows)))
    return rows


def read_conditions(
    data: QueryDict, before: tuple[ConditionDraft, ...]
) -> tuple[ConditionDraft, ...]:
    if "if_count" not in data:
        return before
    found = []
    for index in range(MAX_CONDITIONS):
        question = without_unseen(data.get(f"if_question_{index}", ""))
        if not question:
            continue
        test = data.get(f"if_test_{index}", Test.ANY.value)
        options = data.getlist(f"if_options_{index}")[:MAX_OPTIONS]
        found.append(
            ConditionDraft(
                question[:40],
                Test(test) if test in list(Test) else Test.ANY,
                tuple(without_unseen(code)[:20] for code in options),
                _decimal(data.get(f"if_value_{index}", "")),
            )
        )
    return tuple(found)


def _decimal(written: str) -> Decimal | None:
    """In figures, as whoever answers writes it: 1e9 would be as long as it says wherever it is shown."""
    plain = written.strip().replace(",", ".")
    return Decimal(plain) if _FIGURES.fullmatch(plain) else None

"""The kinds of part that a report is made of. Lower apps register their own in `AppConfig.ready()`.

A kind freezes a part to plain values (`content`), once for the page, the PDF, the Word file and the edition; it says
how they stand in a document (`parts`), and names the template that shows them on a page.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from samsyn.coding.models import Codebook
from samsyn.core.documents.parts import Part
from samsyn.reports.models import ReportBlock
from samsyn.surveys.queries import QuestionResult, ResultPage

Content = dict[str, Any]


@dataclass(frozen=True)
class Sources:
    """What parts are made from, read once for the whole report."""

    result: ResultPage
    # With headings, sub-headings and answers; by the code of the question.
    codebooks: Mapping[str, Codebook]
    # The codes of the questions whose whole table is in the report.
    tables: frozenset[str]

    def question(self, block: ReportBlock) -> QuestionResult:
        """Raises ValueError for a part that shows a question and names none; its form asks for it."""
        if block.question is None:
            raise ValueError(f"The part {block.pk} has no question.")
        return self.result.question(block.question.code)


@dataclass(frozen=True)
class BlockKind:
    """`fields`: those of the part that its form asks for. `questions`: the kinds of question it can show, () for none."""

    code: str
    title: str | Promise
    fields: tuple[str, ...]
    content: Callable[[ReportBlock, Sources], Content]
    parts: Callable[[Content], Sequence[Part]]
    template: str
    questions: tuple[str, ...] = ()


_kinds: dict[str, BlockKind] = {}


def register(kind: BlockKind) -> None:
    _kinds[kind.code] = kind


def block_kind(code: str) -> BlockKind:
    """Raises KeyError for a kind that no installed app has registered."""
    return _kinds[code]


def block_kinds() -> tuple[BlockKind, ...]:
    return tuple(_kinds.values())

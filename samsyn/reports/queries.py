"""What is read of reports: their content with its numbers, and the lists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Max, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from samsyn.coding.models import Codebook
from samsyn.core import thread
from samsyn.organisations.access import Actor
from samsyn.reports import wording
from samsyn.reports.blocks import Content, Sources, block_kind
from samsyn.reports.models import Edition, Report, ReportBlock, StepState
from samsyn.surveys.models import CHOICES, Option, Question, Round
from samsyn.surveys.queries import QuestionResult, ResultPage, result_page

FORMAT = 1
# The first page shows the most common answers; the part about the question shows more, and the table all.
FIRST_PAGE_BARS = 6


@dataclass(frozen=True)
class BlockDraft:
    """A part before it is stored; question and emphasis by code and label."""

    kind: str
    heading: str = ""
    text: str = ""
    question: str = ""
    emphasis: str = ""
    state: str = StepState.DONE
    chart_rows: int = 8
    with_table: bool = True
    quotes_each: int = 3
    new_page: bool = False


@dataclass(frozen=True)
class ReportDraft:
    title: str
    lead: str
    publisher: str
    blocks: tuple[BlockDraft, ...]


@dataclass(frozen=True)
class ShownBlock:
    """A part with its content: as it would be issued now, or, without its row, as it was."""

    block: ReportBlock | None
    content: Content
    piece: thread.Piece | None = None

    @property
    def template(self) -> str:
        return block_kind(self.content["kind"]).template

    @property
    def is_empty(self) -> bool:
        return is_empty(self.content)


def reports_for(actor: Actor) -> QuerySet[Report]:
    return (
        Report.objects.visible_to(actor)
        .annotate(latest_number=Max("editions__number"))
        .order_by("-edited_at")
    )


def blocks_of(report: Report) -> QuerySet[ReportBlock]:
    return report.blocks.filter(removed_at=None).select_related("question", "emphasis")


def removed_blocks(report: Report) -> QuerySet[ReportBlock]:
    return report.blocks.exclude(removed_at=None).select_related("question").order_by("-removed_at")


def next_number(report: Report) -> int:
    latest = report.editions.aggregate(latest=Max("number"))["latest"]
    return (latest or 0) + 1


def sources_of(report: Report, blocks: Iterable[ReportBlock]) -> Sources:
    codebooks = (
        Codebook.objects.filter(round=report.round_id)
        .select_related("question")
        .prefetch_related("headings__codes__answers")
    )
    return Sources(
        result=result_page(report.round),
        codebooks={codebook.question.code: codebook for codebook in codebooks},
        tables=frozenset(
            block.question.code
            for block in blocks
            if block.question and block.kind == "question" and block.with_table
        ),
    )


def shown_blocks(report: Report) -> list[ShownBlock]:
    """All parts in order. Costs the same number of queries however many there are."""
    blocks = list(blocks_of(report))
    sources = sources_of(report, blocks)
    return [ShownBlock(block, content_of(block, sources)) for block in blocks]


def content_of(block: ReportBlock, sources: Sources) -> Content:
    """In the language of the report, whoever looks: it is what will be issued."""
    with override(settings.LANGUAGE_CODE):
        content = block_kind(block.kind).content(block, sources)
    return {"kind": block.kind, "id": str(block.pk), **content}


def is_empty(content: Content) -> bool:
    """A part of text only that nobody has written yet: it is left out of editions."""
    return content["kind"] in {"text", "thread"} and not content["text"].strip()


def frozen_content(report: Report, *, number: int, on: date) -> Content:
    """Everything of an edition: no later change of survey, numbers or texts can reach it."""
    with override(settings.LANGUAGE_CODE):
        edition = _("Edition %(number)s, %(date)s") % {
            "number": number,
            "date": date_format(on, "DATE_FORMAT"),
        }
    return {
        "format": FORMAT,
        "language": settings.LANGUAGE_CODE,
        "title": report.title,
        "lead": report.lead,
        "publisher": report.publisher or report.organisation.name,
        "edition": edition,
        "round": report.round.title,
        "blocks": [part.content for part in shown_blocks(report) if not part.is_empty],
    }


def editions_for(actor: Actor) -> QuerySet[Edition]:
    return Edition.objects.visible_to(actor).latest_of_each()


def default_draft(round: Round, result: ResultPage) -> ReportDraft:
    """A report to begin with: the numbers in place, and room for what they mean."""
    asked = [question for question in result.questions if not question.is_background]
    chosen = [question for question in asked if question.kind in CHOICES]
    return ReportDraft(
        title=result.round_title,
        lead="",
        publisher=round.survey.organisation.name,
        blocks=(
            *_thread_drafts(chosen),
            *_first_page_drafts(chosen),
            BlockDraft("text", _("Introduction"), round.survey.introduction, new_page=True),
            BlockDraft("text", _("How it was done"), result.method),
            *(_question_draft(question) for question in asked),
            BlockDraft("text", _("Conclusions"), new_page=True),
        ),
    )


def _thread_drafts(chosen: Sequence[QuestionResult]) -> list[BlockDraft]:
    finding = wording.finding_text(chosen[0]) if chosen else ""
    return [
        BlockDraft("thread", _("Result"), finding),
        BlockDraft("thread", _("Conclusion"), state=StepState.HERE),
        BlockDraft("thread", _("Measure"), state=StepState.COMING),
        BlockDraft("thread", _("How did it turn out?"), state=StepState.COMING),
    ]


def _first_page_drafts(chosen: Sequence[QuestionResult]) -> list[BlockDraft]:
    first = [
        BlockDraft(
            "question",
            question=question.code,
            emphasis=question.options[question.order(by_size=True)[0]].label,
            chart_rows=FIRST_PAGE_BARS,
            with_table=False,
        )
        for question in chosen[:1]
    ]
    rule = _("Groups with few answers are never shown by themselves.")
    return [*first, BlockDraft("respondents", _("Those who answered"), rule)]


def _question_draft(question: QuestionResult) -> BlockDraft:
    if question.is_choice or question.has_statements:
        return BlockDraft("question", question=question.code, new_page=True)
    if question.headings:
        return BlockDraft("quotes", question=question.code, new_page=True)
    return BlockDraft("text", question.text)


def draft_from(stored: Mapping[str, Any]) -> ReportDraft:
    """A report's texts from a file. Raises KeyError or TypeError for a field that no part has."""
    return ReportDraft(
        title=str(stored["title"]),
        lead=str(stored.get("lead", "")),
        publisher=str(stored.get("publisher", "")),
        blocks=tuple(BlockDraft(**block) for block in stored["blocks"]),
    )


@dataclass(frozen=True)
class Run:
    """Parts that stand together on a page: the steps of one thread, or a single other part."""

    is_thread: bool
    shown: tuple[ShownBlock, ...]


def runs(shown: Iterable[ShownBlock]) -> list[Run]:
    found: list[Run] = []
    for is_thread, group in groupby(shown, lambda part: part.content["kind"] == "thread"):
        blocks = tuple(group)
        if is_thread:
            states = [part.content["state"] for part in blocks]
            on_thread = zip(blocks, thread.pieces(states), strict=True)
            found.append(Run(True, tuple(replace(part, piece=piece) for part, piece in on_thread)))
        else:
            found += [Run(False, (part,)) for part in blocks]
    return found


def issued_blocks(edition: Edition) -> list[ShownBlock]:
    """The parts of an edition as they were frozen: nothing is read but the edition itself."""
    return [ShownBlock(None, content) for content in edition.content["blocks"]]


def questions_for(report: Report, kinds: Sequence[str]) -> QuerySet[Question]:
    return Question.objects.filter(survey=report.round.survey_id, kind__in=kinds)


def options_of(question: Question | None) -> QuerySet[Option]:
    return Option.objects.filter(question=question)

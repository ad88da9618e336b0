"""The kinds of part that reports have themselves: the thread, texts, who answered, questions, quotes."""

from django.utils.translation import gettext_lazy

from samsyn.core.documents import parts
from samsyn.reports.blocks import BlockKind, Content, Sources
from samsyn.reports.charted import (
    question_content,
    question_parts,
    respondents_content,
    respondents_parts,
)
from samsyn.reports.models import ReportBlock, StepState
from samsyn.reports.quoted import quotes_content, quotes_parts
from samsyn.reports.texts import text_content, text_parts, texts_of
from samsyn.surveys.models import IN_ONE_TABLE, IN_PARTS, WRITTEN


def thread_content(block: ReportBlock, sources: Sources) -> Content:
    word = "" if block.state == StepState.DONE else str(StepState(block.state).label)
    return {**texts_of(block), "state": block.state, "word": word}


def thread_step(content: Content) -> parts.Step:
    """Consecutive steps become one thread; see documents.py."""
    title = content["heading"]
    mark = "" if title.endswith(("?", "!", ".")) or not title else "."
    return parts.Step(title + mark, content["text"], content["state"], content["word"])


def thread_parts(content: Content) -> list[parts.Part]:
    return [parts.Thread((thread_step(content),))]


KINDS = (
    BlockKind(
        code="text",
        title=gettext_lazy("Text"),
        fields=("heading", "text", "new_page"),
        content=text_content,
        parts=text_parts,
        template="reports/blocks/_text.html",
    ),
    BlockKind(
        code="question",
        title=gettext_lazy("Chart and table"),
        fields=(
            "heading",
            "text",
            "question",
            "chart_rows",
            "emphasis",
            "with_table",
            "new_page",
        ),
        content=question_content,
        parts=question_parts,
        template="reports/blocks/_question.html",
        questions=tuple(sorted(IN_ONE_TABLE | IN_PARTS)),
    ),
    BlockKind(
        code="quotes",
        title=gettext_lazy("Headings with answers"),
        fields=("heading", "text", "question", "quotes_each", "new_page"),
        content=quotes_content,
        parts=quotes_parts,
        template="reports/blocks/_quotes.html",
        questions=tuple(sorted(WRITTEN)),
    ),
    BlockKind(
        code="respondents",
        title=gettext_lazy("Those who answered"),
        fields=("heading", "text"),
        content=respondents_content,
        parts=respondents_parts,
        template="reports/blocks/_respondents.html",
    ),
    BlockKind(
        code="thread",
        title=gettext_lazy("A step of the thread"),
        fields=("heading", "text", "state"),
        content=thread_content,
        parts=thread_parts,
        template="reports/blocks/_thread.html",
    ),
)

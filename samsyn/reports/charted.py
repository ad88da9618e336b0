"""Parts of a report that count: who answered, and a question with its chart and table."""

from typing import Any

from django.utils.translation import gettext as _

from samsyn.core.documents import parts
from samsyn.reports import wording
from samsyn.reports.blocks import Content, Sources
from samsyn.reports.models import ReportBlock
from samsyn.reports.texts import heading_of, texts_of
from samsyn.surveys.queries import OptionResult


def respondents_content(block: ReportBlock, sources: Sources) -> Content:
    question = sources.result.background
    return {
        **texts_of(block),
        "rate": wording.respondents_text(sources.result),
        "columns": [question.text if question else "", _("Count"), _("Share")],
        "question": question.text if question else "",
        "rows": [_row(option) for option in question.options] if question else [],
    }


def _row(option: OptionResult, *, strong: bool = False) -> Content:
    return {
        "label": option.label,
        "count": option.count,
        "percent": option.percent,
        "count_text": wording.count_text(option.count),
        "percent_text": wording.percent_text(option.percent),
        "answers_text": wording.answers_text(option.count),
        "strong": strong,
    }


def respondents_parts(content: Content) -> list[parts.Part]:
    about = (
        parts.Heading(content["heading"], 1),
        parts.Text(f"{content['rate']}\n\n{content['text']}", "small"),
    )
    if not content["rows"]:
        return list(about)
    return [_table(content, content["heading"], beside=about)]


def _table(content: Content, caption: str, **more: Any) -> parts.Table:
    first, *numbers = content["columns"]
    return parts.Table(
        caption=caption,
        columns=(parts.Column(first), *(parts.Column(text, True) for text in numbers)),
        rows=tuple((r["label"], r["count_text"], r["percent_text"]) for r in content["rows"]),
        strong=frozenset(place for place, row in enumerate(content["rows"]) if row["strong"]),
        **more,
    )


def question_content(block: ReportBlock, sources: Sources) -> Content:
    question = sources.question(block)
    options = question.listed_options
    emphasis = block.emphasis.position if block.emphasis else None
    charted = options[: block.chart_rows]
    return {
        **texts_of(block),
        "heading": block.heading or question.text,
        "code": question.code,
        "question": question.text if block.heading and block.with_table else "",
        "columns": [_("Answer"), _("Count"), _("Share")],
        "rows": [_row(option, strong=option.positions == (emphasis,)) for option in options],
        "chart_rows": len(charted),
        "chart_shown": wording.shown_text(len(charted), len(options)),
        "base": wording.base_text(question),
        "alt": wording.chart_alt(charted),
        "with_table": block.with_table,
        "see": not block.with_table and question.code in sources.tables,
        "see_text": _("The whole table: page {page}."),
        "see_text_page": _("The whole table"),
    }


def question_parts(content: Content) -> list[parts.Part]:
    anchor = f"table-{content['code']}"
    caption = " ".join(filter(None, [content["chart_shown"], content["base"]]))
    texts = [content["question"], content["text"]]
    about = parts.Text("\n\n".join(filter(None, texts)))
    if not content["with_table"]:
        bars = _bars(content, content["heading"], caption)
        return [bars, *([about] if about.text else [])]
    found: list[parts.Part] = heading_of(content, anchor)
    if about.text:
        found.append(about)
    if content["chart_rows"]:
        found.append(_bars(content, "", caption))
    return [*found, _table(content, content["heading"])]


def _bars(content: Content, title: str, caption: str) -> parts.Bars:
    bars = tuple(
        parts.Bar(
            row["label"],
            row["percent"] or 0,
            row["percent_text"],
            row["answers_text"],
            row["strong"],
        )
        for row in content["rows"][: content["chart_rows"]]
    )
    see = f"table-{content['code']}" if content["see"] else ""
    return parts.Bars(title, caption, bars, content["alt"], see, content["see_text"])

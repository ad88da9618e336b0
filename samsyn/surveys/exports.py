"""A result page as a file: JSON, CSV, XLSX and Markdown hold the same numbers as the page, by the same hiding."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from samsyn.analysis.summaries import Summary
from samsyn.core.tables import write_csv, write_xlsx
from samsyn.surveys.queries import (
    GroupResult,
    OptionResult,
    QuestionResult,
    ResultPage,
    Statement,
)

COLUMNS = (
    "survey",
    "question",
    "text",
    "group",
    "base",
    "heading",
    "option",
    "count",
    "percent",
    "hidden",
    "note",
)


def as_json(page: ResultPage) -> dict[str, Any]:
    filters = {"filters": list(page.filters), "filtered": page.filtered} if page.filters else {}
    return {
        "survey": page.round_code,
        "respondents": page.respondents,
        **filters,
        "note": page.note,
        "questions": [
            _question_json(question) for question in page.questions if question.has_numbers
        ],
    }


def _question_json(question: QuestionResult) -> dict[str, Any]:
    if question.has_statements:
        return {
            "code": question.code,
            "text": question.text,
            "base": question.base,
            "statements": [_table_json(statement) for statement in question.statements],
        }
    if not question.is_choice:
        return {
            "code": question.code,
            "text": question.text,
            "headings": [
                {
                    "label": heading.label,
                    "count": heading.count,
                    "subheadings": [
                        {"label": subheading.label, "count": subheading.count}
                        for subheading in heading.subheadings
                    ],
                }
                for heading in question.heading_results
            ],
        }
    return {"code": question.code, "text": question.text, **_table_json(question)}


def _table_json(table: QuestionResult | Statement) -> dict[str, Any]:
    label = {"label": table.label} if isinstance(table, Statement) else {}
    options = [_option_json(option) for option in table.options]
    found = {**label, "base": table.base, **_summary_json(table.summary), "options": options}
    if table.groups:
        found["groups"] = [_group_json(group) for group in table.groups]
    return found


def _group_json(group: GroupResult) -> dict[str, Any]:
    hidden = {"hidden": True} if group.base is None else {}
    options = [_option_json(option) for option in group.options]
    means = _summary_json(group.summary)
    return {"label": group.label, "base": group.base, **hidden, **means, "options": options}


def _summary_json(found: Summary | None) -> dict[str, Any]:
    """As exact as a computer has it, since the counts they come from stand beside."""
    if found is None:
        return {}
    estimated = {"estimated": True} if found.is_estimated else {}
    return {
        "count": found.count,
        "mean": round(found.mean, 4),
        "deviation": round(found.deviation, 4),
        "quartiles": [round(found.lower, 4), round(found.median, 4), round(found.upper, 4)],
        **estimated,
    }


def _option_json(option: OptionResult) -> dict[str, Any]:
    hidden = {"hidden": True} if option.is_hidden else {}
    return {"label": option.label, "count": option.count, "percent": option.percent, **hidden}


def as_rows(page: ResultPage) -> Iterator[tuple[object, ...]]:
    """One row per number, headings first: what a statistics program wants."""
    yield COLUMNS
    within = _("Only %s.") % ", ".join(page.filters) if page.filters else ""
    for question in page.questions:
        start = (page.round_code, question.code, question.text)
        tables: tuple[QuestionResult | Statement, ...] = (question, *question.statements)
        for table in tables:
            heading = table.label if isinstance(table, Statement) else ""
            for cells in _table_rows(table, heading, page.note, within):
                yield (*start, *cells)
        for coded in question.heading_results:
            yield (*start, "", "", coded.label, "", coded.count, "", "", "")
            for sub in coded.subheadings:
                yield (*start, "", "", coded.label, sub.label, sub.count, "", "", "")


def _table_rows(
    table: QuestionResult | Statement, heading: str, note: str, within: str
) -> Iterator[tuple[object, ...]]:
    """Of one table: its options, then those of each group. Means stand as rows without a count."""
    for option in table.options:
        yield ("", table.base, heading, *_option_cells(option), within)
    yield from _mean_rows(table.summary, ("", table.base, heading), within)
    noted = " ".join(filter(None, (within, note)))
    for group in table.groups:
        for option in group.options:
            yield (group.label, group.base, heading, *_option_cells(option), noted)
        yield from _mean_rows(group.summary, (group.label, group.base, heading), noted)


def _mean_rows(
    found: Summary | None, start: tuple[object, ...], note: str
) -> Iterator[tuple[object, ...]]:
    if found is not None:
        words = _("mean %(mean)s, standard deviation %(deviation)s, median %(median)s") % {
            "mean": number_format(found.mean, 2),
            "deviation": number_format(found.deviation, 2),
            "median": number_format(found.median, 2),
        }
        yield (*start, words, found.count, "", "", note)


def _option_cells(option: OptionResult) -> tuple[object, ...]:
    return option.label, option.count, option.percent, "hidden" if option.is_hidden else ""


def as_csv(page: ResultPage) -> bytes:
    return write_csv(as_rows(page))


def as_xlsx(page: ResultPage) -> bytes:
    return write_xlsx(as_rows(page), title=page.round_code)


def as_json_text(page: ResultPage) -> str:
    return json.dumps(as_json(page), ensure_ascii=False, indent=2) + "\n"


def as_markdown(page: ResultPage) -> str:
    return "\n".join(_markdown_lines(page)) + "\n"


def _markdown_lines(page: ResultPage) -> Iterator[str]:
    yield f"# {_plain(page.round_title)}"
    yield ""
    yield _("%(count)s answers.") % {"count": number_format(page.respondents)}
    if page.filters:
        names = ", ".join(page.filters)
        yield from ("", _("Only %s.") % _plain(names))
    if page.note:
        yield from ("", f"> {_plain(page.note)}")
    for question in page.questions:
        if question.has_numbers:
            yield from ("", f"## {question.code}. {_plain(question.text)}", "")
            yield from _lines(question)


def _lines(question: QuestionResult) -> Iterator[str]:
    if question.is_choice:
        yield from _choice_lines(question)
    elif question.has_statements:
        for statement in question.statements:
            yield from ("", f"### {_plain(statement.label)}", "")
            yield from _choice_lines(statement)
    else:
        yield from _heading_lines(question)


def _choice_lines(question: QuestionResult | Statement) -> Iterator[str]:
    columns = [(_("All"), question.base), *((group.label, group.base) for group in question.groups)]
    heads = [f"{_plain(label)} (n = {'–' if base is None else base})" for label, base in columns]
    yield f"| {_('Answer')} | {' | '.join(heads)} |"
    yield f"| --- |{' ---: |' * len(heads)}"
    for place, option in enumerate(question.options):
        cells = [option, *(group.options[place] for group in question.groups)]
        yield f"| {_plain(option.label)} | {' | '.join(_markdown_cell(cell) for cell in cells)} |"


def _markdown_cell(option: OptionResult) -> str:
    return _("hidden") if option.is_hidden else f"{option.count} ({option.percent} %)"


def _heading_lines(question: QuestionResult) -> Iterator[str]:
    for heading in question.heading_results:
        yield f"- {_plain(heading.label)}: {heading.count}"
        yield from (f"  - {_plain(sub.label)}: {sub.count}" for sub in heading.subheadings)


def _plain(text: str) -> str:
    """On one line, with nothing that Markdown or HTML would take for its own."""
    for sign in "\\`*_[]|#<>":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())

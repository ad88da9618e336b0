"""A result page as a file: JSON, CSV, XLSX and Markdown hold the same numbers as the page, by the same hiding."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from samsyn.core.tables import write_csv, write_xlsx
from samsyn.surveys.queries import GroupResult, OptionResult, QuestionResult, ResultPage

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
    return {
        "survey": page.round_code,
        "respondents": page.respondents,
        "note": page.note,
        "questions": [
            _question_json(question) for question in page.questions if question.has_numbers
        ],
    }


def _question_json(question: QuestionResult) -> dict[str, Any]:
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
    found: dict[str, Any] = {
        "code": question.code,
        "text": question.text,
        "base": question.base,
        "options": [_option_json(option) for option in question.options],
    }
    if question.groups:
        found["groups"] = [_group_json(group) for group in question.groups]
    return found


def _group_json(group: GroupResult) -> dict[str, Any]:
    hidden = {"hidden": True} if group.base is None else {}
    options = [_option_json(option) for option in group.options]
    return {"label": group.label, "base": group.base, **hidden, "options": options}


def _option_json(option: OptionResult) -> dict[str, Any]:
    hidden = {"hidden": True} if option.is_hidden else {}
    return {"label": option.label, "count": option.count, "percent": option.percent, **hidden}


def as_rows(page: ResultPage) -> Iterator[tuple[object, ...]]:
    """One row per number, headings first: what a statistics program wants."""
    yield COLUMNS
    for question in page.questions:
        start = (page.round_code, question.code, question.text)
        for option in question.options:
            yield (*start, "", question.base, "", *_option_cells(option), "")
        for group in question.groups:
            for option in group.options:
                yield (*start, group.label, group.base, "", *_option_cells(option), page.note)
        for heading in question.heading_results:
            yield (*start, "", "", heading.label, "", heading.count, "", "", "")
            for sub in heading.subheadings:
                yield (*start, "", "", heading.label, sub.label, sub.count, "", "", "")


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
    yield _("%(count)s answers.") % {"count": page.respondents}
    if page.note:
        yield from ("", f"> {_plain(page.note)}")
    for question in page.questions:
        if question.has_numbers:
            yield from ("", f"## {question.code}. {_plain(question.text)}", "")
            yield from _choice_lines(question) if question.is_choice else _heading_lines(question)


def _choice_lines(question: QuestionResult) -> Iterator[str]:
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

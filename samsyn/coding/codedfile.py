"""Coded answers as a file: reads JSON into frozen values, or says what is wrong. Touches no database.

A file is a list of answers, a list of summaries, or an object with "answers" and what else is known of the headings.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from django.utils.translation import gettext as _

from samsyn.surveys.faults import Fault, Faulty, is_text, shortened

MAX_BYTES = 20_000_000
MAX_DEPTH = 6
MAX_ANSWERS = 100_000
MAX_TEXT = 10_000
MAX_LABEL = 200

ANSWER_KEYS = {"text", "heading", "subheading", "order", "respondent"}
HEADING_KEYS = {"heading", "text", "order", "introduction"}
FILE_KEYS = {"introduction", "note", "answers", "summaries"}


@dataclass(frozen=True)
class AnswerDraft:
    text: str
    heading: str
    subheading: str
    order: int
    respondent: str = ""


@dataclass(frozen=True)
class HeadingDraft:
    label: str
    introduction: str = ""
    summary: str = ""
    order: int = 0


@dataclass(frozen=True)
class CodedFile:
    """Headings in their order; answers in theirs. Every heading of an answer is among the headings."""

    answers: tuple[AnswerDraft, ...] = ()
    headings: tuple[HeadingDraft, ...] = ()
    introduction: str = ""
    note: str = ""

    def subheadings(self, heading: str) -> list[str]:
        found = (answer.subheading for answer in self.answers if answer.heading == heading)
        return list(dict.fromkeys(found))


def read_coded_files(contents: Iterable[bytes]) -> CodedFile:
    """One or more files taken together. Raises Faulty with what was found wrong; answers count from one."""
    answers: list[Any] = []
    summaries: list[Any] = []
    texts: dict[str, str] = {}
    for content in contents:
        document = _document(content)
        answers += document["answers"]
        summaries += document["summaries"]
        texts |= {key: document[key] for key in ("introduction", "note") if key in document}
    faults = [*_answer_faults(answers), *_heading_faults(summaries)]
    if not faults and not answers:
        faults = [Fault(_("The file holds no answers."))]
    if faults:
        raise Faulty(faults[:200])
    return _coded_file(answers, summaries, texts)


def _document(content: bytes) -> dict[str, Any]:
    loaded = _load(content)
    if isinstance(loaded, list):
        is_summaries = bool(loaded) and all(
            isinstance(row, dict) and "subheading" not in row and "heading" in row for row in loaded
        )
        loaded = {"summaries" if is_summaries else "answers": loaded}
    if not isinstance(loaded, dict):
        raise Faulty([Fault(_("The file should be a list of answers, or hold one as “answers”."))])
    unknown = [shortened(key) for key in loaded if key not in FILE_KEYS]
    if unknown:
        raise Faulty([Fault(_("This is not part of the format."), None, ", ".join(unknown))])
    document = {"answers": [], "summaries": [], **loaded}
    for key, kind in (("answers", list), ("summaries", list), ("introduction", str), ("note", str)):
        if not isinstance(document.get(key, kind()), kind):
            raise Faulty([Fault(_("This cannot be understood."), None, key)])
    return document


def _load(content: bytes) -> Any:
    if len(content) > MAX_BYTES:
        raise Faulty([Fault(_("The file is larger than coded answers can be (20 MB)."))])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Faulty([Fault(_("The file is not text in UTF-8."))]) from error
    if _depth(text) > MAX_DEPTH:
        raise Faulty([Fault(_("The file is nested deeper than it can be."))])
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        sentence = _("The file cannot be read as JSON here. Look for a missing comma or quote.")
        raise Faulty([Fault(sentence, error.lineno)]) from error
    except ValueError as error:
        raise Faulty([Fault(_("The file cannot be read as JSON."))]) from error


def _depth(text: str) -> int:
    """Brackets before the parser sees them; those inside texts only make it stricter by a little."""
    deepest = depth = 0
    inside = False
    previous = ""
    for sign in text:
        if sign == '"' and previous != "\\":
            inside = not inside
        elif not inside and sign in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif not inside and sign in "]}":
            depth -= 1
        previous = "" if previous == "\\" else sign
    return deepest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("A key stands twice.")
    if not all(is_text(value) for pair in pairs for value in pair if isinstance(value, str)):
        raise Faulty([Fault(_("The file holds signs that are no text."))])
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _answer_faults(answers: list[Any]) -> Iterator[Fault]:
    if len(answers) > MAX_ANSWERS:
        yield Fault(_("There are more than a hundred thousand answers."))
        return
    orders: Counter[int] = Counter()
    for number, answer in enumerate(answers, 1):
        if not isinstance(answer, dict):
            yield Fault(_("An answer has text, heading, subheading and order."), number)
            continue
        yield from _unknown(answer, ANSWER_KEYS, number)
        yield from _text_faults(answer, "text", MAX_TEXT, number)
        yield from _text_faults(answer, "heading", MAX_LABEL, number)
        yield from _text_faults(answer, "subheading", MAX_LABEL, number)
        yield from _order_faults(answer, number, orders)
        if not isinstance(answer.get("respondent", ""), str):
            yield Fault(_("This should be text."), number, "respondent")


def _heading_faults(summaries: list[Any]) -> Iterator[Fault]:
    if len(summaries) > 1000:
        yield Fault(_("There are more than a thousand headings."))
        return
    for number, summary in enumerate(summaries, 1):
        if not isinstance(summary, dict):
            yield Fault(_("A summary has heading and text."), number, "summaries")
            continue
        yield from _unknown(summary, HEADING_KEYS, number)
        yield from _text_faults(summary, "heading", MAX_LABEL, number)
        for key in ("text", "introduction"):
            if key in summary:
                yield from _text_faults(summary, key, MAX_TEXT, number)
        if not _is_order(summary.get("order", 0)):
            yield Fault(_("The order should be a whole number."), number, "order")


def _unknown(found: Mapping[str, Any], keys: set[str], number: int) -> Iterator[Fault]:
    for key in found:
        if key not in keys:
            yield Fault(_("This is not part of the format."), number, shortened(key))


def _text_faults(found: Mapping[str, Any], key: str, limit: int, number: int) -> Iterator[Fault]:
    value = found.get(key)
    if not isinstance(value, str) or not value.strip():
        yield Fault(_("The text is missing."), number, key)
    elif len(value) > limit:
        sentence = _("The text is longer than there is room for (%(limit)d characters).")
        yield Fault(sentence % {"limit": limit}, number, key, shortened(value))


def _order_faults(answer: Mapping[str, Any], number: int, orders: Counter[int]) -> Iterator[Fault]:
    order = answer.get("order")
    if not _is_order(order):
        yield Fault(_("The order should be a whole number."), number, "order")
        return
    orders[order] += 1
    if orders[order] > 1:
        yield Fault(_("Two answers have the same order."), number, "order", str(order))


def _is_order(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10**9


def _coded_file(
    answers: list[dict[str, Any]], summaries: list[dict[str, Any]], texts: Mapping[str, str]
) -> CodedFile:
    drafts = sorted(
        (
            AnswerDraft(
                text=answer["text"].strip(),
                heading=answer["heading"].strip(),
                subheading=answer["subheading"].strip(),
                order=answer["order"],
                respondent=answer.get("respondent", "").strip(),
            )
            for answer in answers
        ),
        key=lambda draft: draft.order,
    )
    return CodedFile(tuple(drafts), tuple(_headings(drafts, summaries)), **texts)


def _headings(
    answers: Iterable[AnswerDraft], summaries: list[dict[str, Any]]
) -> Iterator[HeadingDraft]:
    """In the order of the summaries where they give one, else of the answers."""
    known: dict[str, dict[str, Any]] = {}
    for summary in summaries:
        known.setdefault(summary["heading"].strip(), {}).update(summary)
    seen = dict.fromkeys(answer.heading for answer in answers)
    ordered = {label: place for place, label in enumerate(seen, len(known) + 1)}
    ordered |= {label: known[label].get("order", place) for place, label in enumerate(known, 1)}
    for label in sorted(ordered, key=lambda label: ordered[label]):
        found = known.get(label, {})
        yield HeadingDraft(
            label=label,
            introduction=found.get("introduction", "").strip(),
            summary=found.get("text", "").strip(),
            order=ordered[label],
        )

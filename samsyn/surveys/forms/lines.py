"""Answers and statements in a form: one on each line, in the order they stand."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy

from samsyn.surveys.answering.kinds import without_unseen
from samsyn.surveys.drafts import OptionDraft, QuestionDraft, RowDraft

LANGUAGES = {"sv": gettext_lazy("Swedish"), "en": gettext_lazy("English")}
MAX_OPTIONS = 200
# As rules.building.next_code makes them.
_FREE = re.compile(r"([a-z])([0-9]{1,6})")


def without_blanks(found: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    kept = {
        language: {name: text for name, text in texts.items() if text}
        for language, texts in found.items()
    }
    return {language: texts for language, texts in kept.items() if texts}


def lines_of(
    things: Sequence[OptionDraft | RowDraft], languages: Sequence[str]
) -> list[dict[str, Any]]:
    return [
        {
            "one": thing,
            "languages": [
                (language, thing.translations.get(language, {}).get("label", ""))
                for language in languages[1:]
            ],
        }
        for thing in things
    ]


def _written_lines(data: QueryDict, name: str) -> Iterator[tuple[str, str]]:
    """(code, label) in the order they stand; one that was emptied or taken away is left out."""
    act, _space, code_of_act = data.get("act", "").partition(" ")
    codes, labels = data.getlist(f"{name}_code"), data.getlist(f"{name}_label")
    pairs = [
        (code[:20], " ".join(without_unseen(label).split())[:300])
        for code, label in zip(codes, labels, strict=False)
    ]
    if act == f"{name}-up":
        places = [place for place, (code, _label) in enumerate(pairs) if code == code_of_act]
        for place in (one for one in places if one > 0):
            pairs[place - 1], pairs[place] = pairs[place], pairs[place - 1]
    for code, label in pairs:
        is_code = code.isascii() and code.replace("-", "").replace("_", "").isalnum()
        if label and is_code and (act, code_of_act) != (f"{name}-drop", code):
            yield code, label
    yield from _pasted(data, name, codes)


def _pasted(data: QueryDict, name: str, codes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The last code is that of the empty line: it, and those above it, are free."""
    free = _FREE.fullmatch(codes[-1]) if codes else None
    letter, number = (free[1], int(free[2])) if free else (name[0].replace("o", "a"), 1)
    has_last = bool((data.getlist(f"{name}_label") or [""])[-1].strip())
    lines = [
        " ".join(without_unseen(line).lstrip("-•* \t").split())[:300]
        for line in data.get(f"{name}_paste", "").splitlines()
    ]
    for offset, line in enumerate(filter(None, dict.fromkeys(lines)), int(has_last)):
        yield f"{letter}{number + offset}", line


def read_options(data: QueryDict, before: QuestionDraft) -> tuple[OptionDraft, ...]:
    exclusive, with_text = set(data.getlist("option_exclusive")), set(data.getlist("option_text"))
    was = {option.code: option for option in before.choices}
    return tuple(
        OptionDraft(
            code,
            label,
            is_exclusive=code in exclusive,
            takes_text=code in with_text,
            translations=_label_texts(data, "option", code, was.get(code)),
        )
        for code, label in _written_lines(data, "option")
    )


def read_rows(data: QueryDict, before: QuestionDraft) -> tuple[RowDraft, ...]:
    was = {row.code: row for row in before.rows}
    return tuple(
        RowDraft(code, label, _label_texts(data, "row", code, was.get(code)))
        for code, label in _written_lines(data, "row")
    )


def _label_texts(
    data: QueryDict, name: str, code: str, was: OptionDraft | RowDraft | None
) -> dict[str, dict[str, str]]:
    found = {language: dict(texts) for language, texts in (was.translations if was else {}).items()}
    for language in LANGUAGES:
        written = data.get(f"{name}_{language}_{code}")
        if written is not None:
            label = " ".join(without_unseen(written).split())[:300]
            found.setdefault(language, {})["label"] = label
    return without_blanks(found)

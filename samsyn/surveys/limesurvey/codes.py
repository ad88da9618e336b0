"""Codes both ways. LimeSurvey's have letters and figures alone; those of answers are five signs long."""

import re
from collections.abc import Iterable

from samsyn.surveys.columns import REGISTER

QUESTION_MAX, PART_MAX = 40, 20
THEIR_QUESTION_MAX, THEIR_PART_MAX, THEIR_ANSWER_MAX = 20, 20, 5
OTHER, THEIR_OTHER = "other", "-oth-"
RESERVED = frozenset({"respondent_id", REGISTER})
THEIR_RESERVED = frozenset(
    {
        "time",
        "self",
        "that",
        "this",
        "lang",
        "seed",
        "sid",
        "gid",
        "qid",
        "sgq",
        "savedid",
        "token",
    }
)
# What their own fields beside the answers are called.
THEIR_RESERVED_PARTS = frozenset({OTHER, "time"})


def ours(code: str, taken: Iterable[str], most: int) -> str:
    """The code as it stands, if it can, and else as near as can be."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "", code)[:most].lstrip("-_") or "x"
    return _free(plain, {*taken, *RESERVED}, most, "-")


def their_question(code: str, taken: Iterable[str]) -> str:
    plain = re.sub(r"[^A-Za-z0-9]+", "", code)
    if not plain[:1].isalpha() or plain.lower() in THEIR_RESERVED:
        plain = f"q{plain}"
    return _free(plain[:THEIR_QUESTION_MAX], taken, THEIR_QUESTION_MAX, "x", is_folded=True)


def their_part(code: str, taken: Iterable[str], most: int = THEIR_PART_MAX) -> str:
    plain = re.sub(r"[^A-Za-z0-9]+", "", code)
    if not plain or len(plain) > most or plain.lower() in THEIR_RESERVED_PARTS:
        plain = "A1"
    return _free(plain, taken, most, "", is_folded=True)


def _free(
    code: str, taken: Iterable[str], most: int, between: str, *, is_folded: bool = False
) -> str:
    """Numbered, where it is taken. Their codes may not differ by case alone."""
    used = {one.lower() if is_folded else one for one in taken}
    stem = code if between else re.sub(r"\d+$", "", code) or code
    candidate, number = code, 1
    while (candidate.lower() if is_folded else candidate) in used:
        number += 1
        tail = f"{between}{number}"
        candidate = stem[: most - len(tail)] + tail
    return candidate

"""Numbers as they are said in running text, and lists of words with “and” before the last."""

import unicodedata
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FROM_TWO = (
    gettext_lazy("two"),
    gettext_lazy("three"),
    gettext_lazy("four"),
    gettext_lazy("five"),
    gettext_lazy("six"),
    gettext_lazy("seven"),
    gettext_lazy("eight"),
    gettext_lazy("nine"),
    gettext_lazy("ten"),
    gettext_lazy("eleven"),
    gettext_lazy("twelve"),
    gettext_lazy("thirteen"),
    gettext_lazy("fourteen"),
    gettext_lazy("fifteen"),
    gettext_lazy("sixteen"),
    gettext_lazy("seventeen"),
    gettext_lazy("eighteen"),
    gettext_lazy("nineteen"),
    gettext_lazy("twenty"),
)


def in_words(number: int) -> str:
    """From two to twenty in words. One has a gender of its own in Swedish: it is said by the sentence's singular."""
    return str(FROM_TWO[number - 2]) if 2 <= number < len(FROM_TWO) + 2 else str(number)


def listed(words: Sequence[str]) -> str:
    """One, two and three."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def capitalised(text: str) -> str:
    """The first letter alone: `capitalize` would lower the names that follow."""
    return text[:1].upper() + text[1:]


def uncapitalised(text: str) -> str:
    """NO stays NO: the school's abbreviations are capitals all through."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


# Marks that turn the direction of what is written after them, and would turn our words with it.
_TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def one_line(text: str) -> str:
    """What somebody wrote, to stand within a sentence or a heading of ours: no line breaks, no control characters."""
    kept = (c for c in text if c not in _TURNS and (c.isspace() or unicodedata.category(c) != "Cc"))
    return " ".join("".join(kept).split())

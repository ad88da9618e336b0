"""What differs between two texts, word by word."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

# A word takes the space after it along, so that what is struck leaves no hole.
_WORD = re.compile(r"\S+\s*|\s+")
# Above this many words of both the pair is compared by lines: comparing words takes the square of them.
_MOST_WORDS = 3_000


@dataclass(frozen=True)
class Run:
    """A stretch of text that is "same", "gone" or "new"."""

    kind: str
    text: str


def differing(before: str, after: str) -> list[Run]:
    """In long texts difflib lets common words begin no match; without that, a text of one word would take minutes."""
    old, new = _split(before, after)
    matcher = SequenceMatcher(None, _keys(old), _keys(new))
    runs: list[Run] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            runs.append(Run("same", "".join(new[c:d])))
            continue
        runs += [
            Run(name, "".join(words))
            for name, words in (("gone", old[a:b]), ("new", new[c:d]))
            if words
        ]
    return runs


def _keys(words: list[str]) -> list[tuple[str, int]]:
    """A word is the same whatever space follows it, but for a new line: the last word of a text has none."""
    return [(word.rstrip(), word.count("\n")) for word in words]


def _split(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > _MOST_WORDS:
        return before.splitlines(keepends=True), after.splitlines(keepends=True)
    return old, new


def differing_lines(before: Iterable[str], after: Iterable[str]) -> list[Run]:
    """Of two lists, in the order of the second, with what is gone last."""
    return list(_lines(list(before), list(after)))


def _lines(before: list[str], after: list[str]) -> Iterator[Run]:
    for line in after:
        yield Run("same" if line in before else "new", line)
    for line in before:
        if line not in after:
            yield Run("gone", line)

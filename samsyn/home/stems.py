"""Swedish words as they are searched for: in lower case, letters composed alike, and each down to its stem.

A stem is the beginning of its word, so words alone are stored and a stem finds them by how they begin. That works
alike on both databases, which agree on nothing else about å, ä and ö.
"""

import functools
import re
import unicodedata
from collections.abc import Collection, Iterable

import snowballstemmer

WORD = re.compile(r"[^\W_]+")
# "no", "so", "år": too short to begin other words by.
SHORT = 2
# What the stemmer leaves on: the definite form of many words, and some genitives (skolan, ämnet, kollegors).
_LAST = "nts"
_LAST_FROM = 5


def words_of(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text).lower())


@functools.lru_cache(maxsize=50_000)
def forms_of(word: str) -> frozenset[str]:
    """The stem, and what is left where the last letter is an ending of its own, or the last two are: skolan, året."""
    # The stemmer keeps the word it works on, so that two threads cannot share one.
    stem = snowballstemmer.stemmer("swedish").stemWord
    forms = {stem(word)}
    if len(word) >= _LAST_FROM and word[-1] in _LAST:
        forms.add(stem(word[:-1]))
    if len(word) == SHORT + 2 and word.endswith(("et", "en")):
        forms.add(word[:SHORT])
    return frozenset(forms)


def stored(texts: Iterable[str]) -> str:
    """All different words between blanks, and of short stems the stems as well: " året år "."""
    words = {word for text in texts for word in words_of(text)}
    short = {form for word in words for form in forms_of(word) if len(form) <= SHORT}
    return f" {' '.join(sorted(words | short))} " if words else ""


@functools.lru_cache(maxsize=5_000)
def beginnings(word: str) -> frozenset[str]:
    """What is looked for in stored words to find one that was searched for."""
    forms = forms_of(word)
    return frozenset(f" {form} " if len(form) <= SHORT else f" {form}" for form in forms)


def finds(word: str, in_words: str) -> bool:
    return any(beginning in in_words for beginning in beginnings(word))


def hits(text: str, searched: Collection[str]) -> list[tuple[int, int]]:
    """From where to where the words lie that were searched for; of a text that is composed as it was stored."""
    lower = text.lower()
    if not any(form.strip() in lower for word in searched for form in beginnings(word)):
        return []
    return [
        match.span()
        for match in WORD.finditer(text)
        if any(finds(word, _stored_word(match.group())) for word in searched)
    ]


@functools.lru_cache(maxsize=50_000)
def _stored_word(word: str) -> str:
    return stored([word])

"""What a document is made of, whatever the file it becomes. All texts are plain text; nothing in them is markup."""

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

T = TypeVar("T")
# What XML cannot hold: control characters, halves of characters and those that are none.
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
LOCALES = {"sv": "sv-SE", "en": "en-GB"}


@dataclass(frozen=True)
class Heading:
    """Level 1 is a part of the document, below its title. `anchor`: a name that `Bars.see` may refer to."""

    text: str
    level: int = 1
    anchor: str = ""
    new_page: bool = False


@dataclass(frozen=True)
class Text:
    """Paragraphs parted by blank lines; lines that begin with "- " are a list. `style`: body or small."""

    text: str
    style: str = "body"


@dataclass(frozen=True)
class Quotes:
    """What people have written, each in its own words."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """`state` is done, here or coming; `word` says it for those who do not see the knot."""

    title: str
    text: str
    state: str
    word: str = ""


@dataclass(frozen=True)
class Thread:
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Bar:
    """`value` and `note` are the number as text and its base, as they stand beside the bar."""

    label: str
    percent: int
    value: str
    note: str
    strong: bool = False


@dataclass(frozen=True)
class Bars:
    """A bar chart. `alt` says in words what it shows; its table is elsewhere, at `see`, as `see_text` says.

    `see_text` holds {page}, which becomes the number of the page where files have pages.
    """

    title: str
    caption: str
    bars: tuple[Bar, ...]
    alt: str
    see: str = ""
    see_text: str = ""


@dataclass(frozen=True)
class Column:
    text: str
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """`beside` is a heading and small text that stand to the left of a narrow table where there is room."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    strong: frozenset[int] = frozenset()
    anchor: str = ""
    beside: tuple[Heading | Text, ...] = ()


Part = Heading | Text | Quotes | Thread | Bars | Table


@dataclass(frozen=True)
class Document:
    """`edition` stands at the head of every page, `publisher` at its foot."""

    title: str
    lead: str
    publisher: str
    edition: str
    parts: tuple[Part, ...]
    language: str = "sv"
    # How pages are counted, with {page} and {pages}.
    paging: str = "{page}/{pages}"

    @property
    def locale(self) -> str:
        """Language and region, as files want it: a screen reader chooses its voice by it."""
        return LOCALES.get(self.language, self.language)


def with_texts(thing: T, change: Callable[[str], str]) -> T:
    """The same document, part or anything within, with every text of it changed."""
    found: Any = thing
    if isinstance(found, str):
        found = change(found)
    elif isinstance(found, tuple):
        found = tuple(with_texts(one, change) for one in found)
    elif is_dataclass(found):
        values = {field.name: getattr(found, field.name) for field in fields(found)}
        changed = {name: with_texts(value, change) for name, value in values.items()}
        found = replace(found, **changed)  # type: ignore[type-var]  # an instance, no class
    return found  # type: ignore[no-any-return]


def plain(text: str) -> str:
    """Without what no file can hold: a text pasted from elsewhere may carry it, and one such sign stops the whole."""
    return _NO_TEXT.sub("", text)


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Points:
    texts: tuple[str, ...]


def flow(text: str) -> Iterator[Paragraph | Points]:
    """The paragraphs and lists of a text, as `Text` says. Single line breaks are spaces, as in print."""
    for piece in text.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in piece.split("\n") if line.strip()]
        plain = [line for line in lines if not line.startswith("- ")]
        if lines and not plain:
            yield Points(tuple(line[2:].strip() for line in lines))
        elif lines:
            yield from _mixed(lines)


def _mixed(lines: list[str]) -> Iterator[Paragraph | Points]:
    words: list[str] = []
    points: list[str] = []
    for line in lines:
        if line.startswith("- "):
            points.append(line[2:].strip())
        elif points:
            points[-1] = f"{points[-1]} {line}"
        else:
            words.append(line)
    if words:
        yield Paragraph(" ".join(words))
    if points:
        yield Points(tuple(points))


def flowed(text: str) -> list[dict[str, Any]]:
    """The same as plain values, for files and templates."""
    return [
        {"kind": "paragraph", "text": piece.text}
        if isinstance(piece, Paragraph)
        else {"kind": "points", "texts": list(piece.texts)}
        for piece in flow(text)
    ]


def values(part: Part | Heading | Text) -> dict[str, Any]:
    """A part as plain values with its kind, for JSON."""
    found = {"kind": type(part).__name__.lower(), **asdict(part)}
    if isinstance(part, Text):
        found["pieces"] = flowed(part.text)
    if isinstance(part, Table):
        found["strong"] = sorted(part.strong)
        found["beside"] = [values(piece) for piece in part.beside]
    return found

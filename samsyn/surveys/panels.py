"""What lower apps know of a round's free-text questions. They register a reader when they start; surveys asks no app by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from samsyn.surveys.models import Round


@dataclass(frozen=True)
class SubheadingResult:
    label: str
    count: int


@dataclass(frozen=True)
class HeadingResult:
    label: str
    count: int
    subheadings: tuple[SubheadingResult, ...]


@dataclass(frozen=True)
class Headings:
    """How a free-text question's answers were sorted. `url` is the page that shows them."""

    url: str
    headings: tuple[HeadingResult, ...]
    note: str = ""

    @property
    def count(self) -> int:
        return sum(heading.count for heading in self.headings)


# The headings of a round's free-text questions, by the code of the question.
HeadingsReader = Callable[[Round], Mapping[str, Headings]]
_readers: list[HeadingsReader] = []


def register_headings(reader: HeadingsReader) -> None:
    if reader not in _readers:
        _readers.append(reader)


def headings_of(round: Round) -> dict[str, Headings]:
    found: dict[str, Headings] = {}
    for reader in _readers:
        found.update(reader(round))
    return found

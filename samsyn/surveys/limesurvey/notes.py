"""What could not be carried over, for the person to read: the question's code and a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Note:
    # Empty where it is about the survey as a whole.
    code: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence}" if self.code else self.sentence


class Notes:
    """In the order they come, each once."""

    def __init__(self) -> None:
        self._found: dict[Note, None] = {}

    def add(self, code: str, sentence: str) -> None:
        self._found[Note(code, sentence)] = None

    def extend(self, notes: Iterable[Note]) -> None:
        self._found |= dict.fromkeys(notes)

    def all(self) -> tuple[Note, ...]:
        return tuple(self._found)

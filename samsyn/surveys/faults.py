"""What is wrong in an imported file, and where: the same shape for every kind of file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# Control characters, halves of characters and those that are none: no database, PDF or Word file takes them all.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Fault:
    """`row` is the line of the file, `column` the heading or the place in it, `value` what stands there."""

    sentence: str
    row: int | None = None
    column: str = ""
    value: str = ""


class Faulty(Exception):
    """The file cannot be read in as it is; nothing has been stored."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults[0].sentence if self.faults else "")


def is_text(value: str) -> bool:
    """JSON and YAML have ways of writing signs that a file of text cannot hold itself."""
    return not _NO_TEXT.search(value)


def shortened(text: str, length: int = 80) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"

"""What is wrong in an imported file, and where: the same shape for every kind of file."""

from collections.abc import Iterable
from dataclasses import dataclass


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


def shortened(text: str, length: int = 80) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"

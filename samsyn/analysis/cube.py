"""The frozen numbers of a closed round: what is stored, and its form in JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from samsyn.analysis.blocks import Block
from samsyn.analysis.crossing import Variable
from samsyn.analysis.frame import Point

FORMAT = 2
# Format 1 knew one variable and no points.
READABLE = frozenset({1, FORMAT})


@dataclass(frozen=True)
class Part:
    """Blocks (by index) that a question is shown for together, and their numbers.

    `shown`: respondents who were shown the question, at least the threshold. `counts`: how many of
    them chose each option.
    """

    blocks: tuple[int, ...]
    shown: int
    counts: tuple[int, ...]


@dataclass(frozen=True)
class QuestionCounts:
    """The frozen numbers of one question.

    `parts` hold every block in which somebody was shown the question; () if fewer than the threshold
    were in all. `blank`: how many were shown it and chose nothing, 0 where there are no parts. `points`,
    `edges`, `least` and `most`: as in `QuestionSpec`.
    """

    code: str
    options: int
    blank: int
    parts: tuple[Part, ...]
    points: tuple[Point | None, ...] = ()
    edges: tuple[float, ...] = ()
    least: int = 1
    most: int | None = None

    @property
    def shown(self) -> int:
        """Respondents shown the question: the base of its percentages. A sum over the parts."""
        return sum(part.shown for part in self.parts)

    @property
    def totals(self) -> tuple[int, ...]:
        """Respondents per option. A sum over the parts."""
        return tuple(
            sum(part.counts[option] for part in self.parts) for option in range(self.options)
        )


@dataclass(frozen=True)
class Tabulation:
    """All numbers of a round by its background variables, frozen: the source of every table.

    `respondents` in all. `variables`: the background questions that are crossed, () if there are none.
    `sizes`: respondents per cell (`crossing.py`): with one variable per value, `BLANK` for no answer if anybody left it
    blank; with several per cell that somebody is in. `blocks`: see `cross_blocks`. Below the threshold in all, `sizes`, `blocks` and all parts are empty.

    It holds rare options by block, so it is for the database; what people see is made by `table`.
    """

    respondents: int
    threshold: int
    variables: tuple[Variable, ...]
    sizes: tuple[tuple[int, int], ...]
    blocks: tuple[Block, ...]
    questions: tuple[QuestionCounts, ...]

    def question(self, code: str) -> QuestionCounts:
        """The numbers of one question. Raises KeyError if it was not tabulated."""
        for question in self.questions:
            if question.code == code:
                return question
        raise KeyError(code)

    @property
    def variable(self) -> str | None:
        """The code of the only background variable, None if there is none or several."""
        return self.variables[0].code if len(self.variables) == 1 else None

    @property
    def cells(self) -> tuple[int, ...]:
        return tuple(cell for cell, _ in self.sizes)

    def place_of(self, code: str) -> int | None:
        """Which of the variables the question is, None if it is none of them."""
        codes = [variable.code for variable in self.variables]
        return codes.index(code) if code in codes else None

    def to_json(self) -> dict[str, Any]:
        """Plain dicts, lists and numbers, for `json.dumps`; `from_json` gives an equal tabulation."""
        return {
            "format": FORMAT,
            "respondents": self.respondents,
            "threshold": self.threshold,
            "variables": [[variable.code, variable.values] for variable in self.variables],
            "sizes": [list(size) for size in self.sizes],
            "blocks": [{"values": list(block.values), "size": block.size} for block in self.blocks],
            "questions": [_question_to_json(question) for question in self.questions],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Tabulation":
        """The tabulation that `to_json` gave. Raises ValueError for another format."""
        if stored.get("format") not in READABLE:
            raise ValueError(f"Unknown format of a tabulation: {stored.get('format')}.")
        return cls(
            respondents=stored["respondents"],
            threshold=stored["threshold"],
            variables=_variables(stored),
            sizes=tuple((value, size) for value, size in stored["sizes"]),
            blocks=tuple(
                Block(tuple(block["values"]), block["size"]) for block in stored["blocks"]
            ),
            questions=tuple(_question_from_json(question) for question in stored["questions"]),
        )


def _variables(stored: Mapping[str, Any]) -> tuple[Variable, ...]:
    if stored["format"] == 1:
        code = stored["variable"]
        options = {question["code"]: question["options"] for question in stored["questions"]}
        return (Variable(code, options[code]),) if code is not None else ()
    return tuple(Variable(code, values) for code, values in stored["variables"])


def _question_to_json(question: QuestionCounts) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": question.code,
        "options": question.options,
        "blank": question.blank,
        "parts": [
            {"blocks": list(part.blocks), "shown": part.shown, "counts": list(part.counts)}
            for part in question.parts
        ],
    }
    if question.points:
        found["points"] = [point and [point.mean, point.square] for point in question.points]
    if question.edges:
        found["edges"] = list(question.edges)
    if question.least > 1:
        found["least"] = question.least
    if question.most is not None:
        found["most"] = question.most
    return found


def _question_from_json(stored: Mapping[str, Any]) -> QuestionCounts:
    parts = (
        Part(tuple(part["blocks"]), part["shown"], tuple(part["counts"]))
        for part in stored["parts"]
    )
    return QuestionCounts(
        stored["code"],
        stored["options"],
        stored["blank"],
        tuple(parts),
        tuple(point and Point(*point) for point in stored.get("points", ())),
        tuple(stored.get("edges", ())),
        stored.get("least", 1),
        stored.get("most"),
    )

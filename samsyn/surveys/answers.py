"""Answers as rows of a file: reads each cell by its question, or says what is wrong in which row and column.

Touches no database, and holds nothing but the answers: 100 000 rows are read in one pass.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.core.tables import Table
from samsyn.surveys.faults import Fault, shortened

RESPONDENT = "respondent_id"
SEPARATOR = ";"
MAX_TEXT = 10_000
MAX_RESPONDENT = 60
# By command, from the machine itself. By the web the limit of all uploads holds.
COMMAND_BYTES = 150_000_000
# The rest are counted. Nobody mends more in one go, and the preview has to stay readable.
MAX_FAULTS = 200

Answers = Mapping[str, list[int] | str]


@dataclass(frozen=True)
class Sheet:
    """What a cell of one question may hold."""

    code: str
    kind: str
    options: tuple[str, ...] = ()
    required: bool = False
    min: int | None = None
    max: int | None = None
    positions: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        positions = {label: position for position, label in enumerate(self.options)}
        object.__setattr__(self, "positions", positions)


@dataclass(frozen=True)
class Read:
    """What a file of answers holds: new ones, those that are stored already, and faults.

    `new` is (respondent, answers). `fault_count` counts all, `faults` the first of them.
    """

    total: int
    new: tuple[tuple[str, Answers], ...]
    unchanged: int
    faults: tuple[Fault, ...]
    fault_count: int


class Unreadable(Exception):
    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def column_faults(columns: Sequence[str], sheets: Sequence[Sheet]) -> list[Fault]:
    """What is wrong with the row of headings."""
    known = {RESPONDENT, *(sheet.code for sheet in sheets)}
    faults = [
        Fault(_("The survey has no question with this code."), 1, column, column)
        for column in columns
        if column not in known
    ]
    faults += [
        Fault(_("This column is missing. The question must be answered."), 1, sheet.code)
        for sheet in sheets
        if sheet.required and sheet.code not in columns
    ]
    if RESPONDENT not in columns:
        sentence = _("The column with the respondents' numbers is missing.")
        faults.insert(0, Fault(sentence, 1, RESPONDENT))
    return faults


def read_answers(
    table: Table, sheets: Sequence[Sheet], stored: Mapping[str, Answers], *, is_closed: bool
) -> Read:
    """Every row against every rule. `stored` are the answers the round has already, by respondent."""
    faults = column_faults(table.columns, sheets)
    if faults:
        return Read(0, (), 0, tuple(faults[:MAX_FAULTS]), len(faults))
    reader = _Reader(table.columns, sheets, stored, is_closed)
    for number, cells in table.cells:
        reader.read(number, cells)
    if is_closed and not reader.fault_count:
        return _held_against(reader, stored)
    return Read(
        total=reader.total,
        new=tuple(reader.new.items()),
        unchanged=reader.unchanged,
        faults=tuple(reader.faults),
        fault_count=reader.fault_count,
    )


def _held_against(reader: "_Reader", stored: Mapping[str, Answers]) -> Read:
    """A closed round and a file are the same as a whole, or not: said row by row, it would tell who guesses
    at a respondent's answers whether the guess is right."""
    if reader.new == stored:
        return Read(reader.total, (), reader.total, (), 0)
    fault = Fault(_("The round is closed. No more answers can be added."))
    return Read(reader.total, (), 0, (fault,), 1)


class _Reader:
    def __init__(
        self,
        columns: Sequence[str],
        sheets: Sequence[Sheet],
        stored: Mapping[str, Answers],
        is_closed: bool,
    ) -> None:
        self.stored, self.is_closed = stored, is_closed
        self.places = [
            (sheet, columns.index(sheet.code)) for sheet in sheets if sheet.code in columns
        ]
        self.respondent_place = columns.index(RESPONDENT)
        self.new: dict[str, Answers] = {}
        self.first_row: dict[str, int] = {}
        self.faults: list[Fault] = []
        self.total = self.unchanged = self.fault_count = 0

    def read(self, number: int, cells: Sequence[str]) -> None:
        self.total += 1
        respondent = cells[self.respondent_place]
        sentence = self._respondent_sentence(respondent, number)
        if sentence:
            self._fault(Fault(sentence, number, RESPONDENT, shortened(respondent)))
        answers = self._answers(number, cells)
        if not sentence and answers is not None:
            self._place(respondent, answers, number)

    def _respondent_sentence(self, respondent: str, number: int) -> str:
        if not respondent:
            return _("The respondent's number is missing.")
        if len(respondent) > MAX_RESPONDENT:
            return _("The respondent's number is longer than sixty characters.")
        first = self.first_row.setdefault(respondent, number)
        if first != number:
            return _("The respondent stands already in row %(row)d.") % {"row": first}
        return ""

    def _answers(self, number: int, cells: Sequence[str]) -> Answers | None:
        answers: dict[str, list[int] | str] = {}
        is_right = True
        for sheet, place in self.places:
            try:
                answer = _answer(sheet, cells[place])
            except Unreadable as error:
                is_right = False
                self._fault(Fault(error.sentence, number, sheet.code, shortened(cells[place])))
            else:
                if answer:
                    answers[sheet.code] = answer
        return answers if is_right else None

    def _place(self, respondent: str, answers: Answers, number: int) -> None:
        before = self.stored.get(respondent)
        if before is None or self.is_closed:
            self.new[respondent] = answers
        elif before == answers:
            self.unchanged += 1
        else:
            sentence = _("The respondent has already answered, and otherwise.")
            self._fault(Fault(sentence, number, RESPONDENT, shortened(respondent)))

    def _fault(self, fault: Fault) -> None:
        self.fault_count += 1
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(fault)


def _answer(sheet: Sheet, cell: str) -> list[int] | str:
    """Positions of the chosen options in order, or the text. Empty where the question was left blank."""
    if not cell:
        if sheet.required:
            raise Unreadable(_("The question must be answered."))
        return ""
    if sheet.kind == "text":
        if len(cell) > MAX_TEXT:
            raise Unreadable(_("The text is longer than ten thousand characters."))
        return cell
    if sheet.kind == "single":
        return [_position(sheet, cell)]
    return _choices(sheet, cell)


def _choices(sheet: Sheet, cell: str) -> list[int]:
    positions = [_position(sheet, label.strip()) for label in cell.split(SEPARATOR)]
    chosen = sorted(set(positions))
    if len(chosen) != len(positions):
        raise Unreadable(_("The same option stands twice."))
    if sheet.max is not None and len(chosen) > sheet.max:
        raise Unreadable(_counted(len(chosen), sheet.max))
    if sheet.min is not None and len(chosen) < sheet.min:
        raise Unreadable(
            ngettext(
                "At least %(limit)d choice is needed.",
                "At least %(limit)d choices are needed.",
                sheet.min,
            )
            % {"limit": sheet.min}
        )
    return chosen


def _counted(count: int, limit: int) -> str:
    return ngettext(
        "%(count)d choices stand here. At most %(limit)d is allowed.",
        "%(count)d choices stand here. At most %(limit)d are allowed.",
        limit,
    ) % {"count": count, "limit": limit}


def _position(sheet: Sheet, label: str) -> int:
    position = sheet.positions.get(label)
    if position is None:
        raise Unreadable(_("The question has no option “%(label)s”.") % {"label": shortened(label)})
    return position

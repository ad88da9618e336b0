"""Answers as LimeSurvey exports them (CSV with question codes as headings), read as answers of ours.

Who answered, when and from where is not kept: of the day of sending in, only whether there is one and the months.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from samsyn.core.tables import Table
from samsyn.surveys.answering import UNSURE, Answers, shown
from samsyn.surveys.answering import kinds as reading
from samsyn.surveys.answering.written import name_of
from samsyn.surveys.answers import MAX_FAULTS
from samsyn.surveys.columns import ends
from samsyn.surveys.drafts import QuestionDraft, Questionnaire
from samsyn.surveys.faults import Fault, shortened
from samsyn.surveys.limesurvey.choices import OTHER_LABEL
from samsyn.surveys.limesurvey.codes import THEIR_OTHER
from samsyn.surveys.limesurvey.headings import SUBMITTED, Headings, Part, Place, is_own
from samsyn.surveys.limesurvey.names import UNSURE as THEIR_UNSURE
from samsyn.surveys.limesurvey.names import Name, other_of

COLUMNS_MAX = 2_000
MARKED, UNMARKED = frozenset({"Y", "1", "Yes", "Ja"}), frozenset({"N", "0", "No", "Nej"})
NOT_ASKED = "N/A"
# What LimeSurvey writes where an anonymous survey keeps no days.
NO_DAY = "1980-01"


@dataclass
class Archive:
    total: int = 0
    answers: list[Answers] = field(default_factory=list)
    # Begun and never sent in.
    unfinished: int = 0
    # Without an answer that has to be given; it is a blank.
    lacking: int = 0
    # With answers to questions that what was answered before hides.
    hidden: int = 0
    left_out: tuple[str, ...] = ()
    # The first and the last month of sending in.
    months: tuple[str, str] | None = None
    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0

    def fault(self, fault: Fault) -> None:
        self.fault_count += 1
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(fault)


def read_archive(table: Table, questionnaire: Questionnaire) -> Archive:
    """Every cell by its question’s rules. With faults, nothing of it may be kept."""
    archive = Archive()
    reader = _Reader(questionnaire, table.columns, archive)
    if not archive.fault_count:
        for number, cells in table.cells:
            reader.read(number, cells)
    return archive


class _Reader:
    def __init__(
        self, questionnaire: Questionnaire, columns: Sequence[str], archive: Archive
    ) -> None:
        self.questionnaire, self.archive = questionnaire, archive
        self.headings = Headings(questionnaire)
        self.places: list[tuple[int, str, Place]] = []
        self.submitted = columns.index(SUBMITTED) if SUBMITTED in columns else None
        self.key = columns.index("id") if "id" in columns else None
        self.first_row: dict[str, int] = {}
        self._place(columns)
        # A blank stays one here, also where an answer is wanted.
        self.asked = {q.code: replace(q, required=False) for q in questionnaire.questions}
        self.values = {
            q.code: _values(q, self.headings.names[q.code]) for q in questionnaire.questions
        }

    def _place(self, columns: Sequence[str]) -> None:
        left_out = []
        for at, heading in enumerate(columns):
            place = self.headings.place(heading)
            if place is not None:
                self.places.append((at, heading, place))
            elif is_own(heading):
                left_out.append(heading)
            else:
                sentence = _("The survey has no question with this code. Take the column away.")
                self.archive.fault(Fault(sentence, 1, shortened(heading), shortened(heading)))
        if not self.places and not self.archive.fault_count:
            self.archive.fault(Fault(_("The file has no column with answers."), 1))
        self.archive.left_out = tuple(left_out)

    def read(self, number: int, cells: Sequence[str]) -> None:
        self.archive.total += 1
        if self._stands_twice(number, cells):
            return
        if self.submitted is not None:
            if not cells[self.submitted]:
                self.archive.unfinished += 1
                return
            self._note_month(cells[self.submitted][:7])
        answers = self._answers(number, cells)
        if answers is not None:
            self._keep(answers)

    def _stands_twice(self, number: int, cells: Sequence[str]) -> bool:
        key = cells[self.key] if self.key is not None else ""
        first = self.first_row.setdefault(key, number) if key else number
        if first != number:
            sentence = _("The answer stands already in row %(row)d.") % {"row": first}
            self.archive.fault(Fault(sentence, number, "id", shortened(key)))
        return first != number

    def _note_month(self, month: str) -> None:
        if month != NO_DAY:
            first, last = self.archive.months or (month, month)
            self.archive.months = (min(first, month), max(last, month))

    def _answers(self, number: int, cells: Sequence[str]) -> dict[str, Any] | None:
        fields: dict[str, dict[str, list[str]]] = {}
        headings: dict[str, str] = {}
        is_right = True
        for at, heading, place in self.places:
            cell = cells[at]
            code = place.question.code
            if not cell:
                continue
            headings.setdefault(code, heading)
            if not self._fill(fields.setdefault(code, {}), place, cell):
                is_right = False
                self._wrong(number, heading, cell)
        answers: dict[str, Any] = {}
        for code, posted in fields.items():
            found, faults = reading.read(self.asked[code], posted) if posted else ({}, {})
            answers |= found
            for sentence in faults.values():
                is_right = False
                self.archive.fault(Fault(sentence, number, headings[code]))
        return answers if is_right else None

    def _wrong(self, number: int, heading: str, cell: str) -> None:
        sentence = _("The question has no option “%(label)s”.") % {"label": shortened(cell)}
        self.archive.fault(Fault(sentence, number, shortened(heading), shortened(cell)))

    def _fill(self, posted: dict[str, list[str]], place: Place, cell: str) -> bool:
        """As a page would send it; False where the cell says nothing the question has."""
        values = self.values[place.question.code]
        name = name_of(place.question)
        if place.part == Part.LINE:
            posted[place.line_name] = [cell]
            # Boxes of their own are marked apart; a line alone says that its option was chosen.
            if place.question.kind == "multiple" and _is_last(place):
                posted.setdefault(name, []).append(values[place.at])
            return True
        if place.part == Part.BOX:
            return _mark(posted, name, values[place.at], cell, values)
        if place.question.kind in {"single", "matrix", "ranking", "scale"}:
            return _choose(posted, place, cell, values)
        if place.question.kind == "multiple":
            return False
        posted[name] = [cell[:10] if place.question.kind == "date" else cell]
        return place.question.kind != "block"

    def _keep(self, answers: dict[str, Any]) -> None:
        found = shown(self.questionnaire, answers)
        kept = dict(found.answers)
        self.archive.hidden += len(kept) < len(answers)
        self.archive.lacking += any(
            question.required and question.code in found.questions and question.code not in kept
            for question in self.questionnaire.questions
        )
        self.archive.answers.append(kept)


def _is_last(place: Place) -> bool:
    other = other_of(place.question)
    return other is not None and other.code == place.at


def _mark(
    posted: dict[str, list[str]], name: str, value: str, cell: str, values: Mapping[str, str]
) -> bool:
    if cell in UNMARKED or cell == NOT_ASKED:
        return True
    if cell not in MARKED and values.get(cell) != value:
        return False
    posted.setdefault(name, []).append(value)
    return True


def _choose(
    posted: dict[str, list[str]], place: Place, cell: str, values: Mapping[str, str]
) -> bool:
    value = values.get(cell)
    if value is None:
        return cell == NOT_ASKED
    if place.part == Part.RANK:
        posted[name_of(place.question, int(value))] = [place.at]
    else:
        row = place.at if place.part == Part.ROW else ""
        posted[name_of(place.question, row)] = [value]
    return True


def _values(question: QuestionDraft, name: Name) -> dict[str, str]:
    """What a cell may hold, as the page’s field has it: their code, ours, or the text of an answer."""
    if question.kind == "scale":
        return _points(question)
    found: dict[str, str] = {}
    for at, option in enumerate(question.choices):
        said = [texts.get("label", "") for texts in option.translations.values()]
        for word in (option.label, *said):
            found.setdefault(word, str(at))
    # A code means its option, whatever the texts are.
    for at, option in enumerate(question.choices):
        found[name.options[option.code]] = str(at)
    for at, option in enumerate(question.choices):
        found[option.code] = str(at)
    if other := other_of(question):
        for word in (THEIR_OTHER, *OTHER_LABEL.values()):
            found.setdefault(word, str(question.choices.index(other)))
    found.pop("", None)
    return found


def _points(question: QuestionDraft) -> dict[str, str]:
    low, high = ends(question)
    found = {str(point): str(point) for point in range(low, high + 1)}
    for point, word in ((low, question.low_label), (high, question.high_label)):
        if word:
            found[f"{point} – {word}"] = str(point)
    if question.unsure_label:
        found |= {question.unsure_label: UNSURE, THEIR_UNSURE: UNSURE, UNSURE: UNSURE}
    return found

"""Files that fill Samsyn: what a kind of import is, and the plan a person sees before anything is written.

Apps register their kinds in `AppConfig.ready()`. Checking and applying are the kind's own queries and actions; the
way from upload to result is the same for all.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from samsyn.organisations.access import FILES_IN, Actor, Can
from samsyn.organisations.models import Import, Organisation

# In the order a person should read them: what needs an answer first.
STATES = ("wrong", "ended", "changed", "new")
KEPT_LINES = 200

OLD = re.compile("\ue000([^\ue000-\ue003]*)\ue001")
NEW = re.compile("\ue002([^\ue000-\ue003]*)\ue003")
MARKS = re.compile("[\ue000-\ue003]")


def old(text: object) -> str:
    """Marks what a sentence says was there before; shown struck through."""
    return f"\ue000{text}\ue001"


def new(text: object) -> str:
    """Marks what a sentence says comes instead; shown in bold."""
    return f"\ue002{text}\ue003"


@dataclass(frozen=True)
class Choice:
    """An answer to a line. A code with "=" mends a cell ("column=value") and has the file checked again.

    With `input` ("email", "date" or "text") the person writes the value; the code then ends with "=".
    """

    code: str
    label: str
    input: str = ""
    value: str = ""

    @property
    def mends(self) -> bool:
        return "=" in self.code


@dataclass(frozen=True)
class PlanLine:
    """What the file says of one row or person, and what follows. `place` is what the lines can be filtered by."""

    key: str
    row: int | None
    column: str
    state: str
    title: str
    note: str
    sentence: str
    choices: tuple[Choice, ...] = ()
    place: str = ""

    @property
    def html(self) -> SafeString:
        text = OLD.sub(r"<del>\1</del>", escape(self.sentence))
        text = NEW.sub(r"<ins>\1</ins>", text)
        return mark_safe(MARKS.sub("", text))  # noqa: S308 - escaped above

    @property
    def text(self) -> str:
        return MARKS.sub("", self.sentence)

    @property
    def needs_answer(self) -> bool:
        return self.state in {"wrong", "ended"} or bool(self.choices)

    def answer(self, decisions: Mapping[str, str]) -> str:
        """The code chosen for this line, or for all lines of its state; empty while it waits."""
        codes = {choice.code for choice in self.choices if not choice.mends}
        for key in (self.key, f"*{self.state}"):
            if decisions.get(key) in codes:
                return decisions[key]
        return ""

    def waits(self, decisions: Mapping[str, str]) -> bool:
        return self.needs_answer and not self.answer(decisions)


@dataclass(frozen=True)
class Plan:
    """What reading the file in would do. `facts["lines"]` counts the lines of each state, kept or not."""

    total: int
    unchanged: int
    lines: tuple[PlanLine, ...]
    facts: dict[str, Any] = field(default_factory=dict)

    def count(self, state: str) -> int:
        return int(self.facts.get("lines", {}).get(state, 0))

    @property
    def is_empty(self) -> bool:
        return self.changes == 0

    @property
    def changes_nothing(self) -> bool:
        """Files that are no tables list no changes; of those, the summary says what is new."""
        return self.is_empty and (self.unchanged == self.total or not self.facts.get("summary"))

    def waiting(self, decisions: Mapping[str, str]) -> int:
        """How many lines lack an answer, those included that are counted but not kept."""
        return sum(self._waiting(state, decisions) for state in STATES)

    def _waiting(self, state: str, decisions: Mapping[str, str]) -> int:
        asking = [line for line in self.lines if line.state == state and line.needs_answer]
        waiting = sum(line.waits(decisions) for line in asking)
        if f"*{state}" in decisions:
            return waiting
        return waiting + int(self.facts.get("asking", {}).get(state, 0)) - len(asking)

    @property
    def changes(self) -> int:
        return sum(self.count(state) for state in STATES)

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"lines": [asdict(line) for line in self.lines]}


def make_plan(
    total: int, unchanged: int, lines: list[PlanLine], facts: dict[str, Any] | None = None
) -> Plan:
    """A plan in reading order that keeps at most 200 lines of each state, those that ask first, and counts them all."""
    counts = Counter(line.state for line in lines)
    asking = Counter(line.state for line in lines if line.needs_answer)
    ordered = sorted(lines, key=lambda line: not line.needs_answer)
    kept = [
        line
        for state in STATES
        for line in [line for line in ordered if line.state == state][:KEPT_LINES]
    ]
    found = {**(facts or {}), "lines": dict(counts), "asking": dict(asking)}
    return Plan(total, unchanged, tuple(kept), found)


def plan_from_json(stored: Mapping[str, Any]) -> Plan:
    lines = tuple(
        PlanLine(**{**line, "choices": tuple(Choice(**choice) for choice in line["choices"])})
        for line in stored.get("lines", ())
    )
    return Plan(stored.get("total", 0), stored.get("unchanged", 0), lines, stored.get("facts", {}))


Decisions = Mapping[str, str]


@dataclass(frozen=True)
class ImportKind:
    """One sort of file. `check` reads and writes nothing; `apply` writes all in the transaction it is called in.

    `target` is the model whose row the file fills (an organisation, a round, …) and must have `right_path`.
    `choose` gives (value, label) pairs of what the uploader must choose as well, kept in `options["choice"]`.
    """

    code: str
    title: str | Promise
    right: Can
    extensions: tuple[str, ...]
    template: str
    check: Callable[[Import], Plan]
    apply: Callable[[Actor, Import, Decisions], dict[str, Any]]
    done_url: Callable[[Import], str]
    target: type[Model] = Organisation
    choose: Callable[[Any], list[tuple[str, str]]] | None = None
    choose_label: str | Promise = ""
    # A second look at the file just before it is read in, refused if the plan is no longer the one that was shown.
    checks_again: bool = True
    # Whether the file is a table, so that its total is of rows.
    has_rows: bool = True
    # The tabulated form of an example file: header and rows, for download.
    example: tuple[tuple[str, ...], ...] = ()


_kinds: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> None:
    if kind.right not in FILES_IN:
        raise ValueError(
            f"{kind.code}: add {kind.right} to access.FILES_IN, else nobody sees its files"
        )
    _kinds[kind.code] = kind


def kind(code: str) -> ImportKind | None:
    return _kinds.get(code)


def kinds() -> list[ImportKind]:
    return list(_kinds.values())

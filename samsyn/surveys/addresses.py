"""A list of addresses, pasted or from a file: who is on it, and what is wrong in which row."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from samsyn.core.tables import BrokenFile, read_table
from samsyn.surveys.faults import Fault, is_text, shortened

MOST = 20_000
NAME_MAX = 200
ADDRESS_COLUMNS = ("e-post", "epost", "e-postadress", "mejl", "mejladress", "email", "e-mail")
NAME_COLUMNS = ("namn", "name")
# Between a name and its address, or between two addresses.
SIGNS = ";,\t"
_BRACKETED = re.compile(r"^(?P<name>[^<>]*)<(?P<email>[^<>]+)>$")
Entry = tuple[int, str, str]
Found = tuple[list[dict[str, str]], list[Fault]]


def read_pasted(text: str) -> Found:
    """On each line an address, “Name <address>”, or both with a semicolon, comma or tab between; or several of them."""
    lines = enumerate(text.splitlines(), start=1)
    return _read(
        _entry(number, one) for number, line in lines if line.strip() for one in _parts(line)
    )


def _parts(line: str) -> list[str]:
    """As mail programs write many on one line. Where a part has no address, the sign parts a name from its address."""
    for sign in SIGNS:
        parts = [part for part in line.split(sign) if part.strip()]
        if len(parts) > 1 and all("@" in part for part in parts):
            return parts
    return [line]


def _entry(number: int, line: str) -> Entry:
    bracketed = _BRACKETED.match(line.strip().rstrip(";,"))
    if bracketed:
        return number, bracketed["email"].strip(), bracketed["name"].strip(' "')
    cells = [cell.strip() for cell in re.split(f"[{SIGNS}]", line) if cell.strip()] or [""]
    found = [cell for cell in cells if "@" in cell]
    if len(found) > 1:
        return number, line.strip(), ""
    email = next(iter(found), cells[0])
    return number, email, " ".join(cell for cell in cells if cell != email)


def read_file(file: Any, filename: str) -> Found:
    """A column with the address and, if there is one, a column with the name."""
    try:
        table = read_table(file, filename, rows_max=MOST)
    except BrokenFile as broken:
        return [], [Fault(broken.sentence, broken.row, broken.column)]
    email = _column(table.columns, ADDRESS_COLUMNS)
    if email is None:
        return [], [
            Fault(
                _("No column has the heading “e-post”. Give the column of addresses that heading.")
            )
        ]
    name = _column(table.columns, NAME_COLUMNS)
    return _read(
        (number, cells[email], cells[name] if name is not None else "")
        for number, cells in table.cells
    )


def _column(columns: Iterable[str], names: Iterable[str]) -> int | None:
    known = set(names)
    return next((i for i, column in enumerate(columns) if column.strip().lower() in known), None)


def _read(entries: Iterable[Entry]) -> Found:
    rows: dict[str, dict[str, str]] = {}
    faults: list[Fault] = []
    for number, written, name in entries:
        email = written.lower()
        wrong = _wrong(email, name, email in rows)
        if wrong:
            faults.append(Fault(wrong, number, value=shortened(written)))
        else:
            rows[email] = {"email": email, "name": name}
    if len(rows) > MOST:
        faults.append(
            Fault(_("There are more than 20 000 addresses. Divide them over several rounds."))
        )
    return list(rows.values()), faults


def _wrong(email: str, name: str, is_known: bool) -> str:
    if not _is_address(email):
        return _("This is no e-mail address.")
    if len(name) > NAME_MAX or not is_text(name):
        return _("The name is too long or holds signs that cannot be written.")
    return _("The address stands here twice.") if is_known else ""


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= 254


def as_lines(rows: Iterable[dict[str, str]]) -> Iterator[str]:
    """What was kept, as it could be pasted again."""
    return (f"{row['name']} <{row['email']}>" if row.get("name") else row["email"] for row in rows)

"""What a row of a roster may say: columns, roles, dates and extents. Pure; who is known already is not asked here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samsyn.core.rules import RuleBroken
from samsyn.core.tables import BrokenFile
from samsyn.organisations.models import Kind
from samsyn.organisations.roles import Role

# The headings understood for each column; the first is the one in the example file.
HEADINGS: dict[str, tuple[str, ...]] = {
    "person_id": ("personid", "person_id", "anställnings-id", "anstallningsid"),
    "given_name": ("förnamn", "given_name", "tilltalsnamn"),
    "family_name": ("efternamn", "family_name"),
    "email": ("e-post", "epost", "email", "mejl", "e-postadress"),
    "role": ("roll", "role"),
    "school_unit_code": ("skolenhetskod", "school_unit_code"),
    "extent": ("omfattning", "extent"),
    "starts_on": ("startdatum", "starts_on"),
    "ends_on": ("slutdatum", "ends_on"),
    "protected": ("skyddad", "protected"),
}
NEEDED = ("person_id", "given_name", "family_name", "email", "role", "starts_on")

# The word in the file for each role; the codes of the program are understood as well.
ROLE_WORDS = {
    "förstelärare": Role.FIRST_TEACHER,
    "lektor": Role.SENIOR_LECTURER,
    "lärare": Role.TEACHER,
    "rektor": Role.PRINCIPAL,
    "skolchef": Role.HEAD_OF_SCHOOLS,
    "utvecklingsledare": Role.DEVELOPMENT_LEAD,
    "nätverksledare": Role.NETWORK_LEAD,
    "koordinator": Role.COORDINATOR,
    "administratör": Role.ADMINISTRATOR,
}
SCHOOL_ROLES = frozenset({Role.TEACHER, Role.FIRST_TEACHER, Role.SENIOR_LECTURER, Role.PRINCIPAL})
UNIVERSITY_ROLES = frozenset({Role.NETWORK_LEAD, Role.COORDINATOR})
# Roles that let their holder see or decide for others: a person says "Stämmer" before a roster gives them.
TRUSTED_ROLES = frozenset(
    {Role.PRINCIPAL, Role.HEAD_OF_SCHOOLS, Role.ADMINISTRATOR, Role.COORDINATOR}
)

YES = frozenset({"ja", "yes", "true", "1", "x"})
NO = frozenset({"", "nej", "no", "false", "0"})

EXAMPLE = (
    tuple(names[0] for names in HEADINGS.values()),
    ("1001", "Elin", "Norberg", "elin.norberg@alvsunda.example", "förstelärare", "48392017", "100", "2026-08-10", "", "nej"),
    ("1002", "Ylva", "Frisk", "ylva.frisk@alvsunda.example", "rektor", "48392017", "100", "2024-08-01", "", "nej"),
    ("1003", "Tove", "Hedlund", "tove.hedlund@alvsunda.example", "lärare", "48392017", "80", "2025-08-11", "2027-06-18", "nej"),
)  # fmt: skip


def check_is_whole(*, is_root: bool) -> None:
    """A person belongs to the organiser that answers for the record, never to one of its schools."""
    if not is_root:
        raise RuleBroken(_("A roster is read in for a whole organiser, not for one school."))


class RowWrong(Exception):
    """A cell cannot be taken as it stands. `mend` is a value that the person may accept, `input` how to write one."""

    def __init__(self, column: str, sentence: str, *, mend: str = "", input: str = "") -> None:
        super().__init__(sentence)
        self.column, self.sentence, self.mend, self.input = column, sentence, mend, input


@dataclass(frozen=True)
class RosterRow:
    number: int
    person_id: str
    given_name: str
    family_name: str
    email: str
    role: Role
    school_unit_code: str
    extent: int
    starts_on: date
    ends_on: date | None
    protected: bool

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def person(self) -> tuple[str, str, str, bool]:
        """What has to be the same in all rows of one person."""
        return self.given_name, self.family_name, self.email, self.protected


def columns_of(headings: tuple[str, ...]) -> dict[str, str]:
    """The file's headings by column. One that is not understood is refused: it may be a misspelt one."""
    known = {name: column for column, names in HEADINGS.items() for name in names}
    found: dict[str, str] = {}
    for heading in headings:
        column = known.get(heading.lower().replace(" ", ""))
        if column is None:
            raise BrokenFile(
                _(
                    "The column ”%(column)s” is not one that a roster has. Take it away or mend its heading."
                )
                % {"column": heading},
                column=heading,
            )
        found[column] = heading
    missing = [HEADINGS[column][0] for column in NEEDED if column not in found]
    if missing:
        raise BrokenFile(
            _("The file lacks the columns: %(columns)s.") % {"columns": ", ".join(missing)}
        )
    return found


def row_of(number: int, values: Mapping[str, str], organiser_kind: str) -> RosterRow:
    """The row, or RowWrong about its first wrong cell. `values` are keyed by column."""
    role = role_of(values.get("role", ""), organiser_kind)
    starts_on, ends_on = dates_of(values)
    return RosterRow(
        number=number,
        person_id=person_id_of(values.get("person_id", "")),
        given_name=name_of("given_name", values),
        family_name=name_of("family_name", values),
        email=email_of(values.get("email", "")),
        role=role,
        school_unit_code=code_of(values.get("school_unit_code", ""), role),
        extent=extent_of(values.get("extent", "")),
        starts_on=starts_on,
        ends_on=ends_on,
        protected=protected_of(values.get("protected", "")),
    )


def person_id_of(text: str) -> str:
    if not text:
        raise RowWrong(
            "person_id", _("The row has no person id, so nobody can say whom it is about.")
        )
    if is_personal_identity_number(text):
        raise RowWrong(
            "person_id",
            _(
                "The person id looks like a personal identity number. Use the id of the employment instead."
            ),
        )
    if len(text) > 100:
        raise RowWrong("person_id", _("The person id is longer than 100 characters."))
    return text


def is_personal_identity_number(text: str) -> bool:
    """A Swedish personnummer: a date, four more digits, and the last one right (Luhn)."""
    match = re.fullmatch(r"(?:\d\d)?\d\d(\d\d)(\d\d)[-+]?\d{4}", text)
    if match is None or not (1 <= int(match[1]) <= 12 and 1 <= int(match[2]) % 60 <= 31):
        return False
    digits = [int(d) * (2 - i % 2) for i, d in enumerate(re.sub(r"\D", "", text)[-10:])]
    return sum(d // 10 + d % 10 for d in digits) % 10 == 0


def name_of(column: str, values: Mapping[str, str]) -> str:
    text = " ".join(values.get(column, "").split())
    if not text:
        raise RowWrong(column, _("A name is missing in the row."), input="text")
    if len(text) > 100:
        raise RowWrong(column, _("The name is longer than 100 characters."), input="text")
    return text


def email_of(text: str) -> str:
    if not text:
        raise RowWrong("email", _("The e-mail address is missing."), input="email")
    try:
        validate_email(text)
    except ValidationError as error:
        raise RowWrong(
            "email", _("%(email)s is not an e-mail address.") % {"email": text}, input="email"
        ) from error
    return text.lower()


def role_of(text: str, organiser_kind: str) -> Role:
    word = text.lower()
    role = ROLE_WORDS.get(word) or (Role(word) if word in Role.values else None)
    at_university = organiser_kind in {Kind.UNIVERSITY, Kind.REGION}
    allowed = [w for w, r in ROLE_WORDS.items() if (r in UNIVERSITY_ROLES) <= at_university]
    if role is None or (role in UNIVERSITY_ROLES and not at_university):
        close = get_close_matches(word, allowed, n=1)
        raise RowWrong(
            "role",
            _("The role ”%(role)s” is unknown here. The roles are: %(roles)s.")
            % {"role": text, "roles": ", ".join(allowed)},
            mend=close[0] if close else "",
        )
    return role


def code_of(text: str, role: Role) -> str:
    """Whether the code is a school's is asked of the register; here only whether one is needed."""
    if not text and role in SCHOOL_ROLES:
        raise RowWrong(
            "school_unit_code",
            _("The school unit code is missing. It says at which school the duty is."),
            input="text",
        )
    return text.replace(" ", "")


def extent_of(text: str) -> int:
    number = text.removesuffix("%").strip().replace(",", ".")
    if not number:
        return 100
    try:
        extent = round(float(number)) if "e" not in number.lower() else 0
    except (ValueError, OverflowError):
        extent = 0
    if not 1 <= extent <= 100 or (("." in number) and float(number) != extent):
        raise RowWrong(
            "extent",
            _("The extent is ”%(extent)s”. It has to be a whole percentage from 1 to 100.")
            % {"extent": text},
            input="text",
        )
    return extent


def date_of(column: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RowWrong(
            column,
            _("”%(date)s” is not a date. Write it as year-month-day: 2026-08-10.") % {"date": text},
            input="date",
        ) from error


def dates_of(values: Mapping[str, str]) -> tuple[date, date | None]:
    starts_on = date_of("starts_on", values.get("starts_on", ""))
    if not values.get("ends_on"):
        return starts_on, None
    ends_on = date_of("ends_on", values["ends_on"])
    if ends_on < starts_on:
        raise RowWrong(
            "ends_on",
            _("The duty ends on %(end)s, before it begins on %(start)s.")
            % {"end": said_date(ends_on), "start": said_date(starts_on)},
            input="date",
        )
    return starts_on, ends_on


def protected_of(text: str) -> bool:
    if text.lower() not in YES | NO:
        raise RowWrong(
            "protected",
            _("”%(text)s” says neither yes nor no about protected identity. Write ja or nej.")
            % {"text": text},
        )
    return text.lower() in YES


def said_date(day: date) -> str:
    return date_format(day, "j F Y")


def likely_code(text: str, known: Mapping[str, str]) -> str:
    """The one code of an own school that the text is a slip of: a digit lost, doubled, changed or swapped."""
    close = get_close_matches(text, known, n=2, cutoff=0.85)
    return close[0] if len(close) == 1 or (len(close) == 2 and _is_one_slip(text, close[0])) else ""


def _is_one_slip(text: str, code: str) -> bool:
    return any(code[:i] + code[i + 1 :] == text for i in range(len(code)))


def check_code(text: str, known: Mapping[str, str]) -> None:
    """`known` are the names of the organiser's own schools by code; others' are unknown here, and not told of."""
    if text in known:
        return
    mend = likely_code(text, known)
    if re.fullmatch(r"\d{8}", text):
        sentence = _("The school unit code %(code)s is not the code of any school here.") % {
            "code": text
        }
    elif text.isdigit():
        sentence = _(
            "The school unit code %(code)s has %(count)s digits, it has to have eight."
        ) % {
            "code": text,
            "count": len(text),
        }
    else:
        sentence = _("”%(code)s” is not a school unit code. It is a number of eight digits.") % {
            "code": text
        }
    if mend:
        sentence += " " + _("%(school)s has %(code)s.") % {"school": known[mend], "code": mend}
    raise RowWrong("school_unit_code", sentence, mend=mend, input="text")

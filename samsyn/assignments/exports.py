"""The list for the state grant as a file: the same rows as the page, with what is masked there masked here."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samsyn.assignments.queries.grants import GrantList
from samsyn.assignments.rules.years import said_year
from samsyn.core.tables import write_csv, write_xlsx


def as_rows(found: GrantList) -> Iterator[tuple[object, ...]]:
    yield (
        _("School year"),
        _("Name"),
        _("School"),
        _("School unit code"),
        _("Role"),
        _("Category of the grant"),
        _("First day"),
        _("Last day"),
        _("Whole months"),
        _("Teaching, percent"),
        _("Against the rules"),
    )
    for row in found.rows:
        yield (
            said_year(found.year),
            row.name,
            row.place,
            row.school_unit_code,
            row.role,
            row.category,
            row.starts_on,
            row.ends_on,
            row.months,
            row.teaching_percent,
            " ".join(row.faults),
        )


def as_csv(found: GrantList) -> bytes:
    return write_csv(as_rows(found))


def as_xlsx(found: GrantList) -> bytes:
    return write_xlsx(as_rows(found), title=_("State grant"))

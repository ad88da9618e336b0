"""What an organisation may be called and numbered, and where it may stand in the tree."""

import re
from datetime import date

from django.utils.translation import gettext as _

from samsyn.core.rules import RuleBroken
from samsyn.organisations.models import Kind

PARENTS = {
    Kind.ORGANISER: None,
    Kind.UNIVERSITY: None,
    Kind.REGION: None,
    Kind.SCHOOL_UNIT: Kind.ORGANISER,
}


def check_place(kind: str, parent_kind: str | None) -> None:
    if PARENTS[Kind(kind)] != parent_kind:
        raise RuleBroken(
            _("A school unit stands under an organiser; all others stand for themselves.")
        )


def check_school_unit_code(kind: str, code: str, is_taken: bool) -> None:
    if kind != Kind.SCHOOL_UNIT:
        return
    if not re.fullmatch(r"\d{8}", code):
        raise RuleBroken(
            _("A school unit code has eight digits. This one has %(count)s characters.")
            % {"count": len(code)},
            field="school_unit_code",
        )
    if is_taken:
        raise RuleBroken(_("Another school has that school unit code."), field="school_unit_code")


def check_municipality_code(code: str) -> None:
    if code and not re.fullmatch(r"\d{4}", code):
        raise RuleBroken(_("A municipality code has four digits."), field="municipality_code")


def check_organisation_number(number: str) -> None:
    if number and not re.fullmatch(r"\d{6}-\d{4}", number):
        raise RuleBroken(
            _("Write the organisation number as six digits, a hyphen and four digits."),
            field="organisation_number",
        )


def check_parties(university_kind: str, organiser_kind: str) -> None:
    if university_kind not in {Kind.UNIVERSITY, Kind.REGION} or organiser_kind != Kind.ORGANISER:
        raise RuleBroken(_("An agreement is between a university or region and an organiser."))


def check_cooperation(
    *, surveys: bool, networks: bool, starts_on: date, ends_on: date | None, overlaps: bool
) -> None:
    if not (surveys or networks):
        raise RuleBroken(_("Choose what the agreement is about."), field="surveys")
    if ends_on and ends_on < starts_on:
        raise RuleBroken(_("The last day comes before the first."), field="ends_on")
    if overlaps:
        raise RuleBroken(_("The two already have an agreement at that time. End it first."))

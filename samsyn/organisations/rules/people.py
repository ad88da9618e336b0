"""When people may be invited, and when one may act for another."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from samsyn.core.rules import RuleBroken
from samsyn.organisations.models import Duty, Person
from samsyn.organisations.roles import Role
from samsyn.organisations.rules.roster import said_date


def check_can_invite(person: Person, has_signed_in: bool) -> None:
    if has_signed_in:
        raise RuleBroken(
            _("%(name)s has already signed in and needs no invitation.") % {"name": person.name}
        )
    if not person.email:
        raise RuleBroken(
            _("There is no e-mail address to send the invitation to. Write one first.")
        )


def check_can_withdraw(person: Person, has_signed_in: bool) -> None:
    if has_signed_in:
        raise RuleBroken(
            _("%(name)s has already signed in. The invitation cannot be taken back.")
            % {"name": person.name}
        )


def check_dates(starts_on: date, ends_on: date | None) -> None:
    if ends_on and ends_on < starts_on:
        raise RuleBroken(_("The last day comes before the first."), field="ends_on")


def check_can_delegate(duty: Duty, owner_id: UUID | None, starts_on: date, ends_on: date) -> None:
    """Only a principal delegates, only their own duty, and not beyond it."""
    if duty.person_id != owner_id or duty.role != Role.PRINCIPAL:
        raise RuleBroken(_("You can let a deputy act only in a principal's duty of your own."))
    check_dates(starts_on, ends_on)
    if duty.ends_on and ends_on > duty.ends_on:
        raise RuleBroken(
            _("Your own duty ends on %(date)s. A deputy cannot act for you after that.")
            % {"date": said_date(duty.ends_on)},
            field="ends_on",
        )


def check_deputy(deputy_id: UUID, owner_id: UUID | None, works_at_the_school: bool) -> None:
    if deputy_id == owner_id:
        raise RuleBroken(_("Choose somebody else than yourself."), field="deputy")
    if not works_at_the_school:
        raise RuleBroken(_("A deputy has to have a duty at the school."), field="deputy")


def check_duty_is_new(exists: bool) -> None:
    if exists:
        raise RuleBroken(
            _("The person already has that duty there from that day."), field="starts_on"
        )

"""Which schools may go to which organiser, and which organisers may become one."""

from django.utils.translation import gettext as _

from samsyn.core.rules import RuleBroken
from samsyn.organisations.models import Kind, Organisation


def check_is_open(organisation: Organisation) -> None:
    if organisation.closed_on:
        raise RuleBroken(
            _("%(name)s is closed. Nothing new is entered there.") % {"name": organisation.name}
        )


def check_can_move(school_unit: Organisation, organiser: Organisation) -> None:
    if school_unit.kind != Kind.SCHOOL_UNIT or organiser.kind != Kind.ORGANISER:
        raise RuleBroken(_("A school unit is moved, and to an organiser."))
    if school_unit.parent_id == organiser.pk:
        raise RuleBroken(
            _("%(school)s is already at %(organiser)s.")
            % {"school": school_unit.name, "organiser": organiser.name}
        )
    check_is_open(organiser)


def check_can_merge(gone: Organisation, into: Organisation) -> None:
    if (gone.kind, into.kind) != (Kind.ORGANISER, Kind.ORGANISER):
        raise RuleBroken(_("Only organisers become one."))
    if gone.pk == into.pk:
        raise RuleBroken(_("An organiser cannot go up in itself."))
    check_is_open(gone)
    check_is_open(into)

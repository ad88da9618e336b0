"""How a changed address comes into force: the old one confirms, or seven days pass. Links in mail are signed."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

from samsyn.core.rules import RuleBroken
from samsyn.organisations.models import AddressChange, AddressState

NOTICE = timedelta(days=7)
# Longer than the notice: the old address may confirm later too, which opens confidential rooms again.
LINK_HOLDS = timedelta(days=60)
_SALT = "samsyn.organisations.address"


def due_after(moment: datetime) -> datetime:
    return moment + NOTICE


def token_for(change: AddressChange) -> str:
    return signing.dumps(str(change.pk), salt=_SALT)


def change_id_of(token: str) -> UUID | None:
    """The change a link is about; None for a link that is forged or too old."""
    try:
        return UUID(signing.loads(token, salt=_SALT, max_age=LINK_HOLDS))
    except (signing.BadSignature, ValueError):
        return None


def check_can_confirm(change: AddressChange) -> None:
    if change.state not in {AddressState.WAITING, AddressState.DONE}:
        raise RuleBroken(_("The change was stopped before. The old address still counts."))


def check_can_reject(change: AddressChange) -> None:
    if change.state == AddressState.DONE:
        raise RuleBroken(
            _(
                "The new address already counts. Tell the administrator of your organisation at once."
            )
        )


def check_is_free(taken: bool) -> None:
    if taken:
        raise RuleBroken(
            _("Somebody else already uses that address. Two people cannot have the same."),
            field="email",
        )


def check_may_vouch(change: AddressChange, actor_id: UUID | None) -> None:
    """Whoever set the address, or owns it, cannot be the one who says that it is the same person."""
    if actor_id is None or actor_id in {change.set_by_id, change.person_id}:
        raise RuleBroken(_("Somebody else than you has to say that it is the same person."))

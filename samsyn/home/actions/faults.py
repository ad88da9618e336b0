"""What changes on the product's own pages: faults are reported and handled."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from samsyn.home.models import FaultReport
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record


@transaction.atomic
def report_fault(*, actor: Actor, key: UUID, what: str, where: str, email: str) -> FaultReport:
    """Once for a key. The event names nobody: who reports a fault need not be known, signed in or not."""
    fault, is_new = FaultReport.objects.get_or_create(
        pk=key, defaults={"what": what, "where": where, "email": email}
    )
    if is_new:
        record("fault.reported", actor=Actor(), matter=fault, controller=None)
    return fault


@transaction.atomic
def handle_fault(*, actor: Actor, fault: FaultReport) -> FaultReport:
    """Whoever comes second changes nothing. The reporter's address is erased: nobody needs it any more."""
    fault = FaultReport.objects.select_for_update().get(pk=fault.pk)
    if fault.handled_at is None:
        fault.handled_at, fault.handled_by_id = timezone.now(), actor.person_id
        fault.email = ""
        fault.save(update_fields=["handled_at", "handled_by", "email", "changed_at"])
        record("fault.handled", actor=actor, matter=fault, controller=None)
    return fault

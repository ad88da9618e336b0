"""Work of this app that is too heavy for a request."""

from datetime import time, timedelta
from uuid import UUID

from django_tasks import task

from samsyn.core import jobs, schedules
from samsyn.core.actions import end_progress
from samsyn.organisations.access import NOBODY
from samsyn.organisations.actions import addresses, imports
from samsyn.organisations.queries.imports import actor_who_applies


@task()
def check_import(imported_id: str) -> None:
    imports.check_import(imported_id=UUID(imported_id))
    end_progress(UUID(imported_id))


@task()
def apply_import(imported_id: str) -> None:
    actor = actor_who_applies(UUID(imported_id)) or NOBODY
    imports.apply_import(actor=actor, imported_id=UUID(imported_id))


def give_up_import(imported_id: str) -> None:
    imports.give_up_import(imported_id=UUID(imported_id))


jobs.rescue(check_import, give_up_import)
jobs.rescue(apply_import, give_up_import)


@task()
def put_due_addresses_in_force() -> None:
    addresses.put_due_addresses_in_force()


@task()
def clear_old_imports() -> None:
    imports.discard_old_imports()


schedules.register(
    "organisations.addresses", put_due_addresses_in_force, every=timedelta(minutes=15)
)
schedules.register("organisations.imports", clear_old_imports, daily_at=time(3, 30))

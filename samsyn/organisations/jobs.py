"""Work of this app that is too heavy for a request."""

from uuid import UUID

from django_tasks import task

from samsyn.organisations.access import NOBODY
from samsyn.organisations.actions import imports
from samsyn.organisations.queries.imports import actor_who_applies


@task()
def check_import(imported_id: str) -> None:
    imports.check_import(imported_id=UUID(imported_id))


@task()
def apply_import(imported_id: str) -> None:
    actor = actor_who_applies(UUID(imported_id)) or NOBODY
    imports.apply_import(actor=actor, imported_id=UUID(imported_id))

"""What is read of addresses on their way to change."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from samsyn.core.prepared import prepared
from samsyn.organisations.models import AddressChange, Person
from samsyn.organisations.rules.addresses import change_id_of


def change_of_link(token: str) -> AddressChange | None:
    pk = change_id_of(token)
    changes = AddressChange.objects.select_related("person__controller", "person__user")
    return changes.filter(pk=pk).first() if pk else None


def rooms_are_shut(person: Person) -> bool:
    """Whether confidential rooms are shut to this person: a new address counts that nobody has vouched for.

    Every page of dialogues and supervision asks this; it opens by the old address confirming or a counterpart
    saying that it is the same person.
    """
    return bool(_shutting(person.pk))


@prepared
def _shutting(person: UUID) -> QuerySet[Any, Any]:
    found = AddressChange.objects.shutting_rooms().filter(person=person)
    return found.order_by().values_list("pk")

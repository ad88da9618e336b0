"""`samsyn found NAME …`: the first organisation of its kind here, with its administrator, who is invited by mail."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import SYSTEM
from samsyn.organisations.actions.organisations import make_organisation
from samsyn.organisations.actions.people import invite_person, make_duty, make_person
from samsyn.organisations.models import Kind
from samsyn.organisations.roles import Role

ROOTS = (Kind.ORGANISER, Kind.UNIVERSITY, Kind.REGION)


class Command(BaseCommand):
    help = "Make an organiser, university or region, and invite its administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--kind", choices=[kind.value for kind in ROOTS], required=True)
        parser.add_argument("--municipality-code", default="")
        for name in ("--given-name", "--family-name", "--email"):
            parser.add_argument(name, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.found(options)
        except RuleBroken as broken:
            raise CommandError(broken.sentence) from broken
        self.stdout.write(f"{options['name']}: an invitation is on its way to {options['email']}.")

    @transaction.atomic
    def found(self, options: dict[str, Any]) -> None:
        organisation = make_organisation(
            actor=SYSTEM,
            kind=options["kind"],
            name=options["name"],
            municipality_code=options["municipality_code"],
        )
        person = make_person(
            actor=SYSTEM,
            controller=organisation,
            given_name=options["given_name"],
            family_name=options["family_name"],
            email=options["email"],
        )
        make_duty(
            actor=SYSTEM,
            person=person,
            role=Role.ADMINISTRATOR,
            organisation=organisation,
            extent=100,
            starts_on=timezone.localdate(),
            ends_on=None,
        )
        invite_person(actor=SYSTEM, person=person)

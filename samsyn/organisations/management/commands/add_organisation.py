"""`samsyn add_organisation`: the first step of an installation: a root, its administrator, and the invitation."""

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


class Command(BaseCommand):
    help = "Adds an organiser, university or region with its first administrator, who is invited by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        roots = [Kind.ORGANISER.value, Kind.UNIVERSITY.value, Kind.REGION.value]
        parser.add_argument("name")
        parser.add_argument("--kind", choices=roots, default=Kind.ORGANISER.value)
        parser.add_argument("--municipality-code", default="")
        parser.add_argument("--given-name", required=True)
        parser.add_argument("--family-name", required=True)
        parser.add_argument("--email", required=True)

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            root = make_organisation(
                actor=SYSTEM,
                kind=options["kind"],
                name=options["name"],
                municipality_code=options["municipality_code"],
            )
            names = {key: options[key] for key in ("given_name", "family_name", "email")}
            person = make_person(actor=SYSTEM, controller=root, **names)
            make_duty(
                actor=SYSTEM,
                person=person,
                role=Role.ADMINISTRATOR,
                organisation=root,
                extent=100,
                starts_on=timezone.localdate(),
                ends_on=None,
            )
            invite_person(actor=SYSTEM, person=person)
        except RuleBroken as broken:
            raise CommandError(broken.sentence) from broken
        self.stdout.write(self.style.SUCCESS(f"Added. An invitation goes to {person.email}."))

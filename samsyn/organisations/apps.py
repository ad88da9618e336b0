from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "samsyn.organisations"

    def ready(self) -> None:
        from samsyn.core import panels
        from samsyn.organisations import (
            jobs,  # noqa: F401 - registers what recurs
            start,
        )
        from samsyn.organisations.access import Can
        from samsyn.organisations.actions import accounts
        from samsyn.organisations.actions.roster import apply_roster
        from samsyn.organisations.imports import ImportKind, register
        from samsyn.organisations.queries.roster_lines import check_roster
        from samsyn.organisations.rules.roster import EXAMPLE

        accounts.listen()
        panels.register("start.waiting", start.files_waiting)
        panels.register("start.waiting", start.address_waiting)
        register(
            ImportKind(
                code="roster",
                title=_("Read in a roster"),
                right=Can.ROSTER_EDIT,
                extensions=(".csv", ".xlsx"),
                template="organisations/_import_roster.html",
                check=check_roster,
                apply=apply_roster,
                done_url=lambda imported: reverse("organisations:people"),
                example=EXAMPLE,
            )
        )

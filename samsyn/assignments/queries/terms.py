"""What an organiser has settled: its school years and its templates."""

from dataclasses import dataclass
from uuid import UUID

from django.db import models

from samsyn.assignments.models import Template, YearTerms
from samsyn.assignments.rules.terms import is_school_year
from samsyn.organisations.access import Actor
from samsyn.organisations.models import Organisation


@dataclass(frozen=True)
class TermsRow:
    year: int
    terms: YearTerms | None


def terms_rows(organiser: Organisation, this_year: int) -> list[TermsRow]:
    """What is settled, and always this school year and the next, the newest first."""
    settled = {terms.year: terms for terms in YearTerms.objects.filter(controller=organiser)}
    years = {*settled, this_year, this_year + 1}
    return [
        TermsRow(year, settled.get(year))
        for year in sorted(years, reverse=True)
        if is_school_year(year)
    ]


def terms_before(organiser: Organisation, year: int) -> YearTerms | None:
    """The newest of the years before, to begin from."""
    return YearTerms.objects.filter(controller=organiser, year__lt=year).order_by("-year").first()


def templates_of(actor: Actor, organiser: Organisation) -> models.QuerySet[Template]:
    return Template.objects.visible_to(actor).filter(controller=organiser)


def has_template_called(controller_id: UUID, name: str, *, but: UUID | None = None) -> bool:
    found = Template.objects.filter(controller=controller_id, name=name)
    return (found.exclude(pk=but) if but else found).exists()

"""Fills an empty demo: a made-up region, its schools and people, two years of assignments, surveys, and that of 2014.

All of it goes in by the product's own imports, commands and actions, so that the demo is what a real region would be.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import override

from samsyn.accounts.models import User
from samsyn.core.jobs import work_off
from samsyn.home.actions.search import rebuild_search
from samsyn.home.demo.clock import at
from samsyn.home.demo.history import tell
from samsyn.home.demo.mails import deliver
from samsyn.home.demo.queries import GUIDES
from samsyn.home.demo.surveys import tell_surveys
from samsyn.home.demo.years import Years
from samsyn.organisations.access import SYSTEM
from samsyn.organisations.actions.imports import apply_now, decide_line, run_import
from samsyn.organisations.actions.organisations import make_cooperation, make_organisation
from samsyn.organisations.actions.people import delegate_duty, invite_person
from samsyn.organisations.imports import kind, plan_from_json
from samsyn.organisations.models import Import, ImportState, Kind, Organisation, Person
from samsyn.organisations.queries import actor_for_user

PACKAGE = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
RUN2014 = PACKAGE / "surveys/demo/run2014"
REPORT = PACKAGE / "reports/demo/run2014.yaml"
# The summer before the first survey that is told. The history of assignments begins a year later.
FOUNDED = "06-08 08:00"
# Before the survey of 2014: the university was there for it.
SINCE = date(2013, 8, 1)


class DemoBroken(Exception):
    """The demo's own files no longer fit the product."""


@dataclass(frozen=True)
class Municipality:
    roster: str
    name: str
    code: str
    # school unit code → name and school forms
    schools: Mapping[str, tuple[str, list[str]]]


COMPULSORY = ["FKLASS", "GR"]
MUNICIPALITIES = (
    Municipality(
        "alvsunda",
        "Älvsunda kommun",
        "9901",
        {
            "48390012": ("Björkbackens skola", COMPULSORY),
            "48392017": ("Strandskolan", COMPULSORY),
            "48393029": ("Kyrkskolan", COMPULSORY),
            "48394030": ("Fjällgläntans skola", COMPULSORY),
            "48395041": ("Älvsunda gymnasium", ["GY"]),
            "48396052": ("Lärcentrum Älvsunda", ["VUX"]),
        },
    ),
    Municipality(
        "storhojden",
        "Storhöjdens kommun",
        "9902",
        {
            "48392108": ("Centralskolan", COMPULSORY),
            "48392116": ("Åsens skola", COMPULSORY),
            "48392124": ("Sjöbodens skola", COMPULSORY),
            "48392132": ("Höjdgårdens anpassade grundskola", ["GRAN"]),
        },
    ),
    Municipality(
        "norrbyviken",
        "Norrbyvikens kommun",
        "9903",
        {
            "48392207": ("Hamnskolan", COMPULSORY),
            "48392215": ("Skogsbrynets skola", COMPULSORY),
            "48392223": ("Bergängens skola", COMPULSORY),
            "48392231": ("Vikens förskola", ["FS"]),
        },
    ),
)


def fill() -> None:
    years = Years(timezone.localdate())
    with override("sv"):
        with at(years.moment(FOUNDED, ago=3)):
            university = make_region(years)
        read_survey(university)
        tell(years)
        invite_guides()
        tell_surveys(years)
        let_a_deputy_act(years)
        deliver(years)
        work_off()
        leave_a_roster_waiting(years)
        rebuild_search()


def make_region(years: Years) -> Organisation:
    """As it was when Samsyn came, the summer before the first that is told."""
    university = make_organisation(actor=SYSTEM, kind=Kind.UNIVERSITY, name="Mittskogs universitet")
    read_roster(university, "mittskog", years)
    for municipality in MUNICIPALITIES:
        organiser = make_municipality(municipality)
        make_cooperation(actor=SYSTEM, university=university, organiser=organiser, starts_on=SINCE)
        read_roster(organiser, municipality.roster, years)
    return university


def make_municipality(municipality: Municipality) -> Organisation:
    organiser = make_organisation(
        actor=SYSTEM,
        kind=Kind.ORGANISER,
        name=municipality.name,
        municipality_code=municipality.code,
    )
    for code, (name, forms) in municipality.schools.items():
        make_organisation(
            actor=SYSTEM,
            kind=Kind.SCHOOL_UNIT,
            name=name,
            parent=organiser,
            school_unit_code=code,
            school_forms=forms,
        )
    return organiser


def read_roster(organisation: Organisation, name: str, years: Years) -> None:
    """Somebody says yes to the roster's principals and heads, as a person would on the preview."""
    imported = check_roster(organisation, f"{name}.csv", years)
    for state in {line.state for line in plan_from_json(imported.plan).lines if line.choices}:
        decide_line(actor=SYSTEM, imported=imported, key=f"*{state}", code="confirm")
    imported = apply_now(actor=SYSTEM, imported=imported)
    if imported.state != ImportState.APPLIED:
        raise DemoBroken(f"{imported.filename}: {imported.sentence}")


def check_roster(organisation: Organisation, filename: str, years: Years) -> Import:
    roster = kind("roster")
    assert roster is not None  # noqa: S101 - registered by the app itself
    text = years.dates_in((HERE / filename).read_text(encoding="utf-8"))
    file = ContentFile(text.encode(), name=filename)
    imported = run_import(actor=SYSTEM, kind=roster, target=organisation, file=file)
    if imported.state != ImportState.READY:
        raise DemoBroken(f"{filename}: {imported.sentence}")
    return imported


def invite_guides() -> None:
    addresses = [guide.address for guide in GUIDES]
    for person in Person.objects.filter(email__in=addresses):
        invite_person(actor=SYSTEM, person=person)


def let_a_deputy_act(years: Years) -> None:
    """Lena acts for Mats at Strandskolan for two weeks from the day the demo is filled."""
    people = Person.objects.filter(controller__name=MUNICIPALITIES[0].name)
    principal = people.get(email="mats.ohlen@alvsunda.example")
    deputy = people.get(email="lena.palm@alvsunda.example")
    invite_person(actor=SYSTEM, person=deputy)
    delegate_duty(
        actor=actor_for_user(User.objects.get(person=principal), years.today),
        duty=principal.duties.get(),
        deputy=deputy,
        starts_on=years.today,
        ends_on=years.today + timedelta(days=14),
    )


def read_survey(university: Organisation) -> None:
    questionnaire, responses = RUN2014 / "questionnaire.yaml", RUN2014 / "respondents.csv"
    answers = [RUN2014 / "q3_goals_coded.json", RUN2014 / "q3_summaries.json"]
    quiet = {"stdout": io.StringIO()}
    call_command("import_questionnaire", questionnaire, organisation=university.name, **quiet)
    call_command("import_responses", responses, round="run2014", **quiet)
    call_command("import_coded_answers", *answers, round="run2014", question="q3", **quiet)
    call_command("make_report", "run2014", texts=REPORT, issue=True, **quiet)


def leave_a_roster_waiting(years: Years) -> None:
    """The one of week 48, with rows that need an answer: what an administrator meets on a Monday."""
    organiser = Organisation.objects.get(name=MUNICIPALITIES[0].name)
    check_roster(organiser, "personal-vecka-48.csv", years)

"""The cast with something of everything to visit: objects of Anna's university and of Adam's organiser."""

import io
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from samsyn.accounts.models import User
from samsyn.assignments.actions.comments import make_comment
from samsyn.assignments.actions.dialogues import add_step, begin_dialogue, plan_dialogue
from samsyn.assignments.actions.following import add_evidence, enter_log
from samsyn.assignments.models import (
    Assignment,
    CareerPost,
    Comment,
    Dialogue,
    Evidence,
    LogEntry,
    NextStep,
    Template,
)
from samsyn.coding.models import Codebook
from samsyn.core.models import uuid7
from samsyn.home.actions.faults import report_fault
from samsyn.home.models import FaultReport
from samsyn.organisations.access import SYSTEM
from samsyn.organisations.actions.addresses import set_address
from samsyn.organisations.actions.imports import check_import, upload_import
from samsyn.organisations.actions.people import delegate_duty, invite_person
from samsyn.organisations.imports import kind
from samsyn.organisations.models import (
    AddressChange,
    Cooperation,
    Delegation,
    Duty,
    Import,
    Kind,
    Organisation,
    Person,
)
from samsyn.organisations.roles import Role
from samsyn.reports.actions import store_files
from samsyn.reports.models import Edition, Report, ReportBlock
from samsyn.surveys.models import Mailing, MailingKind, Round, Survey
from samsyn.surveys.tests.asking import make_draft
from samsyn.surveys.tests.making import make_open_round
from tests.cast import (
    LONG_AGO,
    Cast,
    actor,
    make_agreed,
    make_cast,
    make_duty,
    make_organisation,
    make_person,
    make_post,
)

PACKAGE = Path(__file__).resolve().parent.parent / "samsyn"
RUN2014 = PACKAGE / "surveys/demo/run2014"
ROSTER = (
    "personid;förnamn;efternamn;e-post;roll;skolenhetskod;startdatum\n"
    "1;Ny;Nyberg;ny@samsyn.example;lärare;99010001;2026-01-01\n"
    "2;Fel;Felin;fel@samsyn.example;lärare;9901000;2026-01-01\n"
)


@dataclass(frozen=True)
class World:
    cast: Cast
    stranger: Person
    survey: Survey
    round: Round
    # Open, anonymous, with a reminder to come, and also with a link that is everybody’s.
    asked: Round
    # Of the survey of 2014; nobody has been asked.
    draft: Round
    codebook: Codebook
    report: Report
    block: ReportBlock
    edition: Edition
    imported: Import
    fault: FaultReport
    bos_duty: Duty
    ruts_duty: Duty
    delegation: Delegation
    address: AddressChange
    cooperation: Cooperation
    post: CareerPost
    template: Template
    entry: LogEntry
    evidence: Evidence
    comment: Comment
    dialogue: Dialogue
    step: NextStep

    def user(self, who: str) -> User:
        person: Person = self.stranger if who == "stranger" else getattr(self.cast, who)
        assert person.user is not None
        return person.user


def make_world() -> World:
    cast = make_cast()
    entry = make_entry(cast)
    step = make_step(cast, entry.assignment)
    make_survey(cast.university)
    invite_person(actor=actor(cast.adam), person=cast.tora)
    report = Report.objects.get()
    edition = store_files(
        actor=SYSTEM, edition_id=report.editions.get().pk, pdf=b"%PDF-1.7", docx=b"PK"
    )
    return World(
        cast=cast,
        stranger=make_stranger(cast),
        survey=Survey.objects.get(),
        round=Round.objects.get(),
        asked=make_asked(cast),
        draft=make_draft(cast, survey=report.round.survey),
        codebook=Codebook.objects.get(),
        report=report,
        block=report.blocks.filter(emphasis__isnull=False)[0],
        edition=edition,
        imported=make_import(cast),
        fault=report_fault(actor=actor(cast.bo), key=uuid7(), what="Går inte", where="/", email=""),
        bos_duty=cast.bo.duties.get(),
        ruts_duty=cast.rut.duties.get(role=Role.PRINCIPAL),
        delegation=make_delegation(cast),
        address=make_address_change(cast),
        cooperation=Cooperation.objects.get(),
        post=make_post(cast.bo, cast.bjorkskolan, grant_category="first-teacher"),
        template=Template.objects.create(controller=cast.organiser, name="Handledning"),
        entry=entry,
        evidence=add_evidence(
            actor=actor(cast.bo), assignment=entry.assignment, kind="log", log_entry=entry
        ),
        comment=make_comment(
            actor=actor(cast.rut), assignment=entry.assignment, part="time", text="Räcker det?"
        ),
        dialogue=step.dialogue,
        step=step,
    )


def make_asked(cast: Cast) -> Round:
    round = make_open_round(cast.university, 1, round_open_token="oppen")
    mails = {MailingKind.INVITATION: 0, MailingKind.REMINDER: 3}
    for mail, number in mails.items():
        due_at = timezone.now() + timedelta(days=number)
        Mailing.objects.create(round=round, kind=mail, subject="Hej", text="Hej", due_at=due_at)
    return round


def make_entry(cast: Cast) -> LogEntry:
    """A line with a file, in the log of an assignment that Bo and Rut have agreed on."""
    today = timezone.localdate()
    post = make_post(cast.bo, cast.bjorkskolan, starts_on=LONG_AGO + timedelta(days=1))
    assignment = make_agreed(
        post, cast.rut, starts_on=today - timedelta(days=90), ends_on=today + timedelta(days=90)
    )
    return enter_log(
        actor=actor(cast.bo),
        assignment=assignment,
        key=uuid7(),
        done_on=today,
        activity="visits",
        minutes=30,
        file=ContentFile(b"%PDF-1.7", name="besok.pdf"),
    )


def make_step(cast: Cast, assignment: Assignment) -> NextStep:
    """What Rut is to do, in a dialogue between her and Bo that goes on."""
    bo = actor(cast.bo)
    dialogue = plan_dialogue(actor=bo, assignment=assignment, starts_at=timezone.now())
    begin_dialogue(actor=bo, dialogue=dialogue)
    return add_step(actor=bo, dialogue=dialogue, text="Ring", person=cast.rut)


def make_stranger(cast: Cast) -> Person:
    """Somebody with every role, but all of them at another organiser and another university."""
    university = make_organisation(kind=Kind.UNIVERSITY, name="Havets universitet")
    stranger = make_person("Stig Strand", cast.other_organiser)
    for role in Role:
        make_duty(stranger, role, cast.other_organiser)
        make_duty(stranger, role, university)
    return stranger


def make_survey(university: Organisation) -> None:
    """The survey of 2014 with its coded answers, and a report on it in one edition."""
    questionnaire, responses = RUN2014 / "questionnaire.yaml", RUN2014 / "respondents.csv"
    said = {"stdout": io.StringIO()}
    call_command("import_questionnaire", questionnaire, organisation=university.name, **said)
    call_command("import_responses", responses, round="run2014", **said)
    answers = RUN2014 / "q3_goals_coded.json"
    call_command("import_coded_answers", answers, round="run2014", question="q3", **said)
    call_command("make_report", "run2014", issue=True, **said)


def make_import(cast: Cast) -> Import:
    """A roster of Adam's with one row that needs an answer."""
    roster = kind("roster")
    assert roster is not None
    imported = upload_import(
        actor=actor(cast.adam),
        kind=roster,
        target=cast.organiser,
        file=SimpleUploadedFile("vecka-48.csv", ROSTER.encode()),
    )
    return check_import(imported_id=imported.pk)


def make_delegation(cast: Cast) -> Delegation:
    """Lena will act for Rut at Björkskolan, but does not yet."""
    starts_on = timezone.localdate() + timedelta(days=30)
    return delegate_duty(
        actor=actor(cast.rut),
        duty=cast.rut.duties.get(role=Role.PRINCIPAL),
        deputy=cast.lena,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=5),
    )


def make_address_change(cast: Cast) -> AddressChange:
    """Adam has set a new address for Bo, who has not answered."""
    change = set_address(actor=actor(cast.adam), person=cast.bo, email="bo.ny@samsyn.example")
    assert change is not None
    return change

"""The survey of 2014 at Anna's university, read in by the same actions as in the product, and its shipped report."""

from functools import cache
from pathlib import Path

import yaml

import samsyn
from samsyn.coding.actions import import_coded_answers
from samsyn.coding.codedfile import read_coded_files
from samsyn.core.tables import read_table
from samsyn.organisations.access import SYSTEM
from samsyn.organisations.models import Organisation
from samsyn.reports.actions import make_report
from samsyn.reports.models import Report
from samsyn.reports.queries import ReportDraft, draft_from
from samsyn.surveys.actions import import_questionnaire, import_responses
from samsyn.surveys.answers import read_answers
from samsyn.surveys.models import Round
from samsyn.surveys.queries import sheets_of
from samsyn.surveys.questionnaire import read_questionnaire

PACKAGE = Path(samsyn.__file__).parent
RUN2014 = PACKAGE / "surveys/demo/run2014"
TEXTS = PACKAGE / "reports/demo/run2014.yaml"


def make_round(organisation: Organisation) -> Round:
    """An open round: nothing has been answered."""
    questionnaire = read_questionnaire((RUN2014 / "questionnaire.yaml").read_bytes())
    survey = import_questionnaire(
        actor=SYSTEM, organisation=organisation, questionnaire=questionnaire
    )
    return Round.objects.select_related("survey__organisation").get(survey=survey)


def make_run2014(organisation: Organisation) -> Round:
    round = make_round(organisation)
    with (RUN2014 / "respondents.csv").open("rb") as opened:
        table = read_table(opened, "respondents.csv")
    read = read_answers(table, sheets_of(round.survey_id), {}, is_closed=False)
    import_responses(actor=SYSTEM, round=round, answers=read.new)
    round.refresh_from_db()
    coded = read_coded_files(
        (RUN2014 / name).read_bytes() for name in ("q3_goals_coded.json", "q3_summaries.json")
    )
    question = round.survey.questions.get(code="q3")
    import_coded_answers(actor=SYSTEM, round=round, question=question, coded=coded)
    return round


@cache
def shipped_draft() -> ReportDraft:
    return draft_from(yaml.safe_load(TEXTS.read_text(encoding="utf-8")))


def make_shipped_report(organisation: Organisation) -> Report:
    return make_report(actor=SYSTEM, round=make_run2014(organisation), draft=shipped_draft())

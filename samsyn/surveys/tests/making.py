"""Surveys for tests: small ones made up, and the one of 2014 from the files that are shipped."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from samsyn.core.tables import read_table
from samsyn.organisations.access import SYSTEM
from samsyn.organisations.models import Organisation
from samsyn.surveys.actions import import_questionnaire, import_responses
from samsyn.surveys.answers import Answers, read_answers
from samsyn.surveys.drafts import (
    GroupDraft,
    GroupingDraft,
    QuestionDraft,
    Questionnaire,
    RoundDraft,
    SectionDraft,
    options_of,
)
from samsyn.surveys.models import AudienceKind, Invitation, Mode, Round, RoundState
from samsyn.surveys.queries import sheets_of, stored_answers
from samsyn.surveys.questionnaire import read_questionnaire

RUN2014 = Path(__file__).parents[1] / "demo" / "run2014"


def make_questionnaire(**over: Any) -> Questionnaire:
    """A role and a question with at most two of three answers."""
    questions = (
        QuestionDraft(
            "role",
            "single",
            "Roll?",
            required=True,
            choices=options_of(("Lärare", "Rektor", "Annan")),
        ),
        QuestionDraft("q1", "multiple", "Vad?", max=2, choices=options_of(("Ett", "Två", "Tre"))),
        QuestionDraft("q2", "text", "Varför?"),
    )
    grouping = GroupingDraft(
        "roller",
        "Roller",
        (GroupDraft("Lärare", ("Lärare",)), GroupDraft("Ledning", ("Rektor", "Annan"))),
    )
    fields = {
        "code": "enkat",
        "title": "Enkät",
        "background": "role",
        "background_whole": True,
        "groups_note": "Gruppernas siffror är påhittade.",
        "sections": (SectionDraft("Del", "", questions),),
        "groupings": (grouping,),
        "round": RoundDraft("r1", "Enkät 1"),
    }
    return Questionnaire(**{**fields, **over})


def make_round(organisation: Organisation, **over: Any) -> Round:
    questionnaire = make_questionnaire(**over)
    import_questionnaire(actor=SYSTEM, organisation=organisation, questionnaire=questionnaire)
    assert questionnaire.round is not None
    return Round.objects.get(code=questionnaire.round.code)


def make_open_round(organisation: Organisation, invited: int = 0, **over: Any) -> Round:
    """Open since yesterday and for a week, with as many invited by address; fields of the round by `round_`."""
    of_round = {key[6:]: over.pop(key) for key in list(over) if key.startswith("round_")}
    now = timezone.now()
    fields = {
        "mode": Mode.ANONYMOUS,
        "state": RoundState.OPEN,
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=7),
        "audience_kind": AudienceKind.ADDRESSES,
        **of_round,
    }
    round = make_round(organisation, **over)
    for name, value in fields.items():
        setattr(round, name, value)
    round.save()
    Invitation.objects.bulk_create(
        Invitation(round=round, email=f"inbjuden{number}@samsyn.example", name=f"Inbjuden {number}")
        for number in range(invited)
    )
    return round


def make_answers(*roles: int, q1: Sequence[int] = (0,)) -> list[tuple[str, Answers]]:
    """As many respondents of each role as the numbers say, who all answer the same."""
    return [
        (f"{role}-{number}", {"role": [role], "q1": list(q1)})
        for role, count in enumerate(roles)
        for number in range(count)
    ]


def make_closed_round(organisation: Organisation, *roles: int, **over: Any) -> Round:
    round = make_round(organisation, **over)
    import_responses(actor=SYSTEM, round=round, answers=make_answers(*roles))
    round.refresh_from_db()
    return round


def make_run2014(organisation: Organisation) -> Round:
    """The survey of 2014 through the real import, closed."""
    questionnaire = read_questionnaire((RUN2014 / "questionnaire.yaml").read_bytes())
    import_questionnaire(actor=SYSTEM, organisation=organisation, questionnaire=questionnaire)
    round = Round.objects.get(code="run2014")
    with (RUN2014 / "respondents.csv").open("rb") as file:
        table = read_table(file, "respondents.csv")
    read = read_answers(
        table, sheets_of(round.survey_id), stored_answers(round), is_closed=round.is_closed
    )
    import_responses(actor=SYSTEM, round=round, answers=read.new)
    return Round.objects.select_related("survey__organisation").get(pk=round.pk)

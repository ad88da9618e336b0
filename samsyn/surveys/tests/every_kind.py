"""A closed round with a question of every kind, shown by role and by what the register says."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from samsyn.organisations.access import SYSTEM
from samsyn.organisations.models import Organisation
from samsyn.surveys.actions import close_round, import_questionnaire
from samsyn.surveys.drafts import (
    ConditionDraft,
    GroupDraft,
    GroupingDraft,
    OptionDraft,
    QuestionDraft,
    Questionnaire,
    RoundDraft,
    RowDraft,
    SectionDraft,
    options_of,
)
from samsyn.surveys.models import Mode, Response, Round

ROLES = ("Förstelärare", "Rektor", "Skolchef")
AGREE = (
    OptionDraft("a1", "Stämmer inte"),
    OptionDraft("a2", "Stämmer delvis"),
    OptionDraft("a3", "Stämmer helt"),
    OptionDraft("a4", "Vet inte", is_exclusive=True),
)
QUESTIONS = (
    QuestionDraft("role", "single", "Vilken är din roll?", choices=options_of(ROLES)),
    QuestionDraft("time", "single", "Har du tid?", choices=options_of(("Ja", "Nej"))),
    QuestionDraft(
        "what", "multiple", "Vad gör du?", choices=options_of(("Leder", "Handleder", "Forskar"))
    ),
    QuestionDraft(
        "claims",
        "matrix",
        "Hur väl stämmer det?",
        choices=AGREE,
        rows=(RowDraft("r1", "Jag vet vad som väntas"), RowDraft("r2", "Jag har stöd av rektor")),
    ),
    QuestionDraft(
        "worth",
        "scale",
        "Hur nöjd är du?",
        low_label="inte alls",
        high_label="mycket",
        unsure_label="Vet inte",
    ),
    QuestionDraft(
        "order", "ranking", "Vad är viktigast?", choices=options_of(("Tid", "Lön", "Mandat"))
    ),
    QuestionDraft("years", "number", "Hur länge?", unit="år", lowest=Decimal(0)),
    QuestionDraft("since", "date", "Sedan när?"),
    QuestionDraft(
        "lead",
        "single",
        "Leder du lärare?",
        choices=options_of(("Ja", "Nej")),
        show_if=(ConditionDraft("time", "any", ("a1",)),),
    ),
    QuestionDraft("why", "text", "Varför?"),
    QuestionDraft("read", "block", "Tack för att du har svarat så långt."),
)
BLOCKS = [
    {"label": "Norrbygd", "size": 60, "cells": []},
    {"label": "Söderbygd", "size": 40, "cells": []},
]


def make_questionnaire(**over: Any) -> Questionnaire:
    grouping = GroupingDraft(
        "roller",
        "Roller",
        (GroupDraft("Lärare", ROLES[:1]), GroupDraft("Ledning", ROLES[1:])),
    )
    made = Questionnaire(
        code="allt",
        title="Om uppdraget",
        background="role",
        sections=(SectionDraft("Del", "", QUESTIONS),),
        groupings=(grouping,),
        round=RoundDraft("allt-2026", "Om uppdraget 2026", invited_count=120),
    )
    return replace(made, **over)


def answers_of(number: int) -> tuple[dict[str, Any], int]:
    """Of a hundred: 60 in Norrbygd, of whom 40 first teachers, 18 principals, 2 heads; 40 in Söderbygd, 25, 12 and 3."""
    block = 0 if number < 60 else 1
    within = number if block == 0 else number - 60
    role = (
        (0 if within < 40 else 1 if within < 58 else 2)
        if block == 0
        else (0 if within < 25 else 1 if within < 37 else 2)
    )
    has_time = (number * 7) % 10 < (3 if role == 0 else 7)
    answers: dict[str, Any] = {
        "role": [role],
        "time": [0 if has_time else 1],
        "what": sorted({number % 3, number % 2}),
        "claims": {"r1": number % 3, "r2": (number // 2) % 4},
        "worth": 1 + (number % 3) + (2 if role else 0),
        "order": [number % 3, (number + 1) % 3] if number % 5 else [],
        "years": str(number % 30),
        "since": f"{2008 + number % 18}-09-01",
        "why": "För att det behövs." if number % 4 == 0 else "",
    }
    if has_time:
        answers["lead"] = [number % 2]
    if number % 10 == 9:
        answers["worth"] = "?"
    return {key: value for key, value in answers.items() if value not in ([], "")}, block


def make_every_kind(
    organisation: Organisation,
    *,
    count: int = 100,
    shown_by: tuple[str, ...] = ("role", "register"),
    **over: Any,
) -> Round:
    questionnaire = make_questionnaire(**over)
    import_questionnaire(actor=SYSTEM, organisation=organisation, questionnaire=questionnaire)
    assert questionnaire.round is not None
    round = Round.objects.get(code=questionnaire.round.code)
    Round.objects.filter(pk=round.pk).update(
        mode=Mode.ANONYMOUS,
        shown_by=list(shown_by),
        register_blocks=BLOCKS,
        register_by="organiser",
    )
    made = (answers_of(number) for number in range(count))
    Response.objects.bulk_create(
        Response(round=round, respondent=str(number), answers=answers, block=block)
        for number, (answers, block) in enumerate(made)
    )
    round.refresh_from_db()
    close_round(actor=SYSTEM, round=round)
    return Round.objects.select_related("survey__organisation", "survey__background").get(
        pk=round.pk
    )

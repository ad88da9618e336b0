"""Makes an anonymous and a named round in the demo's database, and says the addresses of their links as JSON."""

# ruff: noqa: E402 - Django has to be set up first

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.utils import timezone

from samsyn.organisations.access import SYSTEM
from samsyn.organisations.models import Kind, Organisation
from samsyn.surveys.actions import import_questionnaire
from samsyn.surveys.drafts import (
    QuestionDraft,
    Questionnaire,
    RoundDraft,
    SectionDraft,
    options_of,
)
from samsyn.surveys.models import Invitation, Mode, Round, RoundState
from samsyn.surveys.rules.links import link_token

ROLE = QuestionDraft(
    "role", "single", "Roll?", required=True, choices=options_of(("Lärare", "Rektor"))
)
WORK = (
    QuestionDraft(
        "q1",
        "multiple",
        "Vad ingår?",
        max=2,
        choices=options_of(("Göra klassrumsbesök", "Handleda andra", "Leda arbetslag")),
    ),
    QuestionDraft("s1", "scale", "Hur väl stämmer det?", required=True, unsure_label="Vet inte"),
    QuestionDraft("t1", "text", "Hur ser det ut?"),
)


def links(mode: Mode) -> list[str]:
    questionnaire = Questionnaire(
        f"svara-{mode}",
        "Karriärtjänster 2026",
        sections=(SectionDraft("Om dig", "", (ROLE,)), SectionDraft("Uppdraget", "", WORK)),
        round=RoundDraft(f"svara-{mode}", "Karriärtjänster 2026"),
    )
    university = Organisation.objects.filter(kind=Kind.UNIVERSITY)[0]
    import_questionnaire(actor=SYSTEM, organisation=university, questionnaire=questionnaire)
    round = Round.objects.get(code=f"svara-{mode}")
    round.mode, round.state = mode, RoundState.OPEN
    round.opens_at = timezone.now() - timedelta(days=1)
    round.closes_at = timezone.now() + timedelta(days=1)
    round.save()
    invited = [
        Invitation.objects.create(round=round, email=f"svar{number}@samsyn.example")
        for number in range(6)
    ]
    return [f"/svara/{link_token(one.pk)}/" for one in invited]


sys.stdout.write(json.dumps({mode: links(Mode(mode)) for mode in ("anonymous", "named")}))

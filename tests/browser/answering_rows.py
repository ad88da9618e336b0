"""Makes rounds in the demo's database, and says the addresses of their links as JSON: two rounds, or with the word
`looks` one for each page that is looked at. `close` closes the one with every kind of question.
"""

# ruff: noqa: E402 - Django has to be set up first

import json
import sys
from datetime import timedelta
from decimal import Decimal

import django

django.setup()

from django.utils import timezone

from samsyn.organisations.access import SYSTEM
from samsyn.organisations.models import Kind, Organisation
from samsyn.surveys.actions import import_questionnaire
from samsyn.surveys.actions.releasing import release_round
from samsyn.surveys.actions.rounds import close_round
from samsyn.surveys.drafts import (
    OptionDraft,
    QuestionDraft,
    Questionnaire,
    RoundDraft,
    RowDraft,
    SectionDraft,
    options_of,
)
from samsyn.surveys.models import Invitation, Mode, Response, Round, RoundState
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
LONG = (
    "Ansvara för lärarstuderandes verksamhetsförlagda utbildning, VFU",
    "Ha skolutvecklande uppdrag utifrån ett specifikt undervisningsämne",
    "Vara examensansvarig på gymnasieskolan eller inom vuxenutbildningen",
    *(f"Vara drivande i det systematiska kvalitetsarbetet, del {number}" for number in range(12)),
)
ROWS = (RowDraft("r1", "Jag får vara med."), RowDraft("r2", "Otillfredsställande arbetstid."))
WORDS = ("Otillfredsställande", "Varken eller", "Mycket tillfredsställande")
ALL_KINDS = (
    QuestionDraft(
        "m1", "matrix", "Stämmer det?", required=True, choices=options_of(tuple("1234")), rows=ROWS
    ),
    QuestionDraft("m2", "matrix", "Hur är det?", choices=options_of(WORDS), rows=ROWS),
    QuestionDraft("q1", "multiple", "Vad ingår?", max=2, choices=options_of(LONG)),
    QuestionDraft("q2", "single", "Vad är viktigast?", as_list=True, choices=options_of(LONG)),
    QuestionDraft(
        "q3", "single", "Vad helst?", choices=(OptionDraft("x", "Annat", takes_text=True),)
    ),
    QuestionDraft("k1", "ranking", "I vilken ordning?", choices=options_of(LONG)),
    QuestionDraft(
        "s1", "scale", "Hur troligt?", lowest=Decimal(0), highest=Decimal(10), low_label="inte alls"
    ),
    QuestionDraft("n1", "number", "Hur mycket tid?", unit="timmar"),
    QuestionDraft("d1", "date", "När började du?"),
    QuestionDraft("t1", "short", "Vilket ämne?"),
    QuestionDraft("t2", "text", "Hur ser det ut?"),
    QuestionDraft("b1", "block", "Till sist", help="Tack för att du har svarat."),
)
TWO = (SectionDraft("Om dig", "", (ROLE,)), SectionDraft("Uppdraget", "", WORK))


def links(mode: Mode, code: str = "", sections: tuple[SectionDraft, ...] = TWO) -> list[str]:
    code = code or f"svara-{mode}"
    questionnaire = Questionnaire(
        code,
        "Karriärtjänster 2026",
        sections=sections,
        round=RoundDraft(code, "Karriärtjänster 2026"),
    )
    university = Organisation.objects.filter(kind=Kind.UNIVERSITY)[0]
    import_questionnaire(actor=SYSTEM, organisation=university, questionnaire=questionnaire)
    round = Round.objects.get(code=code)
    round.mode, round.state = mode, RoundState.OPEN
    round.opens_at = timezone.now() - timedelta(days=1)
    round.closes_at = timezone.now() + timedelta(days=1)
    round.save()
    invited = [
        Invitation.objects.create(round=round, email=f"{code}{number}@samsyn.example")
        for number in range(6)
    ]
    return [f"/svara/{link_token(one.pk)}/" for one in invited]


def released() -> list[str]:
    """Of a round that has closed, and whose results are shared."""
    found = links(Mode.ANONYMOUS, "se-delat")
    round = Round.objects.get(code="se-delat")
    Response.objects.bulk_create(
        Response(round=round, respondent=str(number), answers={"role": [0], "s1": 4})
        for number in range(9)
    )
    close_round(actor=SYSTEM, round=round)
    release_round(actor=SYSTEM, round=round)
    return found


def looks() -> dict[str, list[str]]:
    every = (SectionDraft("Allt", "Frågorna gäller läsåret.", ALL_KINDS), TWO[0])
    return {
        "kinds": links(Mode.NAMED, "se-allt", every),
        "named": links(Mode.NAMED, "se-namn"),
        "single": links(Mode.ANONYMOUS, "se-en", TWO[1:]),
        "released": released(),
    }


if sys.argv[1:] == ["close"]:
    close_round(actor=SYSTEM, round=Round.objects.get(code="se-allt"))
elif sys.argv[1:] == ["looks"]:
    sys.stdout.write(json.dumps(looks()))
else:
    sys.stdout.write(json.dumps({mode: links(Mode(mode)) for mode in ("anonymous", "named")}))

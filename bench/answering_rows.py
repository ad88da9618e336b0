"""Rows for the benchmark of answering: `make <invited>` says the tokens, `count` what is stored; as JSON."""

import json
import sys
from collections import Counter
from datetime import timedelta

import product  # noqa: F401 - Django has to be set up first
from django.utils import timezone

from samsyn.organisations.access import SYSTEM
from samsyn.organisations.models import Kind, Organisation
from samsyn.surveys.actions import import_questionnaire
from samsyn.surveys.drafts import (
    QuestionDraft,
    Questionnaire,
    RoundDraft,
    RowDraft,
    SectionDraft,
    options_of,
)
from samsyn.surveys.models import AudienceKind, Invitation, Mode, Response, Round, RoundState
from samsyn.surveys.rules.links import link_token

WORDS = [f"Ett av nitton svar på frågan, det {number}:e" for number in range(1, 20)]
QUESTIONS = (
    QuestionDraft(
        "role",
        "single",
        "Vilken roll har du?",
        required=True,
        choices=options_of(["Förstelärare", "Lektor", "Rektor", "Skolchef", "Annan"]),
    ),
    QuestionDraft("q1", "multiple", "Vad ingår i uppdraget?", max=5, choices=options_of(WORDS)),
    QuestionDraft("q2", "multiple", "Vad borde ingå?", max=5, choices=options_of(WORDS)),
    QuestionDraft(
        "q3",
        "matrix",
        "Hur väl stämmer det för dig?",
        required=True,
        choices=options_of(["1", "2", "3", "4", "5"]),
        rows=tuple(RowDraft(f"r{n}", f"Påstående {n} om uppdraget.") for n in range(1, 6)),
    ),
    *(QuestionDraft(f"s{n}", "scale", f"Påstående {n}?", required=True) for n in range(1, 4)),
    *(QuestionDraft(f"t{n}", "text", f"Hur ser det ut, {n}?") for n in range(1, 4)),
)


def make(invited: int) -> list[str]:
    university = Organisation(kind=Kind.UNIVERSITY, name="Mittskogs universitet")
    university.path = f"/{university.pk.hex}/"
    university.save(force_insert=True)
    questionnaire = Questionnaire(
        "enkat",
        "Karriärtjänster 2026",
        sections=(SectionDraft("Frågor", "", QUESTIONS),),
        round=RoundDraft("r1", "Karriärtjänster 2026"),
    )
    import_questionnaire(actor=SYSTEM, organisation=university, questionnaire=questionnaire)
    round = Round.objects.get()
    now = timezone.now()
    round.mode, round.state = Mode.ANONYMOUS, RoundState.OPEN
    round.opens_at, round.closes_at = now - timedelta(days=1), now + timedelta(days=1)
    round.audience_kind = AudienceKind.ADDRESSES
    round.save()
    rows = Invitation.objects.bulk_create(
        (Invitation(round=round, email=f"p{n}@samsyn.example") for n in range(invited)),
        batch_size=2000,
    )
    return [link_token(row.pk) for row in rows]


def count() -> dict[str, int]:
    texts = Counter(
        str(answers.get("t1")) for answers in Response.objects.values_list("answers", flat=True)
    )
    return {
        "responses": sum(texts.values()),
        "twice": sum(1 for number in texts.values() if number > 1),
        "marked": Invitation.objects.filter(answered_on__isnull=False).count(),
        "counted": Round.objects.get().unshuffled_count,
        **{f"text {text.rpartition(' ')[2]}": number for text, number in texts.items()},
    }


if __name__ == "__main__":
    said = make(int(sys.argv[2])) if sys.argv[1] == "make" else count()
    sys.stdout.write(json.dumps(said))

"""Results of closed rounds that somebody may show as evidence: those they may see, and those issued to them in an edition."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import Actor, Can, may
from samsyn.reports.models import Edition
from samsyn.surveys.findings import finding
from samsyn.surveys.models import Round, RoundState
from samsyn.surveys.queries import ResultPage, result_page

ROUNDS_SHOWN = 5


@dataclass(frozen=True)
class Finding:
    """A question of a closed round, with what its result says."""

    round: Round
    code: str
    question: str
    sentence: str


def findings_to_choose(actor: Actor) -> list[Finding]:
    """Of the latest rounds. The numbers are the round's frozen ones."""
    shown = _codes_in_editions(actor)
    rounds = Round.objects.filter(state=RoundState.CLOSED).order_by("-closed_at")
    own = list(Round.objects.visible_to(actor).filter(state=RoundState.CLOSED)[:ROUNDS_SHOWN])
    issued = rounds.filter(pk__in=list(shown)).select_related("survey__organisation")[:ROUNDS_SHOWN]
    everything = {round.pk: round for round in (*own, *issued)}
    return [
        found
        for round in everything.values()
        for found in _findings(actor, round, shown.get(round.pk, frozenset()))
    ]


def _codes_in_editions(actor: Actor) -> dict[UUID, frozenset[str]]:
    """Which questions of which rounds stand in editions that the actor may read."""
    editions = Edition.objects.visible_to(actor).select_related("report").order_by("-issued_at")
    found: dict[UUID, frozenset[str]] = {}
    for edition in editions[:ROUNDS_SHOWN]:
        blocks = edition.content["blocks"]
        codes = {block["code"] for block in blocks if block["kind"] == "question"}
        key = edition.report.round_id
        found[key] = found.get(key, frozenset()) | codes
    return found


def _findings(actor: Actor, round: Round, issued: frozenset[str]) -> Iterator[Finding]:
    page = _page(round)
    sees_all = may(actor, Can.RESULT_VIEW, round)
    for question in page.questions if page else ():
        if question.is_background or not (sees_all or question.code in issued):
            continue
        if sentence := finding(question):
            yield Finding(round, question.code, question.text, sentence)


def _page(round: Round) -> ResultPage | None:
    try:
        return result_page(round)
    except RuleBroken:
        return None


def finding_for(actor: Actor, round: Round | None, code: str) -> str:
    """The sentence, or "" where the actor may not show that result."""
    return next(
        (
            found.sentence
            for found in findings_to_choose(actor)
            if round is not None and (found.round.pk, found.code) == (round.pk, code)
        ),
        "",
    )

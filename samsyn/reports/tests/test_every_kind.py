"""A report on a survey with every kind of question has a readable part for each."""

from collections.abc import Callable

from django.test import Client

from samsyn.organisations.models import Person
from samsyn.reports.actions import make_report
from samsyn.reports.queries import shown_blocks
from samsyn.surveys.tests.every_kind import make_every_kind
from tests.cast import Cast, actor


def test_a_report_lists_the_answers_of_every_kind(
    cast: Cast, client_for: Callable[[Person], Client]
) -> None:
    round = make_every_kind(cast.university)
    report = make_report(actor=actor(cast.anna), round=round)

    parts = {
        block.content["code"]: [row["label"] for row in block.content["rows"]]
        for block in shown_blocks(report)
        if block.content["kind"] == "question"
    }

    assert parts["worth"] == ["1 inte alls", "2", "3", "4", "5 mycket", "Vet inte"]
    assert parts["order"] == ["Tid: Plats 1", "Lön: Plats 1", "Mandat: Plats 1"]
    assert parts["claims"][:2] == [
        "Jag vet vad som väntas: Stämmer inte",
        "Jag vet vad som väntas: Stämmer delvis",
    ]
    assert client_for(cast.anna).get(f"/rapporter/{report.pk}/").status_code == 200

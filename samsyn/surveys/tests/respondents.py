"""A respondent who goes from page to page, and the round that is answered."""

import re
from html import unescape
from typing import Any

from django.test import Client

from samsyn.surveys.answering.written import PAGES
from samsyn.surveys.drafts import ConditionDraft, QuestionDraft, SectionDraft, options_of
from samsyn.surveys.models import Draft, Response, Round
from samsyn.surveys.rules.links import link_token
from samsyn.surveys.tests.test_views import text_of

ABOUT = SectionDraft(
    "Om dig",
    "",
    (
        QuestionDraft(
            "role", "single", "Roll?", required=True, choices=options_of(("Lärare", "Rektor"))
        ),
    ),
)
WORK = SectionDraft(
    "Uppdraget",
    "",
    (
        QuestionDraft("q1", "multiple", "Vad?", max=2, choices=options_of(("A", "B", "C"))),
        QuestionDraft("q2", "text", "Varför som {role}?"),
        QuestionDraft(
            "q3", "text", "Som rektor?", show_if=(ConditionDraft("role", options=("a2",)),)
        ),
    ),
)
GOOD = {"a.role": "0"}


def fields_of_page(html: bytes) -> dict[str, str]:
    """The hidden fields of the page's form; those that are folded away are not sent."""
    html = re.sub(rb"hidden disabled>.*?</fieldset>", b"", html, flags=re.DOTALL)
    found = re.findall(rb'<input type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"', html)
    return {name.decode(): unescape(value.decode()) for name, value in found}


class Respondent:
    """Goes from page to page as a browser without script does."""

    def __init__(self, client: Client, address: str) -> None:
        self.client, self.address = client, address
        self.page: dict[str, str] = {}
        self.answer: Any = None

    def open(self) -> str:
        return self._came(self.client.get(self.address))

    def post(self, go: str, **fields: Any) -> str:
        return self._came(self.client.post(self.address, {**self.page, "go": go, **fields}))

    def _came(self, answer: Any) -> str:
        self.answer = answer
        if answer.headers["Content-Type"].startswith("text/html"):
            self.page = fields_of_page(answer.content)
        return text_of(answer.content)


def respondent(round: Round, number: int = 0) -> Respondent:
    invitation = round.invitations.order_by("email")[number]
    return Respondent(Client(), f"/svara/{link_token(invitation.pk)}/")


def responses(round: Round) -> list[dict[str, Any]]:
    return [response.answers for response in Response.objects.filter(round=round)]


def drafted() -> dict[str, Any]:
    """The one draft there is, without the names of the pages that wrote it."""
    answers: dict[str, Any] = Draft.objects.get().answers
    return {key: value for key, value in answers.items() if key != PAGES}

"""Two pages of the same named answer: whether another has written since one of them was made, and how they differ."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from samsyn.surveys.answering.said import said, said_fields
from samsyn.surveys.answering.shown import shown
from samsyn.surveys.answering.written import Fields, Written
from samsyn.surveys.drafts import QuestionDraft, Questionnaire

# Of each question that something is written to.
Filled = Mapping[str, Fields]
# Ends the mark of a page that shows both versions: it is saved when it is left, and not while one writes.
ASKING = "?"
MOST_LETTERS = 20


@dataclass(frozen=True)
class Mark:
    """Goes out with a page and comes back with it: the page's own random name, and a digest of what it was made of."""

    page: str
    made_of: str
    is_asking: bool = False

    def __str__(self) -> str:
        return f"{self.page}.{self.made_of}{ASKING if self.is_asking else ''}"


def new_mark(made_of: str, *, is_asking: bool = False) -> Mark:
    return Mark(secrets.token_urlsafe(6), made_of, is_asking)


def mark_of(said: str) -> Mark | None:
    """None of a page without one, of which nothing is known."""
    page, dot, made_of = said.partition(".")
    if not dot:
        return None
    return Mark(page[:MOST_LETTERS], made_of.removesuffix(ASKING), made_of.endswith(ASKING))


def filled(questions: Iterable[QuestionDraft], written: Written) -> Filled:
    fields = {question.code: written.fields(question) for question in questions}
    return {code: there for code, there in fields.items() if there}


def digest(what: Filled) -> str:
    """The same for the same answers, stored or just read."""
    said = json.dumps(what, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:MOST_LETTERS]


def whole(questionnaire: Questionnaire, written: Written) -> Filled:
    """All that would be sent in."""
    here = shown(questionnaire, written.answers).questions
    return filled((one for one in questionnaire.questions if one.code in here), written)


def is_overtaken(mark: Mark, number: int, stored: Filled, written: Written) -> bool:
    """Whether another page has written to the section since the page with this mark was made."""
    return written.pages.get(str(number)) != mark.page and digest(stored) != mark.made_of


def words_of(question: QuestionDraft, written: Written) -> list[str]:
    """One line for each thing: as it is read over, or as it was typed where it cannot stand yet."""
    typed = written.typed.get(question.code)
    return said(question, written.answers) if typed is None else said_fields(question, typed)

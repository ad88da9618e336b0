"""What the words of a question give away: two things asked at once, or who is answering."""

import re

from samsyn.surveys.drafts import QuestionDraft

# Where one answer is wanted, one thing should be asked. In one's own words, or with several, one may answer both.
ONE_ANSWER = frozenset({"single", "number", "scale"})
IN_OWN_WORDS = frozenset({"short", "text", "number", "date"})
_AND = re.compile(
    r"(?P<one>[^\s,(]+) (?:och|and) (?:(?:din|ditt|dina|your) )?(?P<other>[^\s,.?!)]+)"
)
_PERSONAL = re.compile(
    r"\b(?:vad heter du|(?:för-?|efter-?|ditt )namn|namn|e-?post\w*|mejl\w*|mail\w*|personnummer|"
    r"födelse(?:datum|dag|år)\w*|telefon\w*|mobil(?:nummer|telefon)\w*|(?:hem|post)?adress\w*|"
    r"your name|e-?mail\w*|phone\w*|social security|date of birth)\b",
    re.IGNORECASE,
)


def two_in_one(question: QuestionDraft) -> list[str]:
    """The two things one answer cannot tell apart; none where "and" joins halves of one word."""
    if question.kind not in ONE_ANSWER:
        return []
    found = _AND.search(question.text)
    if found is None or found["one"].endswith(("-", "–")):
        return []
    return [found["one"], found["other"]]


def personal(question: QuestionDraft) -> str:
    if question.kind not in IN_OWN_WORDS:
        return ""
    found = _PERSONAL.search(question.text)
    return found[0].lower() if found else ""

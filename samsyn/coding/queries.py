"""What is read of codebooks: headings with their counts, and the answers under them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, F
from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.coding.codedfile import AnswerDraft, CodedFile, HeadingDraft
from samsyn.coding.models import Code, Codebook, CodedAnswer, Heading
from samsyn.surveys.models import Response, Round
from samsyn.surveys.panels import HeadingResult, Headings, SubheadingResult


@dataclass(frozen=True)
class SubheadingPage:
    anchor: str
    label: str
    answers: tuple[CodedAnswer, ...]

    @property
    def count(self) -> int:
        return len(self.answers)


@dataclass(frozen=True)
class HeadingPage:
    anchor: str
    label: str
    introduction: str
    summary: str
    subheadings: tuple[SubheadingPage, ...]

    @property
    def count(self) -> int:
        return sum(subheading.count for subheading in self.subheadings)


@dataclass(frozen=True)
class CodebookPage:
    """Every heading with its sub-headings and answers, in the order of the codebook."""

    headings: tuple[HeadingPage, ...]
    has_responses: bool

    @property
    def count(self) -> int:
        return sum(heading.count for heading in self.headings)


def codebook_page(codebook: Codebook) -> CodebookPage:
    """Answers with a response and those published without one look the same: a text and its number."""
    answers: dict[object, list[CodedAnswer]] = {}
    for answer in CodedAnswer.objects.filter(codebook=codebook):
        answers.setdefault(answer.code_id, []).append(answer)
    return CodebookPage(
        tuple(
            HeadingPage(
                anchor=f"h{number}",
                label=heading.label,
                introduction=heading.introduction,
                summary=heading.summary,
                subheadings=tuple(
                    SubheadingPage(
                        f"h{number}-{place}", code.label, tuple(answers.get(code.pk, ()))
                    )
                    for place, code in enumerate(heading.codes.all(), 1)
                ),
            )
            for number, heading in enumerate(_headings(codebook), 1)
        ),
        has_responses=any(a.response_id for under in answers.values() for a in under),
    )


def _headings(codebook: Codebook) -> list[Heading]:
    return list(Heading.objects.filter(codebook=codebook).prefetch_related("codes"))


def headings_of_round(round: Round) -> Mapping[str, Headings]:
    """For the result page: counts only, by the code of the question. Two queries whatever the number of answers."""
    codebooks = Codebook.objects.filter(round=round).select_related("question")
    found: dict[object, dict[str, list[SubheadingResult]]] = {}
    codes = Code.objects.filter(heading__codebook__round=round).annotate(
        count=Count("answers"),
        codebook_id=F("heading__codebook"),
        heading_label=F("heading__label"),
    )
    for code in codes.order_by("heading__position", "position"):
        under = found.setdefault(code.codebook_id, {}).setdefault(code.heading_label, [])
        under.append(SubheadingResult(code.label, code.count))
    return {
        codebook.question.code: Headings(
            url=reverse("coding:codebook", args=[codebook.pk]),
            headings=tuple(
                HeadingResult(label, sum(sub.count for sub in subs), tuple(subs))
                for label, subs in found.get(codebook.pk, {}).items()
            ),
            note=codebook.note,
        )
        for codebook in codebooks
    }


def note_of(codebook: Codebook, *, has_responses: bool) -> str:
    if codebook.note or has_responses:
        return codebook.note
    return _("The answers were published without their respondents. They are counted in no base.")


def coded_file_of(codebook: Codebook) -> CodedFile:
    """A stored codebook in the shape of a file, so that the two can be compared."""
    rows = CodedAnswer.objects.filter(codebook=codebook).select_related("code__heading", "response")
    answers = (
        AnswerDraft(
            text=row.text,
            heading=row.code.heading.label,
            subheading=row.code.label,
            order=row.position,
            respondent=row.response.respondent if row.response else "",
        )
        for row in rows
    )
    headings = (
        HeadingDraft(heading.label, heading.introduction, heading.summary, heading.position)
        for heading in Heading.objects.filter(codebook=codebook)
    )
    return CodedFile(tuple(answers), tuple(headings), codebook.introduction, codebook.note)


def responses_by_respondent(round: Round, respondents: set[str]) -> dict[str, Response]:
    found: dict[str, Response] = {}
    wanted = sorted(respondents)
    for start in range(0, len(wanted), 500):
        rows = Response.objects.filter(round=round, respondent__in=wanted[start : start + 500])
        found |= {response.respondent: response for response in rows.defer("answers")}
    return found

"""What changes in codebooks."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction

from samsyn.coding import queries, rules
from samsyn.coding.codedfile import CodedFile
from samsyn.coding.models import Code, Codebook, CodedAnswer, Heading
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record
from samsyn.surveys.models import WRITTEN, Question, Response, Round


@transaction.atomic
def import_coded_answers(
    *, actor: Actor, round: Round, question: Question, coded: CodedFile
) -> Codebook:
    """Stores the codebook with its answers. The same file twice is as once; another one is refused."""
    rules.check_may_code(is_free_text=question.kind in WRITTEN, is_closed=round.is_closed)
    rules.check_enough(
        respondents=round.tabulation["respondents"], threshold=round.tabulation["threshold"]
    )
    round = Round.objects.select_for_update().get(pk=round.pk)
    existing = Codebook.objects.filter(round=round, question=question).first()
    if existing is not None:
        rules.check_may_replace(is_same=is_same_file(queries.coded_file_of(existing), coded))
        return existing
    responses = _responses(round, coded)
    codebook = Codebook.objects.create(
        round=round, question=question, introduction=coded.introduction, note=coded.note
    )
    codes = _write_headings(codebook, coded)
    _write_answers(codebook, coded, codes, responses)
    record(
        "coding.answers_imported",
        actor=actor,
        matter=codebook,
        controller=round.survey.organisation,
        count=len(coded.answers),
    )
    return codebook


def is_same_file(before: CodedFile, after: CodedFile) -> bool:
    """Headings are compared by their order, not by the numbers the file gives them."""
    return _numbered(before) == _numbered(after)


def _numbered(coded: CodedFile) -> CodedFile:
    headings = (replace(heading, order=place) for place, heading in enumerate(coded.headings))
    return replace(coded, headings=tuple(headings))


def _responses(round: Round, coded: CodedFile) -> dict[str, Response]:
    wanted = {answer.respondent for answer in coded.answers if answer.respondent}
    found = queries.responses_by_respondent(round, wanted)
    rules.check_respondents(sorted(wanted - found.keys()))
    return found


def _write_headings(codebook: Codebook, coded: CodedFile) -> dict[tuple[str, str], Code]:
    codes: dict[tuple[str, str], Code] = {}
    for place, draft in enumerate(coded.headings):
        heading = Heading.objects.create(
            codebook=codebook,
            position=place,
            label=draft.label,
            introduction=draft.introduction,
            summary=draft.summary,
        )
        for position, label in enumerate(coded.subheadings(draft.label)):
            codes[draft.label, label] = Code.objects.create(
                heading=heading, position=position, label=label
            )
    return codes


def _write_answers(
    codebook: Codebook,
    coded: CodedFile,
    codes: Mapping[tuple[str, str], Code],
    responses: Mapping[str, Response],
) -> None:
    CodedAnswer.objects.bulk_create(
        (
            CodedAnswer(
                codebook=codebook,
                code=codes[answer.heading, answer.subheading],
                response=responses.get(answer.respondent),
                position=answer.order,
                text=answer.text,
            )
            for answer in coded.answers
        ),
        batch_size=500,
    )

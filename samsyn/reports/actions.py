"""What changes in reports and editions."""

import hashlib
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import override

from samsyn.core.jobs import enqueue
from samsyn.core.models import uuid7
from samsyn.core.versions import check_is_latest
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record
from samsyn.organisations.moves import Move
from samsyn.reports import rules
from samsyn.reports.models import Edition, Report, ReportBlock
from samsyn.reports.queries import (
    BlockDraft,
    ReportDraft,
    blocks_of,
    default_draft,
    frozen_content,
    next_number,
)
from samsyn.surveys.models import Question, Round
from samsyn.surveys.queries import result_page


@transaction.atomic
def make_report(
    *, actor: Actor, round: Round, draft: ReportDraft | None = None, key: UUID | None = None
) -> Report:
    """A report on a closed round, with a part for every question; or with the parts of the draft. Once for a key."""
    round = (
        Round.objects.select_for_update(of=("self",))
        .select_related("survey__organisation", "survey__background")
        .get(pk=round.pk)
    )
    made = Report.objects.filter(pk=key, round=round).first() if key else None
    if made:
        return made
    rules.check_may_report(is_closed=round.is_closed, has_too_few=False)
    result = result_page(round)
    rules.check_may_report(is_closed=True, has_too_few=result.has_too_few)
    with override(settings.LANGUAGE_CODE):
        draft = draft or default_draft(round, result)
    organisation = round.survey.organisation
    report = Report.objects.create(
        pk=key or uuid7(),
        organisation=organisation,
        round=round,
        title=draft.title,
        lead=draft.lead,
        publisher=draft.publisher,
    )
    questions = {q.code: q for q in round.survey.questions.prefetch_related("options")}
    ReportBlock.objects.bulk_create(
        _block(report, position, block, questions) for position, block in enumerate(draft.blocks)
    )
    record("report.made", actor=actor, matter=report, controller=organisation, round=str(round.pk))
    return report


def _block(
    report: Report, position: int, draft: BlockDraft, questions: dict[str, Question]
) -> ReportBlock:
    question = questions[draft.question] if draft.question else None
    options = question.options.all() if question and draft.emphasis else ()
    emphasis = next((option for option in options if option.label == draft.emphasis), None)
    return ReportBlock(
        report=report,
        position=position,
        kind=draft.kind,
        heading=draft.heading,
        text=draft.text.strip(),
        question=question,
        emphasis=emphasis,
        state=draft.state,
        chart_rows=draft.chart_rows,
        with_table=draft.with_table,
        quotes_each=draft.quotes_each,
        new_page=draft.new_page,
    )


@transaction.atomic
def change_report(*, actor: Actor, report: Report, revision: str, **fields: Any) -> Report:
    """Title, lead and publisher. Who opened older ones is shown both versions."""
    report = _locked(report)
    check_is_latest(report, revision)
    for name, value in fields.items():
        setattr(report, name, value)
    report.save(update_fields=[*fields, "changed_at"])
    _touched(actor, report, "report.changed")
    return report


@transaction.atomic
def change_block(*, actor: Actor, block: ReportBlock, revision: str, **fields: Any) -> ReportBlock:
    """The fields that the part's kind has. Who opened older ones is shown both versions."""
    report = _locked(block.report)
    block = ReportBlock.objects.select_for_update().get(pk=block.pk)
    check_is_latest(block, revision)
    for name, value in fields.items():
        setattr(block, name, value)
    block.save(update_fields=[*fields, "changed_at"])
    _touched(actor, report, "report.part_changed", block=block)
    return block


@transaction.atomic
def add_block(
    *,
    actor: Actor,
    report: Report,
    kind: str,
    after: ReportBlock | None,
    question: Question | None = None,
) -> ReportBlock:
    report = _locked(report)
    keys = _keys(report)
    block = ReportBlock.objects.create(
        report=report, position=len(keys), kind=kind, question=question
    )
    place = keys.index(after.pk) + 1 if after and after.pk in keys else len(keys)
    _number([*keys[:place], block.pk, *keys[place:]])
    _touched(actor, report, "report.part_added", block=block)
    return block


@transaction.atomic
def move_block(*, actor: Actor, block: ReportBlock, step: int) -> ReportBlock:
    report = _locked(block.report)
    _number(rules.moved(_keys(report), block.pk, step))
    _touched(actor, report, "report.part_moved", block=block)
    return block


@transaction.atomic
def remove_block(*, actor: Actor, block: ReportBlock) -> ReportBlock:
    """The part is kept with its place, so that it can be put back."""
    report = _locked(block.report)
    ReportBlock.objects.filter(pk=block.pk).update(removed_at=timezone.now())
    _touched(actor, report, "report.part_removed", block=block)
    return block


@transaction.atomic
def restore_block(*, actor: Actor, block: ReportBlock) -> ReportBlock:
    report = _locked(block.report)
    ReportBlock.objects.filter(pk=block.pk).update(removed_at=None)
    _number(_keys(report))
    _touched(actor, report, "report.part_restored", block=block)
    return block


@transaction.atomic
def issue_edition(*, actor: Actor, report: Report, number: int) -> Edition:
    """Freezes the report as the edition with this number. Asked for twice, it is the same edition."""
    report = _locked(report)
    issued = report.editions.filter(number=number).first()
    if issued:
        return issued
    rules.check_has_parts(blocks_of(report).count())
    now = timezone.now()
    number = next_number(report)
    edition = Edition.objects.create(
        report=report,
        number=number,
        issued_at=now,
        issued_by_id=actor.person_id,
        title=report.title,
        content=frozen_content(report, number=number, on=timezone.localdate(now)),
    )
    record(
        "report.edition_issued",
        actor=actor,
        matter=edition,
        controller=report.organisation,
        number=number,
    )
    _make_files(edition)
    return edition


@transaction.atomic
def make_files_again(*, actor: Actor, edition: Edition) -> Edition:
    """For an edition whose job failed. Files that exist are never made anew."""
    if not edition.has_files:
        Edition.objects.filter(pk=edition.pk).update(files_failed=False)
        _make_files(edition)
        record(
            "report.files_asked_for",
            actor=actor,
            matter=edition,
            controller=edition.report.organisation,
        )
    return edition


def _make_files(edition: Edition) -> None:
    # The job calls an action, so it is named here and imported when it is asked for.
    enqueue(import_string("samsyn.reports.jobs.make_edition_files"), edition.pk)


@transaction.atomic
def give_up_files(*, actor: Actor, edition_id: UUID) -> None:
    """Said on the edition's page, with a way to try again."""
    edition = Edition.objects.select_related("report__organisation").get(pk=edition_id)
    Edition.objects.filter(pk=edition.pk).update(files_failed=True)
    record(
        "report.files_failed",
        actor=actor,
        matter=edition,
        controller=edition.report.organisation,
    )


@transaction.atomic
def store_files(*, actor: Actor, edition_id: UUID, pdf: bytes, docx: bytes) -> Edition:
    """Once only: what has been downloaded under a number never changes."""
    edition = Edition.objects.select_for_update().get(pk=edition_id)
    if edition.has_files:
        return edition
    for field, made in (("pdf", pdf), ("docx", docx)):
        # Named by content: a job that is run again after a crash leaves no second file in use.
        digest = hashlib.sha256(made).hexdigest()
        getattr(edition, field).save(f"{digest}.{field}", ContentFile(made), save=False)
        setattr(edition, f"{field}_sha256", digest)
    edition.save(update_fields=["pdf", "pdf_sha256", "docx", "docx_sha256", "changed_at"])
    record(
        "report.files_made",
        actor=actor,
        matter=edition,
        controller=edition.report.organisation,
    )
    return edition


def _locked(report: Report) -> Report:
    return (
        Report.objects.select_for_update(of=("self",))
        .select_related("organisation", "round__survey")
        .get(pk=report.pk)
    )


def _keys(report: Report) -> list[UUID]:
    return list(blocks_of(report).values_list("pk", flat=True))


def _number(keys: list[UUID]) -> None:
    blocks = [ReportBlock(pk=key, position=position) for position, key in enumerate(keys)]
    ReportBlock.objects.bulk_update(blocks, ["position"])


def _touched(actor: Actor, report: Report, kind: str, **facts: Any) -> None:
    Report.objects.filter(pk=report.pk).update(edited_at=timezone.now())
    named = {name: str(matter.pk) for name, matter in facts.items()}
    record(kind, actor=actor, matter=report, controller=report.organisation, **named)


def follow_move(move: Move) -> None:
    """What an organiser reported is its successor's."""
    if move.is_merger:
        Report.objects.filter(organisation=move.gone).update(organisation=move.into)

"""Files of answers are asked for, made by a job, and thrown away: they are copies that nobody keeps an eye on."""

from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from samsyn.core.actions import end_progress, report_progress
from samsyn.core.jobs import enqueue
from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record
from samsyn.surveys import rules
from samsyn.surveys.answer_files.writers import written
from samsyn.surveys.models import AnswerFile, FileContent, Round
from samsyn.surveys.queries import exports as queries
from samsyn.surveys.queries import questionnaire_of
from samsyn.surveys.rules import exports as allowed

KEPT = timedelta(days=1)


@transaction.atomic
def ask_for_file(*, actor: Actor, round: Round, content: str, format: str) -> AnswerFile:
    """Made once for everybody who may have it; asked for again, only if it could not be made."""
    allowed.check_format(content=content, format=format)
    if content != FileContent.CODEBOOK:
        _check_may_take(actor, round, content)
    file, is_new = AnswerFile.objects.get_or_create(
        round=round,
        content=content,
        format=format,
        closed_at=cast(datetime, queries.state_of(round, content)),
    )
    if is_new or file.fault:
        AnswerFile.objects.filter(pk=file.pk).update(fault="")
        # The job calls an action, so it is named here and imported when it is asked for.
        enqueue(import_string("samsyn.surveys.jobs.make_answer_file"), file.pk)
    if content != FileContent.CODEBOOK:
        record(
            "round.file_taken",
            actor=actor,
            matter=round,
            controller=round.survey.organisation,
            content=content,
            format=format,
        )
    return file


def _check_may_take(actor: Actor, round: Round, content: str) -> None:
    rules.check_may_show_results(is_closed=round.is_closed and round.tabulation is not None)
    if content == FileContent.NAMED:
        is_own = queries.asks_there(actor, round)
        allowed.check_may_carry_names(mode=round.mode, is_own=is_own)


def make_file(file_id: UUID) -> None:
    """Not in one transaction: it takes seconds where many have answered, and says how far it has come."""
    files = AnswerFile.objects.select_related("round__survey__organisation")
    file = files.filter(pk=file_id).first()
    if file is None or file.made_at or not queries.is_current(file):
        return
    try:
        made = _codebook(file) if file.content == FileContent.CODEBOOK else _answers(file)
    except RuleBroken as broken:
        give_up_file(file_id, broken.sentence)
        return
    _store(file, made)
    end_progress(file_id)


def _answers(file: AnswerFile) -> bytes:
    rows = queries.rows_for(file.round, file.content)
    return written(rows, file.format, lambda done, total: report_progress(file.pk, done, total))


def _codebook(file: AnswerFile) -> bytes:
    # What draws documents is large: loaded by the job that needs it.
    codebook_file = import_string("samsyn.surveys.answer_files.codebook.codebook_file")
    survey = file.round.survey
    made: bytes = codebook_file(questionnaire_of(survey), survey.organisation.name, file.format)
    return made


@transaction.atomic
def _store(file: AnswerFile, made: bytes) -> None:
    file.file.save("", ContentFile(made), save=False)
    file.size, file.made_at = len(made), timezone.now()
    file.save(update_fields=["file", "size", "made_at", "changed_at"])


def give_up_file(file_id: UUID, why: str = "") -> None:
    """Said on the page, with a way to try again."""
    sentence = why or _("The file could not be made. The fault is ours.")
    AnswerFile.objects.filter(pk=file_id, made_at=None).update(fault=sentence[:300])
    end_progress(file_id)


def throw_files_away(now: datetime | None = None) -> int:
    """Those that are a day old, and those of answers or questions that have changed since."""
    before = (now or timezone.now()) - KEPT
    count = 0
    for file in AnswerFile.objects.select_related("round__survey"):
        if file.created_at < before or not queries.is_current(file):
            if file.file:
                file.file.delete(save=False)
            file.delete()
            count += 1
    return count

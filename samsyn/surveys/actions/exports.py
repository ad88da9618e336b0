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
from samsyn.surveys.rules import exports as allowed

KEPT = timedelta(days=1)


@transaction.atomic
def ask_for_file(*, actor: Actor, round: Round, content: str, format: str) -> AnswerFile:
    """Made once for everybody who may have it; asked for again, only if it could not be made."""
    rules.check_may_show_results(is_closed=round.is_closed and round.tabulation is not None)
    allowed.check_format(content=content, format=format)
    if content == FileContent.NAMED:
        is_own = queries.asks_there(actor, round)
        allowed.check_may_carry_names(mode=round.mode, is_own=is_own)
    file, is_new = AnswerFile.objects.get_or_create(
        round=round, content=content, format=format, closed_at=cast(datetime, round.closed_at)
    )
    if is_new or file.fault:
        AnswerFile.objects.filter(pk=file.pk).update(fault="")
        # The job calls an action, so it is named here and imported when it is asked for.
        enqueue(import_string("samsyn.surveys.jobs.make_answer_file"), file.pk)
    record(
        "round.file_taken",
        actor=actor,
        matter=round,
        controller=round.survey.organisation,
        content=content,
        format=format,
    )
    return file


def make_file(file_id: UUID) -> None:
    """Not in one transaction: it takes seconds where many have answered, and says how far it has come."""
    file = AnswerFile.objects.select_related("round__survey").filter(pk=file_id).first()
    if file is None or file.made_at or file.closed_at != file.round.closed_at:
        return
    try:
        rows = queries.rows_for(file.round, file.content)
    except RuleBroken as broken:
        give_up_file(file_id, broken.sentence)
        return
    made = written(rows, file.format, lambda done, total: report_progress(file_id, done, total))
    _store(file, made)
    end_progress(file_id)


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
    """Those that are a day old, and those whose round has been opened again."""
    before = (now or timezone.now()) - KEPT
    count = 0
    for file in AnswerFile.objects.select_related("round"):
        if file.created_at < before or file.closed_at != file.round.closed_at:
            if file.file:
                file.file.delete(save=False)
            file.delete()
            count += 1
    return count

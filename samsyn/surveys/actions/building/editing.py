"""A step of building: done, kept so that it can be undone, and undone. Once answered, words alone are corrected."""

from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.core.models import BaseModel
from samsyn.core.rules import RuleBroken
from samsyn.core.versions import Stale, check_is_latest
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record
from samsyn.surveys import queries
from samsyn.surveys.actions.building.writing import write_questionnaire
from samsyn.surveys.drafts import Questionnaire
from samsyn.surveys.models import Survey, SurveyEdit, WordingChange
from samsyn.surveys.queries.building import is_locked, last_edit, revision_of_texts
from samsyn.surveys.rules import building as rules
from samsyn.surveys.rules.corrections import Correction, corrections
from samsyn.surveys.stored import from_json, to_json

# Writing on in the same question is one step, unless one has paused this long.
SAME_STEP = timedelta(seconds=60)


class Read(NamedTuple):
    """The row that a form was filled from, and its moment of change then."""

    row: BaseModel
    revision: str


@transaction.atomic
def change_questionnaire(
    *, actor: Actor, survey: Survey, done: str, change: rules.Change, read: Read | None = None
) -> Survey:
    """`done` says the step in words. With `read`, somebody else’s later version is never written over unseen."""
    survey = locked(survey)
    before = queries.questionnaire_of(survey)
    after = change(before)
    if after == before and after.groups_settled == before.groups_settled:
        return survey
    if read is not None:
        _check_is_latest(read, survey)
    if is_locked(survey):
        _note_corrections(actor, survey, before, after)
    else:
        _note_step(actor, survey, before, done)
    write_questionnaire(survey, after)
    return survey


def _check_is_latest(read: Read, survey: Survey) -> None:
    """The survey's own row changes with every question: of it, the texts tell whether somebody else wrote there."""
    if isinstance(read.row, Survey):
        if read.revision not in {"", revision_of_texts(survey)}:
            raise Stale(survey)
        return
    read.row.refresh_from_db()
    check_is_latest(read.row, read.revision)


def locked(survey: Survey) -> Survey:
    rows = Survey.objects.select_for_update(of=("self",))
    return rows.select_related("organisation", "background").get(pk=survey.pk)


def _note_step(actor: Actor, survey: Survey, before: Questionnaire, done: str) -> None:
    last = last_edit(survey)
    if last is not None and _goes_on(last, actor, done):
        last.save(update_fields=["changed_at"])
        return
    SurveyEdit.objects.create(
        survey=survey,
        number=1 if last is None else last.number + 1,
        person_id=actor.person_id,
        done=done[:200],
        before=to_json(before),
    )
    oldest = survey.edits.values_list("number", flat=True)[rules.UNDO_MAX :]
    survey.edits.filter(number__in=list(oldest)).delete()
    record("survey.built", actor=actor, matter=survey, controller=survey.organisation)


def _goes_on(last: SurveyEdit, actor: Actor, done: str) -> bool:
    is_recent = timezone.now() - last.changed_at < SAME_STEP
    return is_recent and last.done == done and last.person_id == actor.person_id


def _note_corrections(
    actor: Actor, survey: Survey, before: Questionnaire, after: Questionnaire
) -> None:
    found = corrections(before, after)
    for one in found:
        _note(actor, survey, one)
    record(
        "survey.wording_corrected",
        actor=actor,
        matter=survey,
        controller=survey.organisation,
        texts=len(found),
    )


def _note(actor: Actor, survey: Survey, one: Correction) -> None:
    """Written on in the same text within the minute, it is one correction."""
    same = survey.wording_changes.filter(
        code=one.code,
        place=one.place,
        person=actor.person_id,
        changed_at__gt=timezone.now() - SAME_STEP,
    ).last()
    if same is None:
        same = WordingChange(survey=survey, code=one.code, place=one.place, before=one.before)
        same.person_id = actor.person_id
    same.after = one.after
    same.save()


@transaction.atomic
def undo(*, actor: Actor, survey: Survey, number: int) -> str:
    """Takes back the step that was the last when the page was read, and says which it was."""
    survey = locked(survey)
    last = last_edit(survey)
    if last is None:
        raise RuleBroken(_("There is nothing left to undo."))
    if last.number != number:
        raise RuleBroken(
            _(
                "The survey was changed after you looked at it: %s. Look at it again before you undo."
            )
            % last.done
        )
    if is_locked(survey):
        raise RuleBroken(
            _("The survey has been opened or answered. Its steps can no longer be undone.")
        )
    write_questionnaire(survey, from_json(last.before))
    last.delete()
    record("survey.step_undone", actor=actor, matter=survey, controller=survey.organisation)
    return last.done

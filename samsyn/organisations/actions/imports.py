"""A file's way in: upload, check, answer, apply. Each step is safe to take twice and by two people at once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import models, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from samsyn.core.rules import RuleBroken
from samsyn.core.tables import BrokenFile
from samsyn.organisations.access import SYSTEM, Actor, may
from samsyn.organisations.events import record
from samsyn.organisations.imports import ImportKind, Plan, kind, plan_from_json
from samsyn.organisations.models import Import, ImportState, Organisation
from samsyn.organisations.rules.imports import (
    check_can_apply,
    check_can_decide,
    check_filename,
    check_is_known_choice,
    check_same_plan,
)

KEPT_WAITING = timedelta(days=30)


@transaction.atomic
def upload_import(
    *, actor: Actor, kind: ImportKind, target: models.Model, file: File[bytes], choice: str = ""
) -> Import:
    """Stores the file and has it checked by a job; nothing of it is read here."""
    check_filename(kind, file.name or "")
    imported = Import(
        kind=kind.code,
        right=kind.right,
        organisation=Organisation.objects.get(path=target.right_path),  # type: ignore[attr-defined]
        target_id=target.pk,
        options={"choice": choice} if choice else {},
        uploaded_by_id=actor.person_id,
        filename=(file.name or "").rpartition("/")[2][-200:],
        language=get_language() or "sv",
    )
    imported.file.save(imported.filename, file, save=False)
    imported.save(force_insert=True)
    record(
        "import.uploaded",
        actor=actor,
        matter=imported,
        controller=imported.organisation,
        import_kind=kind.code,
    )
    _enqueue("check_import", imported)
    return imported


def _enqueue(job: str, imported: Import) -> None:
    # By name, since jobs call actions; the job is a row of the same transaction.
    import_string(f"samsyn.organisations.jobs.{job}").enqueue(str(imported.pk))


def check_import(*, imported_id: UUID) -> Import:
    """Reads the file and stores the plan, or the sentence of why it cannot be read."""
    imported = Import.objects.select_related("organisation").get(pk=imported_id)
    if imported.state != ImportState.CHECKING:
        return imported
    with override(imported.language):
        try:
            return _store_plan(imported, _kind_of(imported).check(imported))
        except (BrokenFile, RuleBroken) as broken:
            return _store_refusal(imported, broken.sentence)


def _kind_of(imported: Import) -> ImportKind:
    found = kind(imported.kind)
    if found is None:
        raise LookupError(imported.kind)
    return found


def _store_plan(imported: Import, plan: Plan) -> Import:
    return _move(imported, ImportState.CHECKING, ImportState.READY, plan=plan.to_json())


def _store_refusal(imported: Import, sentence: str) -> Import:
    return _move(imported, ImportState.CHECKING, ImportState.REFUSED, sentence=sentence)


def _move(imported: Import, old: ImportState, new: ImportState, **fields: Any) -> Import:
    """Moves the file on if nobody else has; the row is then as the database has it."""
    Import.objects.filter(pk=imported.pk, state=old).update(
        state=new, changed_at=timezone.now(), **fields
    )
    imported.refresh_from_db()
    return imported


@transaction.atomic
def decide_line(*, actor: Actor, imported: Import, key: str, code: str) -> Import:
    """Keeps a person's answer to a line. A mended cell has the whole file checked again, since rows hang together."""
    imported = Import.objects.select_for_update().get(pk=imported.pk)
    check_can_decide(imported)
    check_is_known_choice(plan_from_json(imported.plan), key, code)
    if key.startswith("*"):
        imported.decisions = _without_answers_to(imported, key[1:])
    imported.decisions[key] = code
    imported.sentence = ""
    if "=" in code:
        imported.state = ImportState.CHECKING
        _enqueue("check_import", imported)
    imported.save(update_fields=["decisions", "state", "sentence", "changed_at"])
    return imported


def _without_answers_to(imported: Import, state: str) -> dict[str, str]:
    """One answer to all lines of a state takes the place of those given one by one; mended cells stay."""
    keys = {line.key for line in plan_from_json(imported.plan).lines if line.state == state}
    return {key: code for key, code in imported.decisions.items() if key not in keys or "=" in code}


@transaction.atomic
def check_again(*, actor: Actor, imported: Import) -> Import:
    """Forgets all answers and reads the file anew."""
    imported = Import.objects.select_for_update().get(pk=imported.pk)
    check_can_decide(imported)
    imported = _move(imported, ImportState.READY, ImportState.CHECKING, decisions={}, sentence="")
    _enqueue("check_import", imported)
    return imported


@transaction.atomic
def start_import(*, actor: Actor, imported: Import) -> Import:
    """Hands the file to the job that reads it in. The second of two who press at once changes nothing."""
    imported = Import.objects.select_for_update().get(pk=imported.pk)
    if imported.state in {ImportState.APPLYING, ImportState.APPLIED}:
        return imported
    check_can_apply(imported, plan_from_json(imported.plan))
    imported = _move(
        imported, ImportState.READY, ImportState.APPLYING, applied_by=actor.person_id, sentence=""
    )
    _enqueue("apply_import", imported)
    return imported


def apply_import(*, actor: Actor, imported_id: UUID) -> Import:
    """Reads the file in: all of it in one transaction, once, or nothing and the reason why."""
    imported = Import.objects.select_related("organisation").get(pk=imported_id)
    if imported.state != ImportState.APPLYING:
        return imported
    with override(imported.language):
        try:
            return _apply(actor, imported)
        except (BrokenFile, RuleBroken) as broken:
            return _reopen(imported, broken.sentence)
        except Exception:
            _reopen(imported, _("Something went wrong with us. Nothing of the file was read in."))
            raise


def give_up_import(*, imported_id: UUID) -> Import:
    """For a job that broke down: the person is told instead of waiting for ever."""
    imported = Import.objects.select_related("organisation").get(pk=imported_id)
    with override(imported.language):
        sentence = _("Something went wrong with us. Nothing of the file was read in.")
    if imported.state == ImportState.CHECKING:
        return _store_refusal(imported, sentence)
    return _move(imported, ImportState.APPLYING, ImportState.READY, sentence=sentence)


@transaction.atomic
def _apply(actor: Actor, imported: Import) -> Import:
    # One file at a time for an organisation: the second then sees what the first has done.
    Organisation.objects.select_for_update().get(pk=imported.organisation_id)
    imported = (
        Import.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=imported.pk)
    )
    if imported.state != ImportState.APPLYING:
        return imported
    kind = _kind_of(imported)
    if actor is not SYSTEM and not may(actor, kind.right, imported):
        raise RuleBroken(_("You may no longer read in files here. Nothing was read in."))
    if kind.checks_again:
        check_same_plan(plan_from_json(imported.plan), kind.check(imported))
    result = kind.apply(actor, imported, imported.decisions)
    _close(imported, ImportState.APPLIED, result)
    record(
        "import.applied",
        actor=actor,
        matter=imported,
        controller=imported.organisation,
        import_kind=kind.code,
        **result,
    )
    return imported


def _reopen(imported: Import, sentence: str) -> Import:
    """Back to the person, with a fresh plan if the old one no longer holds."""
    try:
        plan = _kind_of(imported).check(imported).to_json()
    except (BrokenFile, RuleBroken):
        plan = imported.plan
    return _move(imported, ImportState.APPLYING, ImportState.READY, sentence=sentence, plan=plan)


def _close(imported: Import, state: ImportState, result: dict[str, Any]) -> None:
    """Names and addresses of the file are not kept once it has served: only the counts are."""
    plan = plan_from_json(imported.plan)
    imported.plan = Plan(plan.total, plan.unchanged, (), plan.facts).to_json()
    imported.decisions, imported.result, imported.state = {}, result, state
    imported.applied_at = timezone.now()
    stored, imported.file.name = imported.file.name, ""
    imported.save()
    transaction.on_commit(lambda: imported.file.storage.delete(stored) if stored else None)


@transaction.atomic
def discard_import(*, actor: Actor, imported: Import) -> Import:
    """Puts the file aside unread; it and what was read out of it are erased."""
    imported = (
        Import.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=imported.pk)
    )
    if imported.state == ImportState.DISCARDED:
        return imported
    if imported.state not in {ImportState.READY, ImportState.REFUSED, ImportState.CHECKING}:
        raise RuleBroken(_("The file is already read in or put aside. Nothing was changed."))
    _close(imported, ImportState.DISCARDED, {})
    record(
        "import.discarded",
        actor=actor,
        matter=imported,
        controller=imported.organisation,
        import_kind=imported.kind,
    )
    return imported


def discard_old_imports() -> int:
    """Files that nobody has answered for a month are put aside: they hold people's names."""
    limit = timezone.now() - KEPT_WAITING
    old = Import.objects.filter(
        state__in=[ImportState.READY, ImportState.REFUSED], changed_at__lt=limit
    )
    return len([discard_import(actor=SYSTEM, imported=imported) for imported in old])


def run_import(
    *, actor: Actor, kind: ImportKind, target: models.Model, file: File[bytes], choice: str = ""
) -> Import:
    """The same way in for commands: stored and checked at once, without a worker. Read in by `apply_now`."""
    imported = upload_import(actor=actor, kind=kind, target=target, file=file, choice=choice)
    return check_import(imported_id=imported.pk)


def apply_now(*, actor: Actor, imported: Import) -> Import:
    start_import(actor=actor, imported=imported)
    return apply_import(actor=actor, imported_id=imported.pk)

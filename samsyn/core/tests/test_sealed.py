"""Sealed texts: unreadable in the database, opened by older keys, and locked anew with the newest."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import InvalidToken
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from samsyn.assignments.actions.dialogues import (
    add_step,
    begin_dialogue,
    plan_dialogue,
    write_note,
    write_preparation,
)
from samsyn.assignments.models import NextStep, Note, Point, Preparation
from samsyn.core import actions
from samsyn.core.sealed import sealed_models
from tests.cast import Cast, actor, make_agreed, make_post

OLD, NEW = "old-key" * 8, "new-key" * 8
TEXT = "Jag hinner inte allt"


@pytest.fixture
def sealed(cast: Cast, settings: Any) -> None:
    """Texts of each kind, locked with the key of then."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    bo = actor(cast.bo)
    assignment = make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut)
    for hours in range(3):
        at = timezone.now() - timedelta(hours=hours)
        one = plan_dialogue(actor=bo, assignment=assignment, starts_at=at)
        write_preparation(actor=bo, dialogue=one, point=Point.GIVES, text=TEXT)
        begin_dialogue(actor=bo, dialogue=one)
        write_note(actor=bo, dialogue=one, point=Point.GIVES, text=TEXT)
        add_step(actor=bo, dialogue=one, text=TEXT, person=cast.bo)
    TOTP.activate(cast.bo.user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(cast.bo.user)


def raw(model: Any) -> list[str]:
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT text FROM {table} WHERE text <> ''")  # noqa: S608 - a table of ours
        return [row[0] for row in cursor.fetchall()]


def texts() -> list[str]:
    models = (Preparation, Note, NextStep)
    return [row.text for model in models for row in model.objects.all() if row.text]


def rotate() -> str:
    said = StringIO()
    call_command("rotate_keys", stdout=said)
    return said.getvalue()


def test_every_sealed_field_is_found() -> None:
    found = {(model.__name__, *names) for model, names in sealed_models()}

    assert {("Preparation", "text"), ("Note", "text"), ("NextStep", "text")} <= found


@pytest.mark.usefixtures("sealed")
def test_texts_are_opened_by_an_older_key_and_by_no_other(settings: Any) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert texts() == [TEXT] * 9

    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidToken):
        texts()


@pytest.mark.usefixtures("sealed")
def test_after_a_rotation_the_old_key_can_be_thrown_away(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "_BATCH", 2)
    before = list(Note.objects.order_by("pk").values_list("changed_at", flat=True))
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    locked = raw(Note)

    said = rotate()
    rotate()

    assert "assignments.Note: 12\n" in said
    assert "second steps: 2\n" in said
    settings.SECRET_KEY_FALLBACKS = []
    assert texts() == [TEXT] * 9
    assert not set(raw(Note)) & set(locked)
    assert list(Note.objects.order_by("pk").values_list("changed_at", flat=True)) == before
    app = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    codes = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
    assert app.wrap().validate_code("000000") is False
    assert len(codes.wrap().get_unused_codes()) == 10


@pytest.mark.usefixtures("sealed")
def test_a_key_that_is_missing_is_asked_for(settings: Any) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, []

    with pytest.raises(CommandError, match="SAMSYN_OLD_SECRET_KEYS"):
        rotate()

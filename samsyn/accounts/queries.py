"""What is read of somebody's sessions and ways to sign in."""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import (
    did_recently_reauthenticate,
    get_reauthentication_flows,
)
from allauth.account.internal.stagekit import get_pending_stage
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.usersessions.models import UserSession
from django.core import signing
from django.http import Http404, HttpRequest

from samsyn.accounts import rules
from samsyn.accounts.models import SecondStepReset, User


@dataclass(frozen=True)
class SignedIn:
    """One browser in which somebody is signed in."""

    pk: int
    device: str
    since: datetime
    seen_at: datetime
    is_here: bool


def sessions_of(user: User, here: str | None) -> list[SignedIn]:
    """Only sessions that still open the door: one that has run out, or whose password was changed, is left out."""
    rows = UserSession.objects.filter(user=user).order_by("-last_seen_at")
    return [
        SignedIn(
            row.pk,
            rules.device_words(row.user_agent),
            row.created_at,
            row.last_seen_at,
            row.session_key == here,
        )
        for row in rows
        if row.exists()
    ]


@dataclass(frozen=True)
class WaysIn:
    """How somebody can sign in beside the code by e-mail, which always works."""

    has_password: bool
    has_app: bool
    keys: int
    recovery_codes: int


def ways_in(user: User) -> WaysIn:
    found: dict[str, list[Any]] = {}
    for authenticator in Authenticator.objects.filter(user=user):
        found.setdefault(authenticator.type, []).append(authenticator)
    codes = found.get(Authenticator.Type.RECOVERY_CODES, [])
    return WaysIn(
        user.has_usable_password(),
        Authenticator.Type.TOTP in found,
        len(found.get(Authenticator.Type.WEBAUTHN, [])),
        len(codes[0].wrap().get_unused_codes()) if codes else 0,
    )


def has_second_factor(user: User) -> bool:
    types = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user=user, type__in=types).exists())


def is_fresh(request: HttpRequest, user: User) -> bool:
    """Whether this session may change how the account is opened.

    allauth takes somebody with neither password nor second factor for always fresh, so that an open session could
    add a key of its own; here such a person needs a code of the last ten minutes.
    """
    if get_reauthentication_flows(user):
        return bool(did_recently_reauthenticate(request))
    records = get_authentication_records(request, user)
    return rules.is_fresh(records, time.time())


def confirm_address(user: User) -> str:
    """Where somebody proves anew who they are, by the first way they have."""
    methods = get_adapter().get_reauthentication_methods(user)
    return str(methods[0]["url"])


def user_halfway(request: HttpRequest) -> User | None:
    """Who has shown the first step and is asked for the second."""
    stage = get_pending_stage(request)
    if stage is None or stage.key != AuthenticateStage.key:
        return None
    return stage.login.user  # type: ignore[no-any-return]


def reset_for(token: str, salt: str) -> SecondStepReset:
    try:
        pk = signing.loads(token, salt=salt)
    except signing.BadSignature:
        raise Http404 from None
    reset = SecondStepReset.objects.filter(pk=pk).first()
    if reset is None:
        raise Http404
    return reset

"""What changes around sign-in, beside what allauth does itself."""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from samsyn.accounts.models import User

SEEN_AT = "seen_at"
PENDING = "confirm_person"
CODE_SECONDS = 600
GUESSES = 3


def start_session(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Whichever way somebody signed in, the session stands in their list of sessions from the start."""
    request.session[SEEN_AT] = int(time.time())
    if request.META.get("REMOTE_ADDR"):
        UserSession.objects.create_from_request(request)


def note_seen(request: HttpRequest) -> None:
    request.session[SEEN_AT] = int(time.time())
    rows = UserSession.objects.filter(session_key=request.session.session_key)
    rows.update(last_seen_at=timezone.now())


@transaction.atomic
def end_session(*, user: User, pk: int) -> bool:
    """Signs somebody out of one browser; whether there was such a session of theirs."""
    session = UserSession.objects.filter(user=user, pk=pk).first()
    if session is not None:
        session.end()
    return session is not None


@transaction.atomic
def end_other_sessions(*, user: User, here: str | None) -> int:
    """Signs somebody out everywhere but here; in how many browsers."""
    others = list(UserSession.objects.filter(user=user).exclude(session_key=here))
    for session in others:
        session.end()
    return len(others)


@transaction.atomic
def send_confirmation_code(*, request: HttpRequest, user: User) -> None:
    """A code to the account's own address; the session keeps only its fingerprint."""
    adapter = get_adapter()
    code = adapter.generate_login_code()
    adapter.send_mail("account/email/confirm_person", user.email, {"code": code})
    request.session[PENDING] = {"mark": _mark(user, code), "at": time.time(), "guesses": 0}


def confirm_person(*, request: HttpRequest, user: User, code: str) -> bool:
    """Whether the code was right. The third wrong one throws it away."""
    pending = request.session.get(PENDING)
    if not pending or time.time() - pending["at"] > CODE_SECONDS:
        request.session.pop(PENDING, None)
        return False
    if constant_time_compare(pending["mark"], _mark(user, code)):
        del request.session[PENDING]
        record_authentication(request, user, method="code", reauthenticated=True)
        return True
    _count_guess(request.session)
    return False


def _count_guess(session: SessionBase) -> None:
    pending = session[PENDING] | {"guesses": session[PENDING]["guesses"] + 1}
    if pending["guesses"] >= GUESSES:
        del session[PENDING]
    else:
        session[PENDING] = pending


def _mark(user: User, code: str) -> str:
    return salted_hmac("accounts.confirm_person", f"{user.pk}:{code}").hexdigest()

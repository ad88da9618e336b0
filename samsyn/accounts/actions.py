"""What changes around sign-in, beside what allauth does itself."""

import time
from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from allauth.usersessions.models import UserSession
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from samsyn.accounts.adapter import SECOND_STEP
from samsyn.accounts.models import ResetState, SecondStepReset, User
from samsyn.core.sealed import lock

SEEN_AT = "seen_at"
PENDING = "confirm_person"
CODE_SECONDS = 600
GUESSES = 3
NOTICE = timedelta(days=7)
RESET_SALT = "accounts.second-step-reset"


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


@transaction.atomic
def ask_for_reset(*, user: User) -> SecondStepReset:
    """Once however often it is asked for; each asking sends the notice anew, with the way to stop it."""
    due_at = timezone.now() + NOTICE
    reset, _made = SecondStepReset.objects.get_or_create(
        user=user, state=ResetState.WAITING, defaults={"due_at": due_at}
    )
    token = signing.dumps(str(reset.pk), salt=RESET_SALT)
    stop_url = settings.BASE_URL + reverse("account_stop_reset", args=[token])
    _mail(user, "reset_asked", {"due_at": reset.due_at, "stop_url": stop_url})
    return reset


@transaction.atomic
def stop_reset(*, reset: SecondStepReset) -> bool:
    """Whether it was still waiting."""
    waiting = SecondStepReset.objects.filter(pk=reset.pk, state=ResetState.WAITING)
    return bool(waiting.update(state=ResetState.STOPPED, changed_at=timezone.now()))


def carry_out_due_resets() -> int:
    due = SecondStepReset.objects.filter(state=ResetState.WAITING, due_at__lte=timezone.now())
    return sum(_carry_out(reset) for reset in due.select_related("user"))


@transaction.atomic
def _carry_out(reset: SecondStepReset) -> bool:
    """The conditional update decides: stopped in the same moment, it stays stopped."""
    waiting = SecondStepReset.objects.filter(pk=reset.pk, state=ResetState.WAITING)
    if not waiting.update(state=ResetState.DONE, changed_at=timezone.now()):
        return False
    Authenticator.objects.filter(user=reset.user).delete()
    authenticator_removed.send(sender=Authenticator, request=None, user=reset.user)
    _mail(reset.user, "reset_done", {})
    return True


def _mail(user: User, name: str, context: dict[str, Any]) -> None:
    """Outside a request as well, so not by allauth's way, but in its clothes."""
    context = {"base_url": settings.BASE_URL, **context}
    subject = render_to_string(f"account/email/{name}_subject.txt", context).strip()
    text = render_to_string(f"account/email/{name}_message.txt", context).strip()
    mail = EmailMultiAlternatives(subject, text, to=[user.email])
    html = render_to_string("account/email/message.html", {"subject": subject, "text": text})
    mail.attach_alternative(html, "text/html")
    mail.send()


@transaction.atomic
def lock_second_steps_anew() -> int:
    """The secrets of authenticator apps and recovery codes with the newest key; keys of the browser hold none."""
    rows = list(Authenticator.objects.select_for_update().exclude(type=Authenticator.Type.WEBAUTHN))
    for row in rows:
        row.data = {name: _locked_anew(value) for name, value in row.data.items()}
    Authenticator.objects.bulk_update(rows, ["data"])
    return len(rows)


def _locked_anew(value: Any) -> Any:
    """Among them stand counts and marks that are not locked."""
    if isinstance(value, list):
        return [_locked_anew(one) for one in value]
    if not isinstance(value, str):
        return value
    try:
        return lock(SECOND_STEP).rotate(value).decode()
    except InvalidToken:
        return value

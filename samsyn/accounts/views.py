"""Sign-in. The steps are allauth's; here they get their doors, their words, and a check that the person is still there."""

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.account import views as allauth
from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from samsyn.accounts import actions, queries
from samsyn.accounts.forms import ConfirmPersonForm
from samsyn.accounts.models import User
from samsyn.core.doors import own, public

View = Callable[..., HttpResponse]


class UserRequest(HttpRequest):
    user: User


@public("Signing in is done before one is signed in.")
def confirm_login_code(request: HttpRequest) -> HttpResponse:
    """allauth's step, and a sentence where it only sends one back: a code that has run out, a new one sent."""
    response: HttpResponse = allauth.confirm_login_code(request)
    if request.method != "POST" or response.status_code != 302 or request.user.is_authenticated:
        return response
    sent_back = urlsplit(response["Location"]).path == reverse("account_request_login_code")
    if request.POST.get("action") == "resend" and not sent_back:
        messages.success(request, _("A new code is on its way. The one before it no longer holds."))
    elif sent_back and not messages.get_messages(request):
        messages.warning(request, _("The code has run out. Ask for a new one."))
    return response


def fresh(view: View) -> View:
    """Lets somebody through who has lately shown who they are; others show it first and then come back."""

    @functools.wraps(view)
    def inner(request: UserRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated or queries.is_fresh(request, request.user):
            return view(request, *args, **kwargs)
        to = queries.confirm_address(request.user)
        return redirect(f"{to}?{urlencode({'next': request.get_full_path()})}")

    return inner


@own("How the one signed in gets in.")
def account(request: UserRequest) -> HttpResponse:
    return render(
        request,
        "account/account.html",
        {
            "ways": queries.ways_in(request.user),
            "crumbs": [(_("Start"), reverse("home:start")), (_("Your sign-in"), "")],
        },
    )


@own("The address is the person's own, and is changed at the school's roster.")
def address(request: UserRequest) -> HttpResponse:
    return redirect("account_home")


@own("Where the one signed in is signed in.")
@never_cache
def sessions(request: UserRequest) -> HttpResponse:
    here = request.session.session_key
    if request.method == "POST":
        count = actions.end_other_sessions(user=request.user, here=here)
        sentence = ngettext(
            "You are signed out of one other browser.",
            "You are signed out of %(count)s other browsers.",
            count,
        )
        messages.success(request, sentence % {"count": count})
        return redirect("usersessions_list")
    return render(
        request,
        "usersessions/usersession_list.html",
        {
            "sessions": queries.sessions_of(request.user, here),
            "crumbs": [
                (_("Your sign-in"), reverse("account_home")),
                (_("Where you are signed in"), ""),
            ],
        },
    )


@own("Ends a session of the one signed in.")
@require_POST
def end_session(request: UserRequest, pk: int) -> HttpResponse:
    if actions.end_session(user=request.user, pk=pk):
        messages.success(request, _("That browser is signed out."))
    return redirect("usersessions_list")


@own("Shows anew who the one signed in is, by a code to their own address.")
@never_cache
def confirm_person(request: UserRequest) -> HttpResponse:
    if queries.has_second_factor(request.user):
        return redirect("account_home")
    if request.POST.get("action") == "send":
        return _send_code(request)
    form = ConfirmPersonForm(request.POST or None)
    if form.is_valid():
        code = form.cleaned_data["code"].replace(" ", "")
        if actions.confirm_person(request=request, user=request.user, code=code):
            return redirect(_next(request))
        form.add_error("code", get_adapter().error_messages["incorrect_code"])
    context = {"form": form, "is_sent": actions.PENDING in request.session, "next": _next(request)}
    return render(request, "account/confirm_person.html", context)


def _send_code(request: UserRequest) -> HttpResponse:
    """Counted together with codes for signing in: it is the same mailbox."""
    key = request.user.email.lower()
    too_many = ratelimit.consume_or_429(request, action="request_login_code", key=key)
    if too_many:
        return too_many  # type: ignore[no-any-return]
    actions.send_confirmation_code(request=request, user=request.user)
    return redirect(f"{request.path}?{urlencode({'next': _next(request)})}")


def _next(request: HttpRequest) -> str:
    to: str = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(to, {request.get_host()}, request.is_secure()):
        return to
    return reverse("account_home")


@public("Who has lost the second step cannot sign in to say so; the first step has been shown.")
@never_cache
def lost_second_step(request: HttpRequest) -> HttpResponse:
    user = queries.user_halfway(request)
    if user is None:
        return redirect("account_request_login_code")
    if request.method != "POST":
        return render(request, "mfa/lost.html")
    too_many = ratelimit.consume_or_429(request, action="request_login_code", key=user.email)
    if too_many:
        return too_many  # type: ignore[no-any-return]
    reset = actions.ask_for_reset(user=user)
    return render(request, "mfa/lost.html", {"reset": reset, "email": user.email})


@public(
    "Whoever reads the mail to the address may stop it; the link is signed and does nothing else."
)
@never_cache
def stop_reset(request: HttpRequest, token: str) -> HttpResponse:
    reset = queries.reset_for(token, actions.RESET_SALT)
    stopped = request.method == "POST" and actions.stop_reset(reset=reset)
    return render(request, "mfa/stop_reset.html", {"reset": reset, "stopped": stopped})

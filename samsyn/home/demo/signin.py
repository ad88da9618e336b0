"""The demo's sign-in lines: a signed address for each made-up person. Routed only in the demo (home/urls.py)."""

from uuid import UUID

from django.contrib.auth import login
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from samsyn.core.doors import public
from samsyn.home.demo.queries import demo_user

SALT = "samsyn.demo.sign-in"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in_path(person_id: UUID) -> str:
    token = signing.Signer(salt=SALT).sign(str(person_id))
    return reverse("home:demo-sign-in", kwargs={"token": token})


@public("The way into the demo; the address does not exist anywhere else.")
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    try:
        user = demo_user(signing.Signer(salt=SALT).unsign(token))
    except signing.BadSignature:
        raise Http404 from None
    if user is None:
        raise Http404
    login(request, user, backend=BACKEND)
    return redirect("home:start")

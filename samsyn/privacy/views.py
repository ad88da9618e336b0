"""A person's own data: to read, and to take along."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from samsyn.accounts.views import UserRequest
from samsyn.core.doors import own
from samsyn.privacy import queries


@own("What is stored about the one signed in.")
@never_cache
def own_data(request: UserRequest) -> HttpResponse:
    found = queries.stored_about(request.user)
    context = {
        "found": found,
        "controllers": queries.controllers_of(found),
        "crumbs": [(_("Start"), reverse("home:start")), (_("What is stored about you"), "")],
    }
    return render(request, "privacy/own.html", context)


@own("What is stored about the one signed in, as a file.")
@never_cache
def own_file(request: UserRequest) -> HttpResponse:
    found = queries.stored_about(request.user)
    content = {
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "controllers": queries.controllers_of(found),
        "stored": queries.as_json(found),
    }
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    name = _("my-data.json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

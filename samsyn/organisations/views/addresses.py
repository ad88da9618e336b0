"""The page behind the link in a notice to an old address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from samsyn.core.doors import public
from samsyn.core.forms import attempt
from samsyn.organisations.access import NOBODY
from samsyn.organisations.actions.addresses import confirm_address, reject_address
from samsyn.organisations.forms.people import AnswerForm
from samsyn.organisations.queries.addresses import change_of_link


@public(
    "The old address answers a notice; its owner may no longer be able to sign in. The link is signed."
)
@require_http_methods(["GET", "POST"])
def address_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing, since mail programs open links by themselves; a button does."""
    change = change_of_link(token)
    if change is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        action = confirm_address if form.cleaned_data["answer"] == "confirm" else reject_address
        if attempt(form, action, actor=NOBODY, change=change):
            return redirect(request.path)
    context = {"change": change, "form": form, "title": _("A new address for you in Samsyn")}
    return render(request, "organisations/address_answer.html", context)

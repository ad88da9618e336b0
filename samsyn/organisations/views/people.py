"""People: the list, one person, and what an administrator or principal does there."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samsyn.core.forms import attempt
from samsyn.organisations.access import ActorRequest, Can, May, fetch, needs
from samsyn.organisations.actions.addresses import vouch_for_address
from samsyn.organisations.actions.people import (
    delegate_duty,
    edit_duty,
    edit_person,
    end_delegation,
    invite_person,
    make_duty,
    make_person,
    withdraw_invitation,
)
from samsyn.organisations.forms.people import (
    AnswerForm,
    DelegationForm,
    DutyForm,
    NewDutyForm,
    PeopleFilterForm,
    PersonForm,
)
from samsyn.organisations.models import (
    AddressChange,
    Delegation,
    Duty,
    Organisation,
    Person,
)
from samsyn.organisations.queries.organisations import places_for_duties
from samsyn.organisations.queries.people import (
    colleagues_of,
    people_for,
    people_listed,
    person_page,
    rows_of,
    schools_for,
)

PERSON_FIELDS = ("given_name", "family_name", "email", "protected_identity")
PER_PAGE = 50
DUTY_FIELDS = ("extent", "starts_on", "ends_on")


def _url(person: Person) -> str:
    return reverse("organisations:person", args=[person.pk])


def _crumbs(*rest: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("People"), reverse("organisations:people")), *rest]


@needs(Can.PERSON_VIEW)
@require_GET
def people_list(request: ActorRequest) -> HttpResponse:
    form = PeopleFilterForm(request.GET or None, schools=schools_for(request.actor))
    asked = form.cleaned_data if form.is_valid() else {}
    found = people_for(request.actor, **asked)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = page.object_list
    if not any(asked.values()):
        first = max(0, page.start_index() - 1)
        rows = people_listed(request.actor, first, first + PER_PAGE)
    context = {
        "filter": form,
        "page": page,
        "rows": rows_of(rows),
        "shows_sign_in": Can.PERSON_INVITE in request.actor.rights,
        "is_filtered": any(asked.values()),
        "add_at": places_for_duties(request.actor).filter(parent=None),
    }
    return render(request, "organisations/people.html", context)


def _page(request: ActorRequest, person: Person, form: Any = None) -> HttpResponse:
    """A person's page, with the sentence of what could not be done there."""
    context = {
        "found": person_page(person),
        "person": person,
        "may": May(request.actor, person),
        "is_own": request.actor.person_id == person.pk,
        "form": form,
        "crumbs": _crumbs((person.name, "")),
    }
    return render(request, "organisations/person.html", context, status=409 if form else 200)


@needs(Can.PERSON_VIEW)
@require_GET
def person(request: ActorRequest, pk: UUID) -> HttpResponse:
    return _page(request, fetch(Person, request.actor, pk, Can.PERSON_VIEW))


def _form_page(request: ActorRequest, form: Any, crumbs: Any, **texts: str) -> HttpResponse:
    context = {"form": form, "crumbs": _crumbs(*crumbs, (texts["title"], "")), **texts}
    return render(request, "organisations/form.html", context)


@needs(Can.PERSON_EDIT)
@require_http_methods(["GET", "POST"])
def person_add(request: ActorRequest, organisation: UUID) -> HttpResponse:
    controller = fetch(Organisation, request.actor, organisation, Can.PERSON_EDIT, parent=None)
    form = PersonForm(request.POST or None)
    if form.is_valid():
        fields = {name: form.cleaned_data[name] for name in PERSON_FIELDS}
        made = attempt(form, make_person, actor=request.actor, controller=controller, **fields)
        if made:
            return redirect("organisations:duty-add", made.pk)
    title, submit = _("Enter a person"), _("Go on to the duty")
    back = reverse("organisations:people")
    return _form_page(request, form, [], title=title, submit=submit, back=back)


@needs(Can.PERSON_EDIT)
@require_http_methods(["GET", "POST"])
def person_edit(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = fetch(Person, request.actor, pk, Can.PERSON_EDIT)
    initial = {name: getattr(found, name) for name in PERSON_FIELDS}
    form = PersonForm(request.POST or None, row=found, initial=initial)
    if (
        form.is_valid()
        and attempt(form, edit_person, actor=request.actor, person=found, **form.cleaned_data)
        is not None
    ):
        return redirect(_url(found))
    title = _("Correct %(name)s") % {"name": found.name}
    crumbs = [(found.name, _url(found))]
    return _form_page(request, form, crumbs, title=title, submit=_("Save"), back=_url(found))


@needs(Can.PERSON_EDIT)
@require_http_methods(["GET", "POST"])
def duty_add(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = fetch(Person, request.actor, pk, Can.PERSON_EDIT)
    places = places_for_duties(request.actor)
    form = NewDutyForm(request.POST or None, organisations=places)
    if form.is_valid():
        fields = {name: v for name, v in form.cleaned_data.items() if name != "revision"}
        if attempt(form, make_duty, actor=request.actor, person=found, **fields) is not None:
            return redirect(_url(found))
    title, crumbs = _("Add a duty"), [(found.name, _url(found))]
    submit = _("Add the duty")
    return _form_page(request, form, crumbs, title=title, submit=submit, back=_url(found))


@needs(Can.PERSON_EDIT)
@require_http_methods(["GET", "POST"])
def duty_edit(request: ActorRequest, pk: UUID) -> HttpResponse:
    duty = fetch(Duty, request.actor, pk, Can.PERSON_EDIT)
    initial = {name: getattr(duty, name) for name in DUTY_FIELDS}
    form = DutyForm(request.POST or None, row=duty, initial=initial)
    if (
        form.is_valid()
        and attempt(form, edit_duty, actor=request.actor, duty=duty, **form.cleaned_data)
        is not None
    ):
        return redirect(_url(duty.person))
    where = f"{duty.get_role_display()}, {duty.organisation.name}"
    title = _("Change the duty: %(duty)s") % {"duty": where}
    crumbs, back = [(duty.person.name, _url(duty.person))], _url(duty.person)
    return _form_page(request, form, crumbs, title=title, submit=_("Save"), back=back)


@needs(Can.DELEGATE)
@require_http_methods(["GET", "POST"])
def duty_delegate(request: ActorRequest, pk: UUID) -> HttpResponse:
    duty = fetch(Duty, request.actor, pk, Can.DELEGATE)
    form = DelegationForm(request.POST or None, colleagues=colleagues_of(duty))
    if (
        form.is_valid()
        and attempt(form, delegate_duty, actor=request.actor, duty=duty, **form.cleaned_data)
        is not None
    ):
        return redirect(_url(duty.person))
    title, submit = _("Let a deputy act for you"), _("Let the deputy act")
    crumbs, back = [(duty.person.name, _url(duty.person))], _url(duty.person)
    return _form_page(request, form, crumbs, title=title, submit=submit, back=back)


@needs(Can.DELEGATE)
@require_POST
def delegation_end(request: ActorRequest, pk: UUID) -> HttpResponse:
    delegation = fetch(Delegation, request.actor, pk, Can.DELEGATE)
    form = AnswerForm({"answer": "confirm"})
    if attempt(form, end_delegation, actor=request.actor, delegation=delegation) is None:
        return _page(request, fetch_owner(request, delegation), form)
    return redirect(_url(delegation.duty.person))


def fetch_owner(request: ActorRequest, delegation: Delegation) -> Person:
    return fetch(Person, request.actor, delegation.duty.person_id, Can.PERSON_VIEW)


@needs(Can.PERSON_INVITE)
@require_POST
def person_invite(request: ActorRequest, pk: UUID) -> HttpResponse:
    return _act(request, fetch(Person, request.actor, pk, Can.PERSON_INVITE), invite_person)


@needs(Can.PERSON_INVITE)
@require_POST
def invitation_withdraw(request: ActorRequest, pk: UUID) -> HttpResponse:
    return _act(request, fetch(Person, request.actor, pk, Can.PERSON_INVITE), withdraw_invitation)


def _act(request: ActorRequest, found: Person, action: Any) -> HttpResponse:
    form = AnswerForm({"answer": "confirm"})
    if attempt(form, action, actor=request.actor, person=found) is None:
        return _page(request, found, form)
    return redirect(_url(found))


@needs(Can.PERSON_VOUCH)
@require_POST
def address_vouch(request: ActorRequest, pk: UUID) -> HttpResponse:
    change = fetch(AddressChange, request.actor, pk, Can.PERSON_VOUCH)
    form = AnswerForm({"answer": "confirm"})
    if attempt(form, vouch_for_address, actor=request.actor, change=change) is None:
        found = fetch(Person, request.actor, change.person_id, Can.PERSON_VIEW)
        return _page(request, found, form)
    return redirect(_url(change.person))

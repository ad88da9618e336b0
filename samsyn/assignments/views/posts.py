"""Career posts: the list, one of them, and how they are entered, changed and ended."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from samsyn.assignments import grants
from samsyn.assignments.actions.posts import edit_post, end_post, make_post
from samsyn.assignments.forms.posts import (
    EndPostForm,
    HolderForm,
    NewPostForm,
    PostFilterForm,
    PostForm,
)
from samsyn.assignments.models import CareerPost
from samsyn.assignments.queries.posts import (
    HITS_MAX,
    Ending,
    candidates_for,
    earlier_posts,
    ends_with,
    places_for_holder,
    places_for_posts,
    post_page,
    posts_for,
    posts_on,
    role_suggested,
    rows_of,
)
from samsyn.core.forms import attempt
from samsyn.core.words import capitalised, in_words
from samsyn.organisations.access import ActorRequest, Can, May, fetch, needs
from samsyn.organisations.models import Person

FIELDS = ("role", "starts_on", "ends_on", "teaching_percent", "grant_category", "after")
PER_PAGE = 50


def crumbs(*rest: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Career posts"), reverse("assignments:posts")), *rest]


def _url(post: CareerPost) -> str:
    return reverse("assignments:post", args=[post.pk])


# Whoever sees posts that are not their own may enter them too: the same roles.
@needs(Can.POST_EDIT)
@require_GET
def post_list(request: ActorRequest) -> HttpResponse:
    today = timezone.localdate()
    form = PostFilterForm(request.GET or None, places=places_for_posts(request.actor))
    asked = form.cleaned_data if form.is_valid() else {}
    posts = posts_for(request.actor, today, **asked)
    page = Paginator(posts, PER_PAGE).get_page(request.GET.get("page"))
    rows = page.object_list
    if not any(asked.values()):
        first = max(0, page.start_index() - 1)
        rows = posts_on(request.actor, today, first, first + PER_PAGE)
    context = {
        "filter": form,
        "page": page,
        "rows": rows_of(rows, today),
        "order": _said_order(page.paginator.count),
        "is_filtered": any(asked.values()),
        "may_settle": Can.TERMS_EDIT in request.actor.rights,
        "may_begin": Can.ASSIGNMENT_OVERVIEW in request.actor.rights,
    }
    return render(request, "assignments/posts.html", context)


def _said_order(count: int) -> str:
    said = ngettext("One career post.", "%(count)s career posts, by school and family name.", count)
    return said % {"count": capitalised(in_words(count))}


@needs(Can.POST_VIEW)
@require_GET
def post(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = fetch(CareerPost, request.actor, pk, Can.POST_VIEW)
    is_own = request.actor.person_id == found.holder_id
    may = May(request.actor, found)
    context = {
        "found": post_page(request.actor, found, timezone.localdate()),
        "post": found,
        "may": may,
        "may_begin": is_own or may["ASSIGNMENT_OVERVIEW"],
        "crumbs": [(_("My post"), "")] if is_own else crumbs((found.holder.said_name, "")),
    }
    return render(request, "assignments/post.html", context)


@needs(Can.POST_EDIT)
@require_GET
def post_add(request: ActorRequest) -> HttpResponse:
    """First whom it is for: a search that is a page of its own."""
    form = HolderForm(request.GET or None)
    name = form.cleaned_data["name"] if form.is_valid() else ""
    people = candidates_for(request.actor, timezone.localdate(), name)
    context = {
        "form": form,
        "people": people[:HITS_MAX],
        "has_more": len(people) > HITS_MAX,
        "name": name.strip(),
        "crumbs": crumbs((_("Enter a career post"), "")),
    }
    return render(request, "assignments/post_add.html", context)


@needs(Can.POST_EDIT)
@require_http_methods(["GET", "POST"])
def post_add_for(request: ActorRequest, holder: UUID) -> HttpResponse:
    person = fetch(Person, request.actor, holder, Can.PERSON_VIEW)
    places = places_for_holder(request.actor, person)
    form = NewPostForm(
        request.POST or None,
        places=places,
        earlier=earlier_posts(request.actor, person.controller.path, person),
        initial=role_suggested(person, timezone.localdate()),
    )
    if form.is_valid():
        made = attempt(form, make_post, actor=request.actor, holder=person, **form.cleaned_data)
        if made:
            return _saved(request, made, _("The post is entered."))
    title = _("A career post for %(name)s") % {"name": person.name}
    add = (_("Enter a career post"), reverse("assignments:post-add"))
    return _form_page(request, form, [add, (person.name, "")], title, _("Enter the post"), add[1])


def _saved(request: ActorRequest, found: CareerPost, said: str) -> HttpResponse:
    """Back to the post, which says what to mind about it."""
    messages.success(request, said)
    return redirect(_url(found))


def _form_page(
    request: ActorRequest,
    form: Any,
    rest: list[tuple[str, str]],
    title: str,
    submit: str,
    back: str,
    ending: Ending | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "back": back,
        "ending": ending,
        "rules": grants.newest(),
        "crumbs": crumbs(*rest),
    }
    return render(request, "assignments/post_form.html", context)


@needs(Can.POST_EDIT)
@require_http_methods(["GET", "POST"])
def post_edit(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = fetch(CareerPost, request.actor, pk, Can.POST_EDIT)
    earlier = earlier_posts(request.actor, found.place.path, found.holder).exclude(pk=found.pk)
    form = PostForm(
        request.POST or None,
        row=found,
        earlier=earlier,
        initial={name: getattr(found, name) for name in FIELDS},
    )
    ending = _untold(form, found)
    if form.is_valid() and not ending and _tried(request, form, edit_post, found):
        return _saved(request, found, _("The post is saved."))
    title = _("Change %(name)s’s post") % {"name": found.holder.name}
    here = [(found.holder.name, _url(found)), (_("Change"), "")]
    return _form_page(request, form, here, title, _("Save"), _url(found), ending)


def _untold(form: PostForm | EndPostForm, post: CareerPost) -> Ending | None:
    """What else ends, where that has not been said for the day that was sent. Sent once more, it is done."""
    day = form.cleaned_data["ends_on"] if form.is_valid() else None
    is_shorter = day and (post.ends_on is None or day <= post.ends_on)
    ending = ends_with(post, day) if day and is_shorter else None
    if not ending or form.cleaned_data["told"] == day:
        return None
    form.tell(ending.day)
    return ending


def _tried(
    request: ActorRequest, form: PostForm | EndPostForm, action: Any, post: CareerPost
) -> bool:
    form.cleaned_data.pop("told")
    return attempt(form, action, actor=request.actor, post=post, **form.cleaned_data) is not None


@needs(Can.POST_EDIT)
@require_http_methods(["GET", "POST"])
def post_end(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = fetch(CareerPost, request.actor, pk, Can.POST_EDIT)
    initial = {"ends_on": found.ends_on or timezone.localdate()}
    form = EndPostForm(request.POST or None, row=found, initial=initial)
    ending = _untold(form, found)
    if form.is_valid() and not ending and _tried(request, form, end_post, found):
        return _saved(request, found, _("The last day is saved."))
    title = _("End %(name)s’s post") % {"name": found.holder.name}
    here = [(found.holder.name, _url(found)), (_("End the post"), "")]
    return _form_page(request, form, here, title, _("End the post"), _url(found), ending)

"""What every page needs: who is signed in, and where they can go. No query of its own: it asks the actor only."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from samsyn.core.menu import stands_below
from samsyn.organisations.access import NOBODY, Actor, Can, reach
from samsyn.organisations.roles import Role

CAREER = frozenset({Role.FIRST_TEACHER, Role.SENIOR_LECTURER})


def _is_career_teacher(actor: Actor) -> bool:
    return any(duty.role in CAREER for duty in actor.duties)


def _has_dialogues(actor: Actor) -> bool:
    return _is_career_teacher(actor) or Can.ASSIGNMENT_OVERVIEW in actor.rights


def _has_colleagues(actor: Actor) -> bool:
    """Whoever works at an organiser, or by agreement reaches one."""
    own = {d.path for d in actor.duties if d.role not in {Role.NETWORK_LEAD, Role.COORDINATOR}}
    return bool(own) or len(reach(actor, Can.ASSIGNMENT_VIEW)) > len(actor.duties)


# What there is to go to, in order: words, address, icon, the right or the kind of work that shows it.
PLACES: tuple[tuple[Any, str, str, Can | Callable[[Actor], bool] | None], ...] = (
    (gettext_lazy("Start"), "home:start", "house", None),
    (gettext_lazy("My assignment"), "assignments:mine", "file-text", _is_career_teacher),
    (gettext_lazy("Assignments"), "assignments:overview", "file-text", Can.ASSIGNMENT_OVERVIEW),
    (gettext_lazy("Dialogues"), "assignments:dialogues", "messages-square", _has_dialogues),
    (gettext_lazy("Who does what"), "assignments:who", "handshake", _has_colleagues),
    (gettext_lazy("Surveys"), "surveys:surveys", "clipboard-list", Can.SURVEY_VIEW),
    (gettext_lazy("Reports"), "reports:reports", "newspaper", Can.EDITION_READ),
    (gettext_lazy("Career posts"), "assignments:posts", "user-check", Can.POST_VIEW),
    (gettext_lazy("Schools"), "organisations:organisations", "school", Can.ORGANISATION_VIEW),
    (gettext_lazy("People"), "organisations:people", "users", Can.PERSON_VIEW),
    (gettext_lazy("Import"), "organisations:imports", "folder-input", Can.IMPORT),
    (gettext_lazy("Who may do what"), "organisations:grid", "key-round", Can.GRID_VIEW),
    (gettext_lazy("What has happened"), "organisations:events", "history", Can.ROSTER_EDIT),
    (gettext_lazy("Reported faults"), "home:faults", "flag", Can.FAULTS_VIEW),
)
# Where the words are too long for a phone's bar.
SHORT = {
    "assignments:mine": gettext_lazy("Assignments"),
    "assignments:who": pgettext_lazy("bar of phones", "Colleagues"),
    "assignments:posts": pgettext_lazy("bar of phones", "Posts"),
}
# Which of somebody's roles is said beside the name, when there are several.
RANK = {
    role: rank
    for rank, role in enumerate(
        (
            Role.ADMINISTRATOR,
            Role.COORDINATOR,
            Role.NETWORK_LEAD,
            Role.HEAD_OF_SCHOOLS,
            Role.DEVELOPMENT_LEAD,
            Role.PRINCIPAL,
            Role.SENIOR_LECTURER,
            Role.FIRST_TEACHER,
            Role.TEACHER,
        )
    )
}


@dataclass(frozen=True)
class Place:
    label: str
    url: str
    icon: str
    active: bool
    # For the bar of phones, where five stand side by side.
    short: str


@dataclass(frozen=True)
class Me:
    name: str
    role: str
    url: str
    sign_out_url: str


def page(request: HttpRequest) -> dict[str, Any]:
    """Lazy, so that a page without menu does not read who asks."""
    actor: Actor = getattr(request, "actor", NOBODY)
    return {
        "actor": actor,
        "navigation": SimpleLazyObject(lambda: navigation(actor, stands_below(request))),
        "me": SimpleLazyObject(lambda: me(request, actor)),
        "is_demo": settings.DEMO,
    }


def navigation(actor: Actor, path: str) -> list[Place]:
    if actor.person_id is None:
        return []
    open_to = [
        (label, name, url, icon)
        for label, name, icon, shown in PLACES
        if _is_shown(shown, actor) and (url := _address(name))
    ]
    home = reverse("home:start")
    here = max(
        (
            url
            for _label, _name, url, _icon in open_to
            if path == url or (url != home and path.startswith(url))
        ),
        key=len,
        default="",
    )
    return [
        Place(str(label), url, icon, url == here, str(SHORT.get(name, label)))
        for label, name, url, icon in open_to
    ]


def _is_shown(shown: Can | Callable[[Actor], bool] | None, actor: Actor) -> bool:
    if shown is None:
        return True
    return shown in actor.rights if isinstance(shown, Can) else shown(actor)


def _address(name: str) -> str:
    """Empty where the page does not exist yet: an item of navigation appears with its page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def me(request: HttpRequest, actor: Actor) -> Me | None:
    if not request.user.is_authenticated:
        return None
    return Me(
        name=actor.name or request.user.get_username(),
        role=role_words(actor),
        url=_address("privacy:own") or reverse("account_home"),
        sign_out_url=reverse("account_logout"),
    )


def role_words(actor: Actor) -> str:
    """The foremost role and where; that there are more is said in a word."""
    duties = sorted(actor.duties, key=lambda duty: RANK[duty.role])
    if not duties:
        return ""
    first = f"{duties[0].role.label}, {duties[0].organisation_name}"
    return _("%(first)s, and more") % {"first": first} if len(duties) > 1 else first

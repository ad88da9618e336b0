"""Where something is stored about a person: one entry for each field of the product that names a person or an account.

A test walks all models and fails on a field that is neither here nor in LEFT_OUT. An app below registers its own.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Source:
    """`about` is the field that names the person or account, or the way to it over other rows ("assignment__holder");
    `facts` are what is shown of a row, with their words.
    """

    model: str
    about: str
    title: str | Promise
    why: str | Promise
    facts: tuple[tuple[str, str | Promise], ...]
    order: str = "-pk"


# Fields that name a person and are shown nowhere, each with its reason.
LEFT_OUT: dict[str, str] = {}

_ROLES = _("Your duties decide what you see and may do.")
_TRACE = _("Shows who did what, so that faults can be found and misuse seen.")
_MAIL = _("So that you get the mail you want, and nothing twice.")
_SIGN_IN = _("Lets you in, and keeps others out.")
_FROM, _TO, _WHEN = _("From"), _("To"), _("When")

SOURCES: list[Source] = [
    Source(
        "organisations.Person",
        "user",
        _("You"),
        _("So that others know who you are."),
        (
            ("given_name", _("Given name")),
            ("family_name", _("Family name")),
            ("email", _("E-mail address")),
            ("external_id", _("Number in the personnel system")),
            ("protected_identity", _("Protected identity")),
            ("controller.name", _("Who answers for the record")),
            ("created_at", _("Registered")),
        ),
    ),
    Source(
        "accounts.User",
        "pk",
        _("Your account"),
        _SIGN_IN,
        (
            ("email", _("E-mail address")),
            ("created_at", _("Registered")),
            ("last_login", _("Signed in last")),
            ("is_active", _("Open")),
        ),
    ),
    Source(
        "accounts.SecondStepReset",
        "user",
        _("When you have lost your second step"),
        _SIGN_IN,
        (("created_at", _WHEN), ("due_at", _("Holds from")), ("state", _("State"))),
    ),
    Source(
        "organisations.Duty",
        "person",
        _("Your duties"),
        _ROLES,
        (
            ("role", _("Role")),
            ("organisation.name", _("Where")),
            ("extent", _("Percent")),
            ("starts_on", _FROM),
            ("ends_on", _TO),
        ),
        "starts_on",
    ),
    Source(
        "organisations.Delegation",
        "deputy",
        _("Duties delegated to you"),
        _ROLES,
        (
            ("duty.role", _("Role")),
            ("duty.organisation.name", _("Where")),
            ("starts_on", _FROM),
            ("ends_on", _TO),
        ),
        "starts_on",
    ),
    Source(
        "organisations.Membership",
        "person",
        _("What you take part in"),
        _ROLES,
        (
            ("part", _("As")),
            ("matter_kind", _("In")),
            ("starts_on", _FROM),
            ("ends_on", _TO),
        ),
        "starts_on",
    ),
    Source(
        "organisations.Invitation",
        "person",
        _("Your invitation"),
        _SIGN_IN,
        (("sent_at", _("Sent")), ("withdrawn_at", _("Taken back"))),
    ),
    Source(
        "organisations.Invitation",
        "sent_by",
        _("Invitations you have sent"),
        _TRACE,
        (("sent_at", _("Sent")),),
    ),
    Source(
        "organisations.AddressChange",
        "person",
        _("Changes of your address"),
        _("A new address is checked with the old one, so that nobody takes over your account."),
        (
            ("old_email", _("Old address")),
            ("new_email", _("New address")),
            ("state", _("State")),
            ("due_at", _("Holds from")),
            ("confirmed_at", _("Confirmed")),
        ),
    ),
    Source(
        "organisations.AddressChange",
        "set_by",
        _("Addresses you have changed for others"),
        _TRACE,
        (("created_at", _WHEN),),
    ),
    Source(
        "organisations.AddressChange",
        "vouched_by",
        _("Addresses you have vouched for"),
        _TRACE,
        (("vouched_at", _WHEN),),
    ),
    Source(
        "organisations.Event",
        "actor",
        _("What you have done"),
        _TRACE,
        (
            ("at", _WHEN),
            ("kind", _("What")),
            ("controller.name", _("At")),
        ),
        "-at",
    ),
    Source(
        "organisations.Import",
        "uploaded_by",
        _("Files you have uploaded"),
        _TRACE,
        (("created_at", _WHEN), ("filename", _("File")), ("state", _("State"))),
    ),
    Source(
        "organisations.Import",
        "applied_by",
        _("Files you have read in"),
        _TRACE,
        (("applied_at", _WHEN), ("filename", _("File"))),
    ),
    Source(
        "notifications.Choice",
        "person",
        _("Which mail you have chosen"),
        _MAIL,
        (("topic", _("About")), ("frequency", _("How")), ("changed_at", _WHEN)),
    ),
    Source(
        "notifications.Notice",
        "person",
        _("What you have been told of by mail"),
        _MAIL,
        (("created_at", _WHEN), ("topic", _("About")), ("sent_at", _("Sent"))),
    ),
    Source(
        "reports.Edition",
        "issued_by",
        _("Editions you have issued"),
        _TRACE,
        (("issued_at", _WHEN), ("title", _("Report")), ("number", _("Edition"))),
    ),
    Source(
        "account.EmailAddress",
        "user",
        _("Addresses you can sign in with"),
        _SIGN_IN,
        (("email", _("E-mail address")), ("verified", _("Confirmed"))),
    ),
    Source(
        "mfa.Authenticator",
        "user",
        _("Your second step at sign-in"),
        _SIGN_IN,
        (("type", _("Kind")), ("created_at", _("Registered")), ("last_used_at", _("Last used"))),
    ),
    Source(
        "usersessions.UserSession",
        "user",
        _("Where you are signed in"),
        _SIGN_IN,
        (
            ("user_agent", _("Browser")),
            ("ip", _("Internet address")),
            ("created_at", _("Signed in")),
            ("last_seen_at", _("Last used")),
        ),
        "-last_seen_at",
    ),
]

# Found otherwise than by a field of their own: by the record they tell of, and by the address.
ABOUT_PERSON = Source(
    "organisations.Event",
    "matter_id",
    _("What others have done with your record"),
    _TRACE,
    (("at", _WHEN), ("kind", _("What")), ("controller.name", _("At"))),
)
MAIL = Source(
    "core.OutgoingMail",
    "recipients",
    _("Mail to you"),
    _("Shows whether a mail has come through. The text is erased once it is sent."),
    (("created_at", _WHEN), ("subject", _("Subject")), ("state", _("State"))),
)


def register(source: Source) -> None:
    """For apps below this one on the map, in their `AppConfig.ready()`."""
    if source not in SOURCES:
        SOURCES.append(source)


def of(model: str, about: str) -> Source | None:
    return next((s for s in SOURCES if (s.model, s.about) == (model, about)), None)

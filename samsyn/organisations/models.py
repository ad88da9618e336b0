"""Organisations and the people in them: who has which duty where, from when to when (terms of SS 12000)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samsyn.accounts.models import User
from samsyn.core.models import BaseModel
from samsyn.organisations.access import FILES_IN, Actor, Can, within
from samsyn.organisations.roles import Role


class Kind(models.TextChoices):
    ORGANISER = "organiser", _("organiser")
    SCHOOL_UNIT = "school_unit", _("school unit")
    UNIVERSITY = "university", _("university")
    REGION = "region", _("region")


class SchoolForm(models.TextChoices):
    """The school forms, by the codes of SS 12000."""

    PRESCHOOL = "FS", _("preschool")
    PRESCHOOL_CLASS = "FKLASS", _("preschool class")
    COMPULSORY = "GR", _("compulsory school")
    ADAPTED_COMPULSORY = "GRAN", _("adapted compulsory school")
    UPPER_SECONDARY = "GY", _("upper secondary school")
    ADAPTED_UPPER_SECONDARY = "GYAN", _("adapted upper secondary school")
    ADULT = "VUX", _("municipal adult education")


def current(today: date) -> Q:
    """Rows with `starts_on` and `ends_on` that hold today, the last day included."""
    return Q(starts_on__lte=today) & (Q(ends_on__isnull=True) | Q(ends_on__gte=today))


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, actor: Actor) -> OrganisationQuerySet:
        return self.filter(within(actor, Can.ORGANISATION_VIEW, "path"))


class Organisation(BaseModel):
    """An organiser with its school units below it, or a university or region. Roots are their own controllers."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    # "/<root>/<child>/" of hexadecimal keys: a subtree is a prefix, on both databases.
    path = models.CharField(max_length=300, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=200)
    is_independent = models.BooleanField(default=False)
    municipality_code = models.CharField(max_length=4, blank=True)
    organisation_number = models.CharField(max_length=11, blank=True)
    school_unit_code = models.CharField(max_length=8, unique=True, null=True, blank=True)
    school_forms = models.JSONField(default=list, blank=True)
    # The last day of an organiser that went up in another. Nobody has a duty there any more.
    closed_on = models.DateField(null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def right_path(self) -> str:
        return self.path

    @property
    def root_id(self) -> UUID:
        return UUID(hex=self.path.split("/")[1])


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, actor: Actor) -> PersonQuerySet:
        duties = Duty.objects.not_ended(timezone.localdate())
        in_reach = duties.filter(within(actor, Can.PERSON_VIEW, "organisation__path"))
        in_charge = duties.filter(within(actor, Can.PROTECTED_PERSON_VIEW, "organisation__path"))
        roster = within(actor, Can.PROTECTED_PERSON_VIEW, "controller__path")
        return self.filter(
            Q(pk=actor.person_id)
            | Q(protected_identity=False, pk__among=in_reach.values("person"))
            | Q(pk__among=in_charge.values("person"))
            | roster
        ).prefetch_related("duties__organisation", "controller")

    def listed(self) -> PersonQuerySet:
        """For lists, search, exports and feeds: nobody with protected identity, whoever looks."""
        return self.filter(protected_identity=False)


class Person(BaseModel):
    """Somebody with duties, with or without an account. The controller is the organiser that answers for the record."""

    user = models.OneToOneField(User, models.SET_NULL, null=True, blank=True, related_name="person")
    controller = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    external_id = models.CharField(max_length=100, blank=True)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    email = models.EmailField(blank=True)
    protected_identity = models.BooleanField(default=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["family_name", "given_name"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=~Q(email=""), name="person_email_once"
            ),
            models.UniqueConstraint(
                fields=["controller", "external_id"],
                condition=~Q(external_id=""),
                name="person_external_id_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def said_name(self) -> str:
        """For whoever reads of the person elsewhere than on the person's own page."""
        return str(_("A person with protected identity")) if self.protected_identity else self.name

    @property
    def right_path(self) -> str:
        return self.controller.path

    @property
    def right_paths(self) -> tuple[str, ...]:
        """The controller's, and where the person works or will work; `visible_to` has fetched both."""
        today = timezone.localdate()
        duties = [d for d in self.duties.all() if d.ends_on is None or d.ends_on >= today]
        return self.controller.path, *(duty.organisation.path for duty in duties)

    @property
    def concerns_id(self) -> UUID:
        return self.pk


class DutyQuerySet(models.QuerySet["Duty"]):
    def visible_to(self, actor: Actor) -> DutyQuerySet:
        return self.filter(person__in=Person.objects.visible_to(actor)).select_related(
            "person__controller", "organisation"
        )

    def on(self, today: date) -> DutyQuerySet:
        return self.filter(current(today))

    def not_ended(self, today: date) -> DutyQuerySet:
        """Those that hold and those still to come."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))


class Duty(BaseModel):
    """A role at an organisation, to an extent in percent, between two dates (tjänst in SS 12000)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="duties")
    role = models.CharField(max_length=30, choices=Role.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="duties")
    extent = models.PositiveSmallIntegerField(default=100)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "organisation", "starts_on"], name="duty_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="duty_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(extent__gte=1, extent__lte=100), name="duty_extent_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.organisation_id}"

    @property
    def right_path(self) -> str:
        return self.organisation.path


class AddressState(models.TextChoices):
    WAITING = "waiting", _("waits")
    DONE = "done", _("in force")
    REJECTED = "rejected", _("said no to")
    WITHDRAWN = "withdrawn", _("taken back")


class AddressChangeQuerySet(models.QuerySet["AddressChange"]):
    def visible_to(self, actor: Actor) -> AddressChangeQuerySet:
        return self.filter(person__in=Person.objects.visible_to(actor))

    def waiting(self) -> AddressChangeQuerySet:
        return self.filter(state=AddressState.WAITING)

    def shutting_rooms(self) -> AddressChangeQuerySet:
        """Those in force that neither the old address nor a counterpart has confirmed."""
        return self.filter(
            state=AddressState.DONE, confirmed_at__isnull=True, vouched_at__isnull=True
        )


class AddressChange(BaseModel):
    """A new address that somebody else set: in force when the old one confirms, or seven days after notice to it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="address_changes")
    old_email = models.EmailField()
    new_email = models.EmailField()
    set_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField()
    state = models.CharField(
        max_length=20, choices=AddressState.choices, default=AddressState.WAITING
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # A counterpart, such as the principal, says that it is the same person. Opens confidential rooms again.
    vouched_at = models.DateTimeField(null=True, blank=True)
    vouched_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = AddressChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="waiting"), name="address_change_waits_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.state}"

    @property
    def right_path(self) -> str:
        return self.person.controller.path

    @property
    def right_paths(self) -> tuple[str, ...]:
        return self.person.right_paths


class Invitation(BaseModel):
    """A person was asked by mail to sign in. Accepted by signing in, and it can be taken back until then."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="invitation")
    sent_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.sent_at:%Y-%m-%d}"


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def visible_to(self, actor: Actor) -> DelegationQuerySet:
        return self.filter(duty__in=Duty.objects.visible_to(actor)).select_related(
            "duty__person", "duty__organisation", "deputy"
        )


class Delegation(BaseModel):
    """A principal lets a deputy act as principal at the school, between two dates."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="delegations")
    deputy = models.ForeignKey(Person, models.CASCADE, related_name="delegations")
    starts_on = models.DateField()
    ends_on = models.DateField()

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="delegation_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.deputy_id}"

    @property
    def right_path(self) -> str:
        return self.duty.organisation.path


class Membership(BaseModel):
    """A person's part in one matter of a lower app, which the matter's own actions write."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    part = models.CharField(max_length=30)
    matter_kind = models.CharField(max_length=60)
    matter_id = models.UUIDField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "part", "matter_kind", "matter_id", "starts_on"],
                name="membership_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.matter_kind}"


class CooperationQuerySet(models.QuerySet["Cooperation"]):
    def visible_to(self, actor: Actor) -> CooperationQuerySet:
        seen = Can.ORGANISATION_VIEW
        return self.filter(
            within(actor, seen, "university__path") | within(actor, seen, "organiser__path")
        ).select_related("university", "organiser")


def scopes_named(*, surveys: bool, networks: bool) -> frozenset[str]:
    """What an agreement is about, by the names that access knows."""
    return frozenset(
        name for name, is_in in (("surveys", surveys), ("networks", networks)) if is_in
    )


class Cooperation(BaseModel):
    """An agreement by which a university or region reaches an organiser, in networks and surveys only."""

    university = models.ForeignKey(Organisation, models.PROTECT, related_name="reaches")
    organiser = models.ForeignKey(Organisation, models.PROTECT, related_name="reached_by")
    # What it is about: each opens its own rights, see access.BY_COOPERATION.
    networks = models.BooleanField(default=True)
    surveys = models.BooleanField(default=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = CooperationQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["university", "organiser", "starts_on"], name="cooperation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.university_id} {self.organiser_id}"

    @property
    def scopes(self) -> frozenset[str]:
        return scopes_named(surveys=self.surveys, networks=self.networks)

    @property
    def right_paths(self) -> tuple[str, str]:
        """Both parties have it."""
        return self.university.path, self.organiser.path

    @property
    def right_path(self) -> str:
        return self.university.path


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, actor: Actor) -> EventQuerySet:
        return self.filter(within(actor, Can.LOG_VIEW, "controller__path"))


class Event(BaseModel):
    """Something happened: audit trail, feed and trigger for mail in one. Never the content of an answer or a note."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    kind = models.CharField(max_length=80)
    actor = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    controller = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    matter_kind = models.CharField(max_length=60)
    matter_id = models.UUIDField(db_index=True)
    facts: Any = models.JSONField(default=dict, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.kind


class ImportState(models.TextChoices):
    CHECKING = "checking", _("being checked")
    READY = "ready", _("waits for you")
    REFUSED = "refused", _("could not be read")
    APPLYING = "applying", _("being read in")
    APPLIED = "applied", _("read in")
    DISCARDED = "discarded", _("put aside")


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, actor: Actor) -> ImportQuerySet:
        seen = Q(pk__in=[])
        for can in sorted(FILES_IN):
            seen |= Q(right=can) & within(actor, can, "organisation__path")
        return self.filter(seen).select_related("organisation")


def stored_under_no_name(imported: Import, filename: str) -> str:
    """The file's own name stays in the row: it is the uploader's, and may say too much for a disk."""
    return f"imports/{imported.pk.hex}"


class Import(BaseModel):
    """A file on its way in: checked, answered by a person, and then read in whole or not at all."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    # The kind's right, for whoever sees the file: the kinds themselves are known to the apps below.
    right = models.CharField(max_length=40)
    target_id = models.UUIDField(null=True, blank=True)
    options: Any = models.JSONField(default=dict, blank=True)
    uploaded_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    applied_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    file = models.FileField(upload_to=stored_under_no_name)
    filename = models.CharField(max_length=200)
    language = models.CharField(max_length=8, default="sv")
    state = models.CharField(
        max_length=20, choices=ImportState.choices, default=ImportState.CHECKING
    )
    # Why the file was refused, or why reading it in stopped: a whole sentence.
    sentence = models.TextField(blank=True)
    plan: Any = models.JSONField(default=dict, blank=True)
    decisions: Any = models.JSONField(default=dict, blank=True)
    result: Any = models.JSONField(default=dict, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.filename

    @property
    def right_path(self) -> str:
        return self.organisation.path

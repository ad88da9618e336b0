"""The assignment, its parts and versions, and what the two say about them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samsyn.assignments.models.posts import CareerPost
from samsyn.core.models import BaseModel
from samsyn.organisations.access import Actor, Can, between_two, roots_of, within
from samsyn.organisations.models import Organisation, Person, SchoolForm


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_FORCE = "in_force", _("in force")
    EVALUATED = "evaluated", _("evaluated")
    # The post or the year ended without an evaluated outcome; of a draft, without an agreed text.
    ENDED = "ended", _("ended")


class Stage(models.TextChoices):
    PRESCHOOL = "preschool", _("preschool")
    EARLY = "f-3", _("years F–3")
    MIDDLE = "4-6", _("years 4–6")
    LATE = "7-9", _("years 7–9")
    UPPER_SECONDARY = "upper", _("upper secondary")
    ADULT = "adult", _("adult education")
    ALL = "all", _("all stages")


class Part(models.TextChoices):
    """The parts of an assignment, in the order of the page."""

    BACKGROUND = "background", _("Background and need")
    EFFECT = "effect", _("Expected effect for the pupils")
    METHOD = "method", _("Working method")
    ACTIVITIES = "activities", _("Activities")
    TIME_PLAN = "time-plan", _("Time plan")
    TIME = "time", _("Time")
    MANDATE = "mandate", _("Mandate")
    RESPONSIBILITY = "responsibility", _("Division of responsibility")
    SUPPORT = "support", _("Support and training")
    EVALUATION = "evaluation", _("Evaluation")
    INFORMED = "informed", _("Who is to know")


class Activity(models.TextChoices):
    """What career teachers do: the nineteen kinds of the survey of 2014, in its order."""

    INTRODUCES = "introduces", _("Answers for the introduction of newly employed teachers")
    TEACHER_STUDENTS = "teacher-students", _("Answers for teacher students’ practice at school")
    VISITS = "visits", _("Makes classroom visits")
    SUPERVISES = "supervises", _("Supervises other teachers")
    SUBJECT = "subject", _("Develops the school from one subject")
    TALKS = "talks", _("Starts pedagogical talks")
    PROJECTS = "projects", _("Starts and leads projects to improve teaching")
    LEADS_TEAM = "leads-team", _("Leads a work team")
    DRIVES_TEAM = "drives-team", _("Is a driving force in the work team")
    LEADS_QUALITY = "leads-quality", _("Leads the systematic quality work")
    DRIVES_QUALITY = "drives-quality", _("Is a driving force in the systematic quality work")
    LEADS_LEARNING = "leads-learning", _("Leads colleagues’ learning")
    LEADS_CONFERENCES = "leads-conferences", _("Leads conferences")
    DRIVES_CONFERENCES = "drives-conferences", _("Is a driving force at conferences")
    TEACHES = "teaches", _("Teaches")
    EXAMINES = "examines", _("Answers for exams in upper secondary or adult education")
    MAIN_SUBJECT = "main-subject", _("Has the main responsibility for a subject")
    UNIVERSITY = "university", _("Coordinates school and university")
    OTHER = "other", _("Other")


class Audience(models.IntegerChoices):
    """Who reads a part of the agreed text; each also lets in those before it."""

    TWO = 0, _("Only the two of us")
    STAFF = 1, _("The staff of the school")
    ORGANISER = 2, _("Everybody at the organiser")
    NETWORK = 3, _("The network as well")


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, actor: Actor) -> AssignmentQuerySet:
        """The two always; leaders every one in reach; others those agreed. What is read of it is each part's audience.

        A holder with protected identity is seen by themselves, the counterpart and whoever keeps the roster.
        """
        # Each of these has its own place or person, so that the database finds it by an index.
        in_open = Q(holder__protected_identity=False)
        agreed = Q(agreed_at__isnull=False) & in_open
        to_network = Q(widest_audience=Audience.NETWORK) & agreed
        return self.filter(
            self.of_the_two(actor)
            | within(actor, Can.ROSTER_EDIT, "place__path")
            | (within(actor, Can.ASSIGNMENT_OVERVIEW, "place__path") & in_open)
            | (Q(controller__in=roots_of(actor, Can.ASSIGNMENT_VIEW)) & agreed)
            | (within(actor, Can.ASSIGNMENT_VIEW, "place__path") & to_network)
        ).select_related("place", "controller", "holder", "counterpart")

    @staticmethod
    def of_the_two(actor: Actor) -> Q:
        """Those in which the actor is the holder, or the counterpart (or deputy) with a duty that still holds."""
        return between_two(
            actor, Can.ASSIGNMENT_EDIT, concerns="holder", counterpart="counterpart", path="place"
        )

    def agreed(self) -> AssignmentQuerySet:
        """Also those that are over; never a draft, nor one that was closed as a draft."""
        return self.filter(agreed_at__isnull=False)


class Assignment(BaseModel):
    """What one career teacher is to do at one place for a school year, agreed with one counterpart."""

    post = models.ForeignKey(CareerPost, models.CASCADE, related_name="assignments")
    controller = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    place = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    holder = models.ForeignKey(Person, models.CASCADE, related_name="assignments")
    counterpart = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="assignments_with"
    )
    # When the counterpart of now took over from another; what those two said to each other stays theirs.
    counterpart_since = models.DateTimeField(null=True, blank=True)
    begun_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    # As in YearTerms: 2026 is 2026/27.
    year = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    title = models.CharField(max_length=160)
    subject = models.CharField(max_length=80, blank=True)
    stage = models.CharField(max_length=20, choices=Stage.choices, blank=True)
    school_form = models.CharField(max_length=10, choices=SchoolForm.choices, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    # What colleagues may ask about and when: the holder's own words, no part of the agreement.
    ask_about = models.CharField(max_length=300, blank=True)
    ask_when = models.CharField(max_length=160, blank=True)
    dialogue_weeks = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The agreed interval between dialogues."
    )

    # What lists read of the text that holds (of the draft, before it does), written with it by the same actions.
    hours = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    has_mandate = models.BooleanField(default=False)
    has_evaluation = models.BooleanField(default=False)
    # "|visits|supervises|": asked with `contains`, on both databases.
    activity_codes = models.CharField(max_length=400, blank=True)
    widest_audience = models.PositiveSmallIntegerField(
        choices=Audience.choices, default=Audience.TWO
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    # Written by the actions of dialogues, the log and the outcome.
    next_dialogue_at = models.DateTimeField(null=True, blank=True)
    last_dialogue_at = models.DateTimeField(null=True, blank=True)
    logged_on = models.DateField(null=True, blank=True)
    logged_minutes = models.PositiveIntegerField(default=0)
    evaluated_at = models.DateTimeField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "title", "id"]
        constraints = [
            models.UniqueConstraint(fields=["post", "place", "year"], name="assignment_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="assignment_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["controller", "year", "state"]),
            models.Index(fields=["place", "year", "state"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def right_path(self) -> str:
        return self.place.path

    @property
    def concerns_id(self) -> UUID:
        return self.holder_id

    @property
    def is_agreed(self) -> bool:
        """Now or before it ended; a draft is not, nor one that was closed as a draft."""
        return self.agreed_at is not None

    @property
    def activities(self) -> list[Activity]:
        return [Activity(code) for code in self.activity_codes.split("|") if code]


def _of_the_two(actor: Actor, said_since: Q) -> Q:
    """Below an assignment: the holder everything, the counterpart (or deputy) of now what is theirs by `said_since`."""
    two = between_two(
        actor,
        Can.ASSIGNMENT_EDIT,
        concerns="assignment__holder",
        counterpart="assignment__counterpart",
        path="assignment__place",
    )
    is_holder = Q(assignment__holder=actor.person_id) if actor.person_id else Q(pk__in=[])
    return two & (is_holder | Q(assignment__counterpart_since=None) | said_since)


class VersionState(models.TextChoices):
    # Seen by its author alone.
    WRITING = "writing", _("being written")
    # The first draft, which both write in, or a change that waits for an answer.
    SHARED = "shared", _("waits for both")
    IN_FORCE = "in_force", _("in force")
    SUPERSEDED = "superseded", _("replaced")
    DECLINED = "declined", _("said no to")
    WITHDRAWN = "withdrawn", _("taken back")


class VersionQuerySet(models.QuerySet["Version"]):
    def visible_to(self, actor: Actor) -> VersionQuerySet:
        """The two see what is or was agreed and what waits; a change being written its author alone.

        Who has taken over does not see what the two before said no to or took back between them.
        """
        is_closed = Q(state__in=[VersionState.DECLINED, VersionState.WITHDRAWN])
        is_later = Q(changed_at__gt=F("assignment__counterpart_since"))
        is_own = ~Q(state=VersionState.WRITING)
        if actor.person_id:
            is_own |= Q(author=actor.person_id)
        return self.filter(_of_the_two(actor, ~is_closed | is_later), is_own)


class Version(BaseModel):
    """A text of the assignment: the first draft, a proposed change, or what the two agreed, with a number.

    A change holds the parts that it changes; what comes in force holds them all. `revision` counts every change of
    the text: a yes is a yes to one revision.
    """

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=VersionState.choices)
    author = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    shared_at = models.DateTimeField(null=True, blank=True)
    holder_agreed_at = models.DateTimeField(null=True, blank=True)
    holder_agreed_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    counterpart_agreed_at = models.DateTimeField(null=True, blank=True)
    # The counterpart, or the deputy who said yes in their place.
    counterpart_agreed_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The counterpart of that day, where a deputy said yes: "Lena Lind för Rut Rönn", also when Rut has left.
    counterpart_agreed_for = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    in_force_at = models.DateTimeField(null=True, blank=True)
    # Why it was said no to.
    answer = models.TextField(blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(state="in_force"), name="version_in_force_once"
            ),
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(state="shared"), name="version_shared_once"
            ),
            models.UniqueConstraint(
                fields=["assignment", "author"],
                condition=Q(state="writing"),
                name="version_writing_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or ''} {self.state}"


class PartText(BaseModel):
    """One part as a version has it. Activities have codes beside the text, time has hours a week."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="parts")
    part = models.CharField(max_length=20, choices=Part.choices)
    text = models.TextField(blank=True)
    activities: Any = models.JSONField(default=list, blank=True)
    hours = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    audience = models.PositiveSmallIntegerField(choices=Audience.choices, default=Audience.TWO)
    written_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "part"], name="part_once"),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(hours__gte=0, hours__lte=40), name="part_hours"
            ),
        ]

    def __str__(self) -> str:
        return self.part

    @property
    def is_empty(self) -> bool:
        return not (self.text.strip() or self.activities or self.hours)


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, actor: Actor) -> CommentQuerySet:
        """The two; who has taken over only what was said since then."""
        is_later = Q(created_at__gt=F("assignment__counterpart_since"))
        return self.filter(_of_the_two(actor, is_later))


class Comment(BaseModel):
    """What one of the two says about a part, until it is settled. Seen by the two."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="comments")
    part = models.CharField(max_length=20, choices=Part.choices)
    author = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.TextField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.part

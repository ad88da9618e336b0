"""Posts with the assignments of this school year and the last: texts, dialogues and logs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from samsyn.assignments.actions.writing import set_lists
from samsyn.assignments.models import (
    Activity,
    Assignment,
    CareerPost,
    Comment,
    Part,
    PartText,
    Stage,
    State,
    Version,
    VersionState,
)
from samsyn.assignments.parts import default_audience
from samsyn.home.demo.national import following, texts
from samsyn.home.demo.national.dealing import Dealer
from samsyn.home.demo.national.people import Place
from samsyn.organisations.models import Event, Person
from samsyn.organisations.roles import Role

# In how many of a hundred agreed assignments the part says nothing.
LACKING = {Part.TIME: 20, Part.MANDATE: 15, Part.EVALUATION: 20, Part.SUPPORT: 30}
GRANTS = {Role.FIRST_TEACHER: "first-teacher", Role.SENIOR_LECTURER: "lecturer"}
STAGES = (Stage.EARLY, Stage.MIDDLE, Stage.LATE)


@dataclass(frozen=True)
class Term:
    """One assignment's place in time."""

    year: int

    @property
    def starts_on(self) -> date:
        return date(self.year, 8, 15)

    @property
    def ends_on(self) -> date:
        return date(self.year + 1, 6, 12)


def add_post(deal: Dealer, place: Place, holder: Person, role: Role, *, has_last: bool) -> None:
    root = holder.controller
    starts_on = date(deal.year - has_last, 8, 1)
    post = deal.add(
        CareerPost(
            controller=root,
            place=place.organisation,
            holder=holder,
            role=role,
            starts_on=starts_on,
            ends_on=_last_day(deal, starts_on),
            teaching_percent=deal.rng.choice((50, 60, 70, 80, 80)),
            grant_category=GRANTS[role],
        )
    )
    if has_last:
        last = add_assignment(deal, post, place, Term(deal.year - 1))
        following.add_last_year(deal, last)
    assignment = add_assignment(deal, post, place, Term(deal.year))
    if assignment.state == State.IN_FORCE:
        following.add_this_year(deal, assignment)


def _last_day(deal: Dealer, starts_on: date) -> date | None:
    """Until further notice, for three years, or ended soon."""
    if deal.percent(15):
        return None
    if deal.percent(3):
        return deal.days_on(deal.today, 10, 80)
    return date(starts_on.year + 3, 7, 31)


def add_assignment(deal: Dealer, post: CareerPost, place: Place, term: Term) -> Assignment:
    subject, about = deal.rng.choice(texts.SUBJECTS)
    is_draft = term.year == deal.year and deal.percent(15)
    assignment = Assignment(
        post=post,
        controller=post.controller,
        place=place.organisation,
        holder=post.holder,
        counterpart=place.counterpart,
        begun_by=place.counterpart,
        year=term.year,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        title=f"Leda kollegors lärande om {about}",
        subject=subject,
        stage=deal.rng.choice(STAGES),
        school_form=next(iter(place.organisation.school_forms), ""),
        state=State.DRAFT if is_draft else State.IN_FORCE,
        ask_about="" if deal.percent(40) else about,
        dialogue_weeks=deal.rng.choice((6, 8, None)),
    )
    deal.add(assignment)
    add_text(deal, assignment)
    add_events(deal, assignment)
    return assignment


def add_text(deal: Dealer, assignment: Assignment) -> None:
    if assignment.state == State.DRAFT:
        version = deal.add(
            Version(
                assignment=assignment,
                state=VersionState.SHARED,
                author=assignment.begun_by,
                revision=deal.rng.randint(1, 9),
            )
        )
        parts = list(parts_of(deal, version, empty=50))
        deal.add_all(parts)
        part = deal.rng.choice(list(Part))
        deal.add(
            Comment(
                assignment=assignment,
                part=part,
                author=assignment.counterpart,
                text=deal.rng.choice(texts.COMMENTS),
            )
        )
    else:
        parts = add_agreed(deal, assignment)
    set_lists(assignment, parts)


def add_agreed(deal: Dealer, assignment: Assignment) -> list[PartText]:
    """What holds; of one in ten it is the second version, and one in thirty has a proposal that waits."""
    second = deal.one_in(10)
    agreed_on = deal.days_on(assignment.starts_on, 0, 40)
    assignment.agreed_at = deal.at(min(agreed_on, deal.today))
    first = _version(deal, assignment, 1, VersionState.SUPERSEDED if second else None)
    parts = list(parts_of(deal, first))
    deal.add_all(parts)
    if second:
        again = _version(deal, assignment, 2)
        parts = list(parts_of(deal, again))
        deal.add_all(parts)
    if deal.one_in(30) and assignment.year == deal.year:
        proposal = deal.add(
            Version(
                assignment=assignment,
                state=VersionState.SHARED,
                author=assignment.holder,
                shared_at=deal.now,
                revision=1,
            )
        )
        deal.add(next(parts_of(deal, proposal)))
    return parts


def _version(
    deal: Dealer, assignment: Assignment, number: int, state: VersionState | None = None
) -> Version:
    at = assignment.agreed_at
    return deal.add(
        Version(
            assignment=assignment,
            number=number,
            state=state or VersionState.IN_FORCE,
            author=assignment.holder,
            revision=deal.rng.randint(3, 20),
            shared_at=at,
            holder_agreed_at=at,
            holder_agreed_by=assignment.holder,
            counterpart_agreed_at=at,
            counterpart_agreed_by=assignment.counterpart,
            in_force_at=at,
        )
    )


def parts_of(deal: Dealer, version: Version, *, empty: int = 0) -> Iterator[PartText]:
    assignment = version.assignment
    for part in Part:
        row = PartText(version=version, part=part, audience=default_audience(part))
        if not deal.percent(max(empty, LACKING.get(part, 0))):
            _write(deal, row)
            row.written_by = deal.rng.choice((assignment.holder, assignment.counterpart))
            row.written_at = assignment.agreed_at or deal.now
        yield row


def _write(deal: Dealer, row: PartText) -> None:
    row.text = deal.rng.choice(texts.PARTS[row.part])
    if row.part == Part.TIME:
        row.hours = Decimal(deal.rng.randint(2, 8)) / 2
    if row.part == Part.ACTIVITIES:
        chosen = set(deal.rng.sample(Activity.values, deal.rng.randint(1, 4)))
        row.activities = [code for code in Activity.values if code in chosen]


def add_events(deal: Dealer, assignment: Assignment) -> None:
    kinds = {"assignment.begun": {"year": assignment.year}}
    if assignment.state != State.DRAFT:
        kinds["assignment.in_force"] = {"number": 1}
    for kind, facts in kinds.items():
        deal.add(
            Event(
                kind=kind,
                actor=assignment.counterpart,
                controller=assignment.controller,
                matter_kind="assignments.assignment",
                matter_id=assignment.pk,
                facts=facts,
            )
        )

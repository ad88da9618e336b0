"""The organisers' school years and templates, and the career posts, entered by those who keep them."""

from datetime import date, timedelta
from decimal import Decimal

from samsyn.assignments.actions.posts import make_post, set_terms
from samsyn.assignments.actions.templates import save_template
from samsyn.assignments.models import CareerPost, CareerRole
from samsyn.home.demo.clock import at
from samsyn.home.demo.people import People
from samsyn.home.demo.texts import Story, templates
from samsyn.organisations.models import Organisation
from samsyn.organisations.roles import Role

FULL_TIME_HOURS = Decimal(18)
TEACHING_WEEKS = 36
CATEGORIES = {CareerRole.FIRST_TEACHER: "first-teacher", CareerRole.SENIOR_LECTURER: "lecturer"}


def settle_years(people: People, organiser: Organisation) -> None:
    """The head of schools says when the years begin and end, and how much a full-time teacher teaches."""
    head = people.leading(organiser, Role.HEAD_OF_SCHOOLS, people.joined)
    for ago in (1, 0):
        moment = people.years.moment("06-10 14:00" if ago == 0 else "08-13 14:00", ago=1)
        with at(moment):
            set_terms(
                actor=people.acting(head, moment),
                controller=organiser,
                year=people.years.this - ago,
                starts_on=people.years.starts_on(ago),
                ends_on=people.years.ends_on(ago),
                teaching_weeks=TEACHING_WEEKS,
                full_time_hours=FULL_TIME_HOURS,
            )
    with at(people.joined):
        for name, parts in templates().items():
            actor = people.acting(head, people.joined)
            save_template(actor=actor, controller=organiser, name=name, parts=parts)


def enter_post(
    people: People, organiser: Organisation, place: Organisation, story: Story
) -> CareerPost:
    """The administrator enters it when Samsyn is new, or in May before it begins."""
    wanted = story["post"]
    role = CareerRole(wanted.get("role", CareerRole.FIRST_TEACHER))
    moment = people.joined if wanted["since"] < 0 else people.years.moment("05-20 10:00", ago=1)
    keeper = people.leading(organiser, Role.ADMINISTRATOR, moment)
    with at(moment):
        return make_post(
            actor=people.acting(keeper, moment),
            holder=people.called(story["holder"]),
            place=place,
            role=role,
            starts_on=date(people.years.this + wanted["since"], 8, 1),
            ends_on=_last_day(people, wanted["until"]),
            teaching_percent=wanted["teaching"],
            grant_category=wanted.get("grant", CATEGORIES[role]),
        )


def _last_day(people: People, until: int | str | None) -> date | None:
    """Until further notice, so many days from today, or the end of June some school years on."""
    if until is None:
        return None
    if isinstance(until, str):
        return people.years.today + timedelta(int(until))
    return date(people.years.this + 1 + until, 6, 30)

"""The region's own surveys: one that is asked every autumn, one after a network meeting, one that is being built.

Asked, answered, followed and closed by the same actions as always, with the clock set to the day.
"""

from dataclasses import replace
from datetime import time
from random import Random

from django.db import transaction

from samsyn.accounts.models import User
from samsyn.core.models import uuid7
from samsyn.home.demo import building
from samsyn.home.demo.asking import BEFORE, LAST, Days, Plan, run, settle
from samsyn.home.demo.clock import at
from samsyn.home.demo.queries import GUIDES
from samsyn.home.demo.voices import Voices, said_of
from samsyn.home.demo.years import Years
from samsyn.organisations.access import Actor
from samsyn.organisations.models import Kind, Organisation
from samsyn.organisations.queries import actor_for_user
from samsyn.organisations.roles import Role
from samsyn.surveys.actions.building import make_survey
from samsyn.surveys.actions.releasing import release_round
from samsyn.surveys.actions.settling import make_round
from samsyn.surveys.models import Mode, Round, Survey
from samsyn.surveys.queries import questionnaire_of
from samsyn.surveys.shipped import shipped

AUTUMN = Plan(
    title="Karriärtjänster {year}",
    subject="Åtta frågor om karriärtjänsterna, fyra minuter",
    letter=(
        "Hej {förnamn},\n\nvad har karriärlärarna i uppdrag hos er, och vad behöver de? Svaren avgör vilka insatser"
        " nätverket föreslår skolcheferna i mars."
    ),
    answering={
        Role.FIRST_TEACHER: 76,
        Role.SENIOR_LECTURER: 67,
        Role.TEACHER: 52,
        Role.PRINCIPAL: 58,
        Role.HEAD_OF_SCHOOLS: 67,
        Role.DEVELOPMENT_LEAD: 100,
    },
    register_by="organiser",
    shown_by=["role"],
)
MEETING = Plan(
    title="Nätverksträff i Hamnskolan",
    subject="Hur var träffen?",
    letter="Hej {förnamn},\n\ntack för att du var med. Berätta vad vi ska behålla och vad vi ska ändra.",
    answering={Role.FIRST_TEACHER: 89, Role.PRINCIPAL: 75, Role.HEAD_OF_SCHOOLS: 100},
    mode=Mode.NAMED,
)
OF_THE_MEETING = ("Storhöjdens kommun", "Norrbyvikens kommun")
INVITED_ON = "11-11"
# The evening it closed.
RELEASED = time(17)


@transaction.atomic
def tell_surveys(years: Years) -> None:
    """In one transaction, as the history: it is hundreds of small ones, and nobody waits for them meanwhile."""
    university = Organisation.objects.get(kind=Kind.UNIVERSITY)
    ask_every_autumn(years, university)
    evaluate_meeting(years, university)
    leave_half_built(years, university)


def leave_half_built(years: Years, university: Organisation) -> None:
    """With a round that nobody has been asked to: whom it is for and when has yet to be settled."""
    actor = coordinator(years)
    with at(years.moment("-1 14:10")):
        survey = building.begin_survey(actor, university)
    make_round(actor=actor, survey=survey, key=uuid7(), title=survey.title)


def coordinator(years: Years, days: Days | None = None) -> Actor:
    """As the one who keeps the surveys was on that day."""
    user = User.objects.get(person__email=GUIDES[0].address)
    return actor_for_user(user, days.first if days else years.today)


def ask_every_autumn(years: Years, university: Organisation) -> None:
    """Two rounds are closed, the third is open, since ten days or twelve."""
    survey = None
    opened = (years.moment(INVITED_ON, ago=2), years.moment(INVITED_ON, ago=1), years.moment("-10"))
    for number, moment in enumerate(opened):
        days = Days(moment.date(), years.now)
        keeper = coordinator(years, days)
        with at(days.hour(BEFORE)):
            survey = _version(keeper, university, survey, number)
        plan = replace(AUTUMN, title=AUTUMN.title.format(year=years.this - 2 + number))
        ask(keeper, survey, plan, days, number)


def _version(keeper: Actor, university: Organisation, survey: Survey | None, number: int) -> Survey:
    """The second year it got two answers more; since then a text alone was said more clearly."""
    if survey is None:
        return building.make_autumn_survey(keeper, university)
    if number == 1:
        return building.hand_on(keeper, survey)
    building.correct(keeper, survey)
    return survey


def ask(
    keeper: Actor,
    survey: Survey,
    plan: Plan,
    days: Days,
    number: int,
    said: str = "karriartjanster",
) -> Round:
    round = settle(keeper, survey, plan, days)
    # The same answers each time the demo is filled.
    dice = Random(f"{said}{number}")  # noqa: S311 - no secrets
    run(keeper, round, plan, days, Voices(questionnaire_of(survey), said_of(said), number, dice))
    return round


def evaluate_meeting(years: Years, university: Organisation) -> None:
    """The two small municipalities have met. Asked with names, closed, and told to those who were asked."""
    days = Days(years.moment("-35").date(), years.now)
    keeper = coordinator(years, days)
    places = Organisation.objects.filter(name__in=OF_THE_MEETING)
    plan = replace(MEETING, organisations=[str(place.pk) for place in places])
    with at(days.hour(BEFORE)):
        survey = make_survey(
            actor=keeper,
            organisation=university,
            title="Utvärdering av nätverksträffen",
            questionnaire=shipped("traffutvardering"),
        )
    round = ask(keeper, survey, plan, days, 0, "traffutvardering")
    with at(days.hour(LAST, RELEASED)):
        release_round(actor=keeper, round=round)

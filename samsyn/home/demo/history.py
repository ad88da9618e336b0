"""Two school years of assignments: told story by story, each by the actions with the clock set to its day."""

from datetime import datetime

from django.db import transaction

from samsyn.assignments.models import CareerPost
from samsyn.home.demo import agreements as told
from samsyn.home.demo.clock import long_ago
from samsyn.home.demo.following import evaluate, keep_log
from samsyn.home.demo.people import People
from samsyn.home.demo.posts import enter_post, settle_years
from samsyn.home.demo.talks import hold_dialogues
from samsyn.home.demo.texts import Story, Words, stories
from samsyn.home.demo.years import Years
from samsyn.organisations.models import Kind, Organisation

STORIES = ("strandskolan", "alvsunda", "storhojden", "norrbyviken")


@transaction.atomic
def tell(years: Years) -> None:
    """In one transaction: it is thousands of small ones, and nobody waits for them meanwhile."""
    with long_ago():
        people = People(years)
        for organiser in Organisation.objects.filter(kind=Kind.ORGANISER):
            settle_years(people, organiser)
        found = [story for name in STORIES for story in stories(name)]
        for number, story in enumerate(found):
            tell_story(people, story, number)


def tell_story(people: People, story: Story, number: int) -> None:
    holder = people.called(story["holder"])
    organiser = Organisation.objects.get(pk=holder.controller_id)
    place = place_of(organiser, story)
    post = enter_post(people, organiser, place, story)
    tell_of(people, post, place, story, number)
    if second := story.get("second"):
        # Work at two schools is two assignments, with a principal each.
        other = {**story, "second": None, "last": None, **second}
        tell_of(people, post, place_of(organiser, other), other, number + 1)


def place_of(organiser: Organisation, story: Story) -> Organisation:
    code = story["school"]
    return Organisation.objects.get(school_unit_code=code) if code else organiser


def tell_of(
    people: People, post: CareerPost, place: Organisation, story: Story, number: int
) -> None:
    holder = people.called(story["holder"])
    principal = told.counterpart_of(people, story, place, people.joined)
    words = Words(story, number, people.years, holder.given_name, principal.given_name)
    last_year = tell_last_year(people, post, place, story, words) if story.get("last") else None
    this = told.begin(
        people, post, place, story, words, last_year.assignment if last_year else None
    )
    agreed = story.get("agreed", agreed_in_september(story, number))
    agreed_at = max((this.moment(said) for said in agreed if said), default=people.years.now)
    told.talk_over(this, people.joined, agreed_at)
    told.agree_both(this, agreed)
    if is_agreed(story):
        tell_on(this, agreed_at)


def tell_on(this: told.Told, agreed_at: datetime) -> None:
    """From the day the two agreed until today."""
    since = agreed_at
    if said := this.story.get("taken_over"):
        since = told.let_next_principal_take_over(this, said)
    told.talk_over(this, agreed_at, this.people.years.now)
    hold_dialogues(this, since)
    keep_log(this, agreed_at)
    told.propose(this)


def is_agreed(story: Story) -> bool:
    return "state" not in story


def agreed_in_september(story: Story, number: int) -> list[str]:
    day = f"09-{1 + number % 9:02d}"
    return [f"{day} 10:15", f"{day} 15:40"] if is_agreed(story) else []


def tell_last_year(
    people: People, post: CareerPost, place: Organisation, story: Story, words: Words
) -> told.Told:
    last = told.begin_last_year(people, post, place, story, words)
    agreed = ["09-05 09:30", "09-05 14:20"]
    told.agree_both(last, agreed)
    if story["last"]["state"] == "ended":
        told.end_unevaluated(last)
    else:
        hold_dialogues(last, last.moment(agreed[-1]))
        evaluate(last)
    return last

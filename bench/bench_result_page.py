"""Server time of the result pages at 164, 10 000 and 100 000 responses, through Django's test client.

Bars: 0.2 s at 100 000, and at most three times the time at 164.
"""

import random
from statistics import median

from bench_import_responses import make_round
from django.test import Client
from django.utils import timezone
from measure import line, seconds

from samsyn.accounts.models import User
from samsyn.organisations.access import SYSTEM
from samsyn.organisations.models import Duty, Person
from samsyn.organisations.roles import Role
from samsyn.surveys.actions import import_responses
from samsyn.surveys.answers import Answers
from samsyn.surveys.models import Response, Round, RoundState

SIZES = (164, 10_000, 100_000)


def make_answers(count: int) -> list[tuple[str, Answers]]:
    rng = random.Random(2014)
    return [
        (
            str(number),
            {
                "role": [rng.randrange(7)],
                "q1": sorted(rng.sample(range(19), 6)),
                "q2": sorted(rng.sample(range(19), 5)),
            },
        )
        for number in range(count)
    ]


def refill(round: Round, count: int) -> None:
    """The same round once more, with another number of responses."""
    Response.objects.filter(round=round).delete()
    Round.objects.filter(pk=round.pk).update(state=RoundState.OPEN, tabulation=None)
    import_responses(actor=SYSTEM, round=round, answers=make_answers(count))


def coordinator(round: Round) -> Client:
    organisation = round.survey.organisation
    user = User.objects.create(email="anna.ask@samsyn.example")
    person = Person.objects.create(
        user=user, controller=organisation, given_name="Anna", family_name="Ask"
    )
    Duty.objects.create(
        person=person,
        role=Role.COORDINATOR,
        organisation=organisation,
        starts_on=timezone.localdate(),
    )
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def main() -> None:
    round, _questionnaire = make_round()
    client = coordinator(round)
    start = f"/enkater/omgang/{round.pk}/"
    pages = {
        "result page": start,
        "question 1, two groups": f"{start}fraga/q1/?a=role-group:0&b=role-group:1",
    }
    taken: dict[str, list[float]] = {name: [] for name in pages}
    for size in SIZES:
        refill(round, size)
        for name, address in pages.items():
            assert client.get(address).status_code == 200
            middle = median(seconds(lambda address=address: client.get(address), 20))  # type: ignore[misc]  # bound now
            taken[name].append(middle)
            line(f"{name} at {size:,} responses", f"{middle * 1000:.0f} ms (median of 20)")
    for name, times in taken.items():
        line(f"{name}: 100 000 against 164", f"{times[-1] / times[0]:.2f} times")


if __name__ == "__main__":
    main()

"""Server time of the result pages at 164, 10 000 and 100 000 responses, through Django's test client.

The pages of 2014's survey, and, with three groups and a filter, those of a survey with every kind of question that is
shown by role and place. Bars: 0.2 s at 100 000, and at most three times the time at 164.
"""

import random
import time
from statistics import median

from bench_import_responses import make_round
from django.test import Client
from django.utils import timezone
from measure import line, seconds

from samsyn.accounts.models import User
from samsyn.organisations.access import SYSTEM
from samsyn.organisations.models import Duty, Person
from samsyn.organisations.roles import Role
from samsyn.surveys.actions import close_round, import_responses
from samsyn.surveys.answers import Answers
from samsyn.surveys.models import Response, Round, RoundState
from samsyn.surveys.tests.every_kind import answers_of, make_every_kind

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


def refill_every_kind(round: Round, count: int) -> None:
    """Whoever comes after the first hundred answers as one of them."""
    Response.objects.filter(round=round).delete()
    Round.objects.filter(pk=round.pk).update(state=RoundState.OPEN, tabulation=None)
    hundred = [answers_of(number) for number in range(100)]
    Response.objects.bulk_create(
        (
            Response(
                round_id=round.pk,
                respondent=str(number),
                answers=hundred[number % 100][0],
                block=hundred[number % 100][1],
            )
            for number in range(count)
        ),
        batch_size=5000,
    )
    start = time.perf_counter()
    close_round(actor=SYSTEM, round=round)
    line(f"closing: counting {count:,} responses", f"{time.perf_counter() - start:.2f} s")


def main() -> None:
    round, _questionnaire = make_round()
    client = coordinator(round)
    every = make_every_kind(round.survey.organisation)
    start, other = f"/enkater/omgang/{round.pk}/", f"/enkater/omgang/{every.pk}/"
    groups = "?a=roller:0&b=roller:1&c=role=0&f-register=register=0"
    pages = {
        "result page": start,
        "question 1, two groups": f"{start}fraga/q1/?a=role-group:0&b=role-group:1",
        "result page, three groups, filter": f"{other}{groups}",
        "matrix, three groups, filter": f"{other}fraga/claims/{groups}",
    }
    taken: dict[str, list[float]] = {name: [] for name in pages}
    for size in SIZES:
        refill(round, size)
        refill_every_kind(every, size)
        for name, address in pages.items():
            answer = client.get(address)
            assert answer.status_code == 200
            if "filter" in name:
                assert "Bara Norrbygd" in answer.content.decode()
            before = time.process_time()
            middle = median(seconds(lambda address=address: client.get(address), 20))  # type: ignore[misc]  # bound now
            own = (time.process_time() - before) / 21
            taken[name].append(middle)
            line(
                f"{name} at {size:,} responses",
                f"{middle * 1000:.0f} ms (median of 20), of which processor {own * 1000:.0f} ms",
            )
    for name, times in taken.items():
        line(f"{name}: 100 000 against 164", f"{times[-1] / times[0]:.2f} times")


if __name__ == "__main__":
    main()

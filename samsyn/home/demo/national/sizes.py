"""How many of each there are, and how they are spread: a few large organisers and many small ones, as in the country."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

# At the organiser: head of schools, development lead, administrator. At a university: coordinator, network lead.
LEADERS, AT_UNIVERSITY = 3, 2


@dataclass(frozen=True)
class Scale:
    organisers: int
    schools: int
    assignments: int
    persons: int
    universities: int

    @property
    def posts(self) -> int:
        """Seven assignments of ten posts are last year's."""
        return round(self.assignments * 10 / 17)


NATIONAL = Scale(
    organisers=290, schools=5_000, assignments=17_000, persons=180_000, universities=20
)


@dataclass(frozen=True)
class School:
    persons: int
    posts: int


@dataclass(frozen=True)
class Organiser:
    """`schools` with its people and posts; `account` is the name its people sign in by, where somebody can."""

    number: int
    schools: tuple[School, ...]
    account: str = ""


def shares(total: int, weights: Sequence[float]) -> list[int]:
    """Whole shares that add up to the total, the largest remainders rounded up."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    floors = [int(share) for share in exact]
    rest = sorted(range(len(weights)), key=lambda index: floors[index] - exact[index])
    for index in rest[: total - sum(floors)]:
        floors[index] += 1
    return floors


def organisers(scale: Scale, rng: Random) -> Iterator[Organiser]:
    """The largest first. Somebody can sign in at one in the middle and at the largest."""
    weights = [1 / (number + 10) for number in range(scale.organisers)]
    counts = [1 + more for more in shares(scale.schools - scale.organisers, weights)]
    schools = iter(_schools(scale, rng))
    accounts = {scale.organisers // 2: "mellan", 0: "storst"}
    for number, count in enumerate(counts):
        theirs = tuple(next(schools) for _ in range(count))
        yield Organiser(number, theirs, accounts.get(number, ""))


def _schools(scale: Scale, rng: Random) -> list[School]:
    """Each has a principal and some teachers beside those with a post."""
    at_schools = scale.persons - LEADERS * scale.organisers - AT_UNIVERSITY * scale.universities
    weights = [rng.uniform(0.4, 1.6) for _ in range(scale.schools)]
    posts = shares(scale.posts, weights)
    others = shares(at_schools - scale.posts - scale.schools, weights)
    return [
        School(persons=1 + held + more, posts=held)
        for held, more in zip(posts, others, strict=True)
    ]

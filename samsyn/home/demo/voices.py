"""What the made-up region answers: drawn by chance from what is said of its groups, the same each time it is filled."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import yaml

from samsyn.home.demo.texts import STORIES
from samsyn.organisations.roles import Role
from samsyn.surveys.answering import UNSURE, shown
from samsyn.surveys.drafts import QuestionDraft, Questionnaire
from samsyn.surveys.models import QuestionKind

GROUPS = {
    Role.FIRST_TEACHER: "career",
    Role.SENIOR_LECTURER: "career",
    Role.TEACHER: "teaching",
    Role.PRINCIPAL: "leading",
    Role.HEAD_OF_SCHOOLS: "leading",
    Role.DEVELOPMENT_LEAD: "leading",
}
# Of a hundred, how many leave a question blank that need not be answered, and how many write something.
BLANK, WRITE = 4, 26


def said_of(name: str) -> dict[str, Any]:
    found = yaml.safe_load((STORIES / "enkat-svar.yaml").read_text(encoding="utf-8"))
    said: dict[str, Any] = found[name]
    return said


@dataclass
class Voices:
    """Those who answer one round. `year` counts the rounds: what rises does so with each."""

    questionnaire: Questionnaire
    said: Mapping[str, Any]
    year: int
    chance: Random
    # A sentence that somebody has written is written by nobody else.
    written: set[str] = field(default_factory=set)

    def answers(self, role: str) -> dict[str, Any]:
        """As the pages would have stored them: nothing of what was not shown."""
        found: dict[str, Any] = {}
        for question in self.questionnaire.questions:
            found |= self._answer(question, role)
        return dict(shown(self.questionnaire, found).answers)

    def _answer(self, question: QuestionDraft, role: str) -> dict[str, Any]:
        said = self.said[question.code]
        if role in said:
            return {question.code: [said[role]]}
        mean = said.get(GROUPS[Role(role)], said.get("all"))
        if mean is None or self._happens(BLANK):
            return {}
        unsure = said.get("unsure", {})
        drawn = Drawn(
            question,
            mean,
            self.year * said.get("rise", 0),
            unsure.get(GROUPS[Role(role)], unsure.get("all", 0)),
            said.get("written", ()),
        )
        return DRAWS[question.kind](self, drawn)

    def _happens(self, percent: float) -> bool:
        return self.chance.random() * 100 < percent

    def _level(self, mean: float, lowest: int, highest: int) -> int:
        return min(highest, max(lowest, round(self.chance.gauss(mean, 0.95))))

    def _in_order(self, weights: Sequence[float], count: int) -> list[int]:
        """The places that are drawn first, the heavier the likelier."""
        keys = [self.chance.random() ** (1 / max(weight, 1)) for weight in weights]
        return sorted(range(len(weights)), key=lambda place: -keys[place])[:count]

    def one(self, drawn: "Drawn") -> dict[str, Any]:
        places = range(len(drawn.question.choices))
        return {drawn.code: self.chance.choices(places, drawn.mean[: len(places)])}

    def several(self, drawn: "Drawn") -> dict[str, Any]:
        choices = drawn.question.choices
        chances = [percent + drawn.rise for percent in drawn.mean[: len(choices)]]
        places = [place for place, percent in enumerate(chances) if self._happens(percent)]
        most = drawn.question.max or len(choices)
        places = sorted(self.chance.sample(places, min(most, len(places))))
        alone = [place for place in places if choices[place].is_exclusive]
        places = alone[:1] or places
        texts = {
            f"{drawn.code}:{choices[place].code}": self.chance.choice(drawn.written)
            for place in places
            if choices[place].takes_text
        }
        return {drawn.code: places, **texts} if places else {}

    def by_row(self, drawn: "Drawn") -> dict[str, Any]:
        choices = drawn.question.choices
        last = sum(not one.is_exclusive for one in choices) - 1
        return {
            drawn.code: {
                row.code: last + 1
                if self._happens(drawn.unsure)
                else self._level(mean + drawn.rise, 0, last)
                for row, mean in zip(drawn.question.rows, drawn.mean, strict=True)
            }
        }

    def on_scale(self, drawn: "Drawn") -> dict[str, Any]:
        if self._happens(drawn.unsure):
            return {drawn.code: UNSURE}
        lowest, highest = int(drawn.question.lowest or 1), int(drawn.question.highest or 5)
        return {drawn.code: self._level(drawn.mean + drawn.rise, lowest, highest)}

    def ranked(self, drawn: "Drawn") -> dict[str, Any]:
        return {drawn.code: self._in_order(drawn.mean, drawn.question.max or len(drawn.mean))}

    def number(self, drawn: "Drawn") -> dict[str, Any]:
        halves = max(0, round(2 * self.chance.gauss(drawn.mean + drawn.rise, 1.2)))
        return {drawn.code: f"{halves / 2:g}"}

    def sentence(self, drawn: "Drawn") -> dict[str, Any]:
        left = [text for text in drawn.mean if text not in self.written]
        if not left or not self._happens(WRITE):
            return {}
        text = self.chance.choice(left)
        self.written.add(text)
        return {drawn.code: text}


@dataclass(frozen=True)
class Drawn:
    """A question with what is said of the group that answers it."""

    question: QuestionDraft
    mean: Any
    rise: float
    unsure: float
    written: Sequence[str]

    @property
    def code(self) -> str:
        return self.question.code


DRAWS: dict[str, Callable[[Voices, Drawn], dict[str, Any]]] = {
    QuestionKind.SINGLE: Voices.one,
    QuestionKind.MULTIPLE: Voices.several,
    QuestionKind.MATRIX: Voices.by_row,
    QuestionKind.SCALE: Voices.on_scale,
    QuestionKind.RANKING: Voices.ranked,
    QuestionKind.NUMBER: Voices.number,
    QuestionKind.TEXT: Voices.sentence,
}

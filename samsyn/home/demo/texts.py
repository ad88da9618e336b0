"""The demo's texts: who does what at which school, and what was written, said and done. Read from stories/*.yaml."""

import functools
from pathlib import Path
from typing import Any

import yaml

from samsyn.assignments.models import Part
from samsyn.home.demo.years import Years

STORIES = Path(__file__).resolve().parent / "stories"
# What last year's texts say beside the expected effect and what the organiser's template says.
OF_LAST_YEAR = [Part.METHOD, Part.TIME, Part.MANDATE, Part.EVALUATION]

Story = dict[str, Any]


def stories(name: str) -> list[Story]:
    found: list[Story] = yaml.safe_load((STORIES / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


@functools.cache
def shared() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((STORIES / "shared.yaml").read_text(encoding="utf-8"))
    return found


class Words:
    """Fills the gaps of one story's texts: names, years, hours; and what it leaves unsaid from what many say alike."""

    def __init__(self, story: Story, number: int, years: Years, name: str, principal: str) -> None:
        self.story, self.number = story, number
        self._shared = shared()
        self._gaps = {
            "name": name,
            "principal": principal,
            "team": story.get("team", "kollegorna"),
            "this": years.this,
            "next": years.this + 1,
        }

    def fill(self, text: str) -> str:
        return text.format(**self._gaps).strip()

    def parts(self) -> dict[str, str]:
        """What the two write this year; empty where they have taken away what the template or last year says."""
        without: list[str] = list(self.story.get("without", []))
        own = self.story["parts"]
        if "hours" not in self.story:
            without.append(Part.TIME.value)
        alike: dict[str, str] = {
            part: self._alike(part, self.story.get("hours")) for part in self._shared["parts"]
        }
        own_words = {part: self.fill(text) for part, text in own.items()}
        parts = {**alike, **own_words, **dict.fromkeys(without, "")}
        return {part.value: parts[part] for part in Part if part in parts}

    def parts_of_last_year(self) -> dict[str, str]:
        last = self.story["last"]
        alike: dict[str, str] = {part: self._alike(part, last["hours"]) for part in OF_LAST_YEAR}
        return {Part.EFFECT.value: self.fill(last["effect"]), **alike}

    def _alike(self, part: str, hours: float | None) -> str:
        choices = self._shared["parts"][part]
        text = choices[self.number % len(choices)]
        self._gaps["hours"] = f"{hours:g}".replace(".", ",") if hours else ""
        filled = self.fill(text)
        return filled[:1].upper() + filled[1:]

    def dialogue(self, number: int) -> Story:
        choices = self._shared["dialogues"]
        found: Story = choices[(self.number + number) % len(choices)]
        return found

    def log(self) -> list[list[Any]]:
        """Lines of activity, with whom, minutes (None: as it comes) and a note."""
        if own := self.story.get("log"):
            return list(own)
        return [
            [activity, self.fill(whom)[:1].upper() + self.fill(whom)[1:], None, note]
            for activity, whom, note in self._shared["log"]
        ]


def templates() -> dict[str, dict[str, str]]:
    """By name: what an assignment may begin from, the usual one first."""
    found: dict[str, dict[str, str]] = shared()["templates"]
    return found

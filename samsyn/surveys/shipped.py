"""The surveys that are shipped to start from: files in questionnaires/, each read and checked when it is asked for."""

import functools
from pathlib import Path

from samsyn.surveys.drafts import Questionnaire
from samsyn.surveys.questionnaire import read_questionnaire

HERE = Path(__file__).parent
# In the order they are offered. The survey of 2014 is the one whose answers the demo shows.
FILES = {
    "karriartjanster": HERE / "demo/run2014/questionnaire.yaml",
    **{
        name: HERE / "questionnaires" / f"{name}.yaml"
        for name in ("traffutvardering", "lararledarskap", "reflektionsfragor", "behov")
    },
}


@functools.cache
def shipped(name: str) -> Questionnaire:
    return read_questionnaire(FILES[name].read_bytes())


def shipped_titles() -> list[tuple[str, str]]:
    return [(f"template:{name}", shipped(name).title) for name in FILES]

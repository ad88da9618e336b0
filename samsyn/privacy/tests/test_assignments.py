"""What is stored of posts, assignments, dialogues and logs is shown to the one it is about, and sealed texts are not."""

import json
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from samsyn.assignments.models import Comment, Dialogue, LogEntry, Note, Outcome, Preparation
from tests.cast import Cast, make_agreed, make_post

FILE = reverse("privacy:own-file")


@pytest.fixture
def followed_up(cast: Cast) -> Cast:
    """Bo's assignment with a log, a comment by Rut, and a dialogue that both have written in."""
    assignment = make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut)
    LogEntry.objects.create(
        assignment=assignment, done_on=date(2026, 9, 1), activity="visits", minutes=30, note="8B"
    )
    Outcome.objects.create(assignment=assignment, seen="Fler resonerar", written_by=cast.rut)
    Comment.objects.create(assignment=assignment, part="time", author=cast.rut, text="Räcker det?")
    dialogue = Dialogue.objects.create(
        assignment=assignment, counterpart=cast.rut, planned_by=cast.bo, starts_at=timezone.now()
    )
    for person, words in ((cast.bo, "Bos hemliga ord"), (cast.rut, "Ruts hemliga ord")):
        Preparation.objects.create(dialogue=dialogue, person=person, point="gives", text=words)
    Note.objects.create(dialogue=dialogue, point="gives", text="Hemlig anteckning", writer=cast.bo)
    return cast


def stored(client: Any) -> tuple[dict[str, list[dict[str, Any]]], str]:
    text = client.get(FILE).content.decode()
    return {entry["source"]: entry["rows"] for entry in json.loads(text)["stored"]}, text


def test_career_teacher_takes_along_the_log_and_what_is_said_of_it(
    client_for: Any, followed_up: Cast
) -> None:
    rows, text = stored(client_for(followed_up.bo))

    assert rows["assignments.LogEntry.assignment__holder"] == [
        {
            "done_on": "2026-09-01",
            "activity": "visits",
            "with_whom": "",
            "minutes": 30,
            "note": "8B",
            "filename": "",
        }
    ]
    assert rows["assignments.Outcome.assignment__holder"][0]["seen"] == "Fler resonerar"
    assert "Räcker det?" not in text
    assert "Rut" not in text


def test_counterpart_takes_along_own_comments_and_no_log(
    client_for: Any, followed_up: Cast
) -> None:
    rows, text = stored(client_for(followed_up.rut))

    assert [row["text"] for row in rows["assignments.Comment.author"]] == ["Räcker det?"]
    assert "assignments.LogEntry.assignment__holder" not in rows
    assert "8B" not in text


def test_sealed_texts_are_named_and_not_shown(client_for: Any, followed_up: Cast) -> None:
    for person in (followed_up.bo, followed_up.rut):
        rows, text = stored(client_for(person))

        assert [row["point"] for row in rows["assignments.Preparation.person"]] == ["gives"]
        assert "hemlig" not in text.lower()

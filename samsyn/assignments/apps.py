from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "samsyn.assignments"

    def ready(self) -> None:
        from samsyn.assignments import (
            jobs,  # noqa: F401 - registers what recurs
            start,
            year_start,
        )
        from samsyn.assignments.actions.moves import follow_move
        from samsyn.assignments.words import agreements, dialogues, following, posts
        from samsyn.core import panels
        from samsyn.organisations import events, moves

        events.say(**agreements.WORDS)
        events.say(**dialogues.WORDS)
        events.say(**following.WORDS)
        events.say(**posts.WORDS)
        panels.register("start.waiting", start.all_waiting)
        panels.register("start.new", start.all_new)
        moves.register(follow_move)
        panels.register("start.waiting", year_start.year_waiting)

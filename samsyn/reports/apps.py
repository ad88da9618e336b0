from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "samsyn.reports"

    def ready(self) -> None:
        from samsyn.core import panels
        from samsyn.organisations import events, moves
        from samsyn.reports import rounds, start, told
        from samsyn.reports.actions import follow_move
        from samsyn.reports.blocks import register
        from samsyn.reports.kinds import KINDS

        panels.register("start.new", start.editions_new)
        panels.register("round.after", rounds.reports_of)
        for kind in KINDS:
            register(kind)
        events.say(**told.WORDS)
        moves.register(follow_move)

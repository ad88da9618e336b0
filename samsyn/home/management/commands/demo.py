"""`samsyn demo`: the whole product on this machine, with a made-up region in it."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.home.demo import folder, server, static
from samsyn.home.demo.queries import people_to_sign_in_as
from samsyn.home.demo.region import fill
from samsyn.home.demo.signin import sign_in_path


class Command(BaseCommand):
    help = "Starts the demo and prints its address and one sign-in line for each role."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--reset", action="store_true", help="Begin anew.")

    def handle(self, *args: Any, port: int, reset: bool, **options: Any) -> None:
        if not settings.DEMO or connection.vendor != "sqlite":
            raise CommandError(
                _("The demo runs on its own: without DATABASE_URL and SAMSYN_DEMO=0.")
            )
        with folder.held(settings.DATA) as is_ours, server.told_to_stop() as told:
            if not is_ours:
                raise CommandError(_("A demo is already running in this folder."))
            if not server.is_port_free(port):
                raise CommandError(
                    _("Port %(port)s is taken. Choose another, for example PORT=%(other)s.")
                    % {"port": port, "other": port + 1000}
                )
            self.prepare(reset=reset)
            if not told.is_set():
                self.serve(port, told)

    def prepare(self, *, reset: bool) -> None:
        if reset or not folder.is_filled(settings.DATA):
            folder.empty(settings.DATA)
        call_command("migrate", verbosity=0)
        static.collect(settings.DATA)
        if not folder.is_filled(settings.DATA):
            self.say(_("Filling the demo with a made-up region …"))
            fill()
            folder.mark_filled(settings.DATA)
        connection.close()

    def serve(self, port: int, told: server.Told) -> None:
        try:
            with server.running({"server": server.server_command(port)}) as serving:
                server.wait_until_it_answers(port, serving, told)
                # Not before: while both are loaded, each waits for the other, and a person for the page.
                with server.running({"worker": server.worker_command()}) as working:
                    self.print_ways_in()
                    server.watch({**serving, **working}, told)
        except server.Stopped as stopped:
            raise CommandError(
                _("The demo's %(name)s ended by itself.") % {"name": stopped}
            ) from stopped

    def print_ways_in(self) -> None:
        self.say(_("Samsyn is running at %(address)s") % {"address": settings.BASE_URL})
        self.say("")
        for guided in people_to_sign_in_as():
            role = guided.person.name + ", " + guided.guide.role.label
            self.say(f"{role}: {guided.guide.shows}")
            self.say(f"  {settings.BASE_URL}{sign_in_path(guided.person.pk)}")
        self.say("")
        self.say(
            _("Sent mail: %(address)s") % {"address": settings.BASE_URL + reverse("home:mailbox")}
        )
        self.say(_("The data is in %(folder)s. Stop with Ctrl-C.") % {"folder": settings.DATA})

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

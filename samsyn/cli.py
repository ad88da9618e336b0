"""The `samsyn` command: Django's management commands under one name."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    # The demo chooses its settings by environment, so it has to be said before Django reads them.
    if sys.argv[1:2] == ["demo"]:
        os.environ.setdefault("SAMSYN_DEMO", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.config.settings")
    execute_from_command_line(sys.argv)

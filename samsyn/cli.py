"""The `samsyn` command: Django's management commands under one name."""

import argparse
import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

DEMO_FOLDER = Path("var/demo")


def main() -> None:
    # The demo chooses its settings by environment, so it has to be said before Django reads them.
    if sys.argv[1:2] == ["demo"]:
        choose_demo(port=demo_port(sys.argv[2:]))
    elif names_no_installation() and (DEMO_FOLDER / "samsyn.sqlite3").exists():
        print(f"Using the demo in {DEMO_FOLDER}.", file=sys.stderr)  # noqa: T201 - said before Django has an output of its own
        choose_demo(port="8000")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.config.settings")
    execute_from_command_line(sys.argv)


def names_no_installation() -> bool:
    """Nobody has said which installation is meant: `samsyn survey_tables run2014` beside a demo means the demo."""
    return not any(name == "DATABASE_URL" or name.startswith("SAMSYN_") for name in os.environ)


def choose_demo(*, port: str) -> None:
    os.environ.setdefault("SAMSYN_DEMO", "1")
    os.environ.setdefault("SAMSYN_DATA", str(DEMO_FOLDER))
    os.environ.setdefault("SAMSYN_URL", f"http://localhost:{port}")


def demo_port(arguments: list[str]) -> str:
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--port", default="8000")
    return str(parser.parse_known_args(arguments)[0].port)

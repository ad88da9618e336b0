"""What the demo and the tests may do without being told, and what must not stand beside the demo."""

import secrets
from collections.abc import Iterable
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

# Whoever sets one of these runs a real service, where the demo's ways in would be open doors.
_OF_A_SERVICE = ("SAMSYN_SECRET_KEY", "SAMSYN_HOSTS", "SAMSYN_MAIL_URL", "SAMSYN_FILES_URL")


def demo_secret_key(folder: Path) -> str:
    """The key in the demo's own folder, made at first use: never a key that stands in the source."""
    path = folder / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def check_demo_alone(names: Iterable[str]) -> None:
    """The demo lets anybody in as anybody, so it does not start among the settings of a real service."""
    found = sorted(set(names).intersection(_OF_A_SERVICE))
    if found:
        raise ImproperlyConfigured(f"SAMSYN_DEMO cannot stand beside {', '.join(found)}.")

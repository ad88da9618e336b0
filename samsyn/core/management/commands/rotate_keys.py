"""`samsyn rotate_keys`: locks everything that lies sealed with the newest key, so that older keys can be thrown away."""

from collections.abc import Callable
from functools import partial
from typing import Any

from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError

from samsyn.core.actions import lock_anew
from samsyn.core.sealed import elsewhere, sealed_models


class Command(BaseCommand):
    help = (
        "Lock all sealed texts with SAMSYN_SECRET_KEY. Run it when servers and workers have been restarted with the "
        "new key, and the old one in SAMSYN_OLD_SECRET_KEYS; then take the old one away. Safe to run twice."
    )

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        for model, names in sealed_models():
            self._lock(model._meta.label, partial(lock_anew, model, names))
        for name, action in elsewhere.items():
            self._lock(name, action)

    def _lock(self, what: str, action: Callable[[], int]) -> None:
        """Batches already locked stay so: to go on after a fault is to begin again."""
        try:
            self.stdout.write(f"{what}: {action()}")
        except InvalidToken as unknown:
            raise CommandError(
                f"Something in {what} is locked with a key that is not here. Add it to SAMSYN_OLD_SECRET_KEYS."
            ) from unknown

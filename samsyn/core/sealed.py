"""Texts that lie encrypted in the database: whoever has the database alone reads nothing. The key is in the settings.

The newest key locks, older ones still open what they locked (`SAMSYN_OLD_SECRET_KEYS`), and `samsyn rotate_keys`
locks everything anew. A sealed field cannot be searched or sorted by.
"""

import base64
import hashlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.apps import apps
from django.conf import settings
from django.db import models


def lock(purpose: str) -> MultiFernet:
    """Each purpose has keys of its own, made from the secret keys."""
    return _lock(purpose, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=8)
def _lock(purpose: str, keys: tuple[str, ...]) -> MultiFernet:
    digests = [hashlib.sha256(f"{purpose}:{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class SealedTextField(models.TextField[str, str]):
    """Text that is encrypted on its way to the database and opened on its way out. Empty stays empty."""

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return lock("core.sealed").encrypt(text.encode()).decode() if text else text

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return lock("core.sealed").decrypt(value.encode()).decode() if value else value


def sealed_models() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Every model with sealed fields, and their names."""
    for model in apps.get_models():
        names = [f.name for f in model._meta.concrete_fields if isinstance(f, SealedTextField)]
        if names:
            yield model, names


# What lies locked elsewhere than in a sealed field: its name, and what locks all of it anew and counts.
elsewhere: dict[str, Callable[[], int]] = {}

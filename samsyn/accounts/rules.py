"""What a browser calls itself, in words; and how fresh a proof of who somebody is has to be."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

# The first that fits: browsers name those they descend from as well.
BROWSERS = (
    ("Edge", r"Edg|Edge/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser"),
    ("Firefox", r"Firefox/|FxiOS"),
    ("Chrome", r"Chrome/|CriOS|Chromium"),
    ("Safari", r"Safari/"),
)
SYSTEMS = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Chromebook", r"CrOS"),
    ("Windows", r"Windows"),
    ("Mac", r"Macintosh|Mac OS X"),
    ("Linux", r"Linux"),
)
# Older than this, and the person proves anew who they are before a key or a password is changed.
FRESH_SECONDS = 600


def device_words(user_agent: str) -> str:
    browser, system = _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("An unknown browser")


def _first(names: Iterable[tuple[str, str]], user_agent: str) -> str:
    return next((name for name, pattern in names if re.search(pattern, user_agent)), "")


def is_fresh(records: Iterable[Mapping[str, Any]], now: float) -> bool:
    """Whether any proof of this session (a code, a password, a key) was given within the last ten minutes."""
    return any(now - record["at"] < FRESH_SECONDS for record in records)

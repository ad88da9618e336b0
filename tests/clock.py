"""The clock of the tests: each begins at the same moment, whenever it is run, and time goes on from there.

Processes that a test starts have the machine's own. `SAMSYN_TEST_MOMENT=2028-02-29T00:05` tries another moment.
"""

import os
import time
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from django.core.cache.backends import db as database_cache
from django.utils import timezone

from samsyn.assignments.rules.dialogues import ZONE

# A Wednesday in the middle of a term, before noon, and as far as can be from the end of a code's half minute.
MOMENT = os.environ.get("SAMSYN_TEST_MOMENT", "2026-11-25T10:30")
START = datetime.fromisoformat(MOMENT).replace(tzinfo=ZONE).astimezone(UTC)


class Clock:
    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        self._began = time.monotonic()

    def now(self) -> datetime:
        return START + timedelta(seconds=time.monotonic() - self._began)

    def seconds(self) -> float:
        return self.now().timestamp()

    def rule(self) -> None:
        """All that Django, the libraries and the product go by in this process, until it ends."""
        patch.object(timezone, "now", self.now).start()
        patch.object(database_cache, "tz_now", self.now).start()
        patch.object(time, "time", self.seconds).start()


CLOCK = Clock()

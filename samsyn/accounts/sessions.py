"""Sessions in the database, read on every request by SQL that is made once."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from samsyn.core.prepared import prepared


@prepared
def _kept(key: str, now: datetime) -> QuerySet[Any, Any]:
    return Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data")


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        for (data,) in _kept(self.session_key or "", timezone.now()):
            return self.decode(data)
        # As Django's own: a key that is not there any more is not taken over.
        self._session_key = None
        return {}

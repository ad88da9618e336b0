"""Mail leaves in two steps: a row in the same transaction as what it tells of, then SMTP by the worker."""

from django.core.mail.backends.base import BaseEmailBackend


class OutboxBackend(BaseEmailBackend):
    pass

"""Who can sign in. The person, with a name and duties, is in organisations."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from samsyn.core.models import BaseModel


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, BaseModel):
    """An address to sign in with. No superusers: rights come from duties only."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    is_staff = False
    is_superuser = False

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_once", violation_error_code="taken"
            )
        ]

    def __str__(self) -> str:
        return self.email

    def has_usable_password(self) -> bool:
        """Django takes an empty password for one that can be asked for."""
        return bool(self.password) and super().has_usable_password()

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return False


class ResetState(models.TextChoices):
    WAITING = "waiting"
    STOPPED = "stopped"
    DONE = "done"


class SecondStepReset(BaseModel):
    """Somebody has lost their second step. It falls seven days after notice to the address, unless stopped from there."""

    user = models.ForeignKey(User, models.CASCADE, related_name="resets")
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ResetState.choices, default=ResetState.WAITING)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(state="waiting"), name="second_step_reset_waits_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.state}"

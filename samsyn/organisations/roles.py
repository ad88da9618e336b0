"""The roles a duty can have. They stand apart from the models so that the grid of rights needs none of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    FIRST_TEACHER = "first_teacher", _("first teacher")
    SENIOR_LECTURER = "senior_lecturer", _("senior lecturer")
    TEACHER = "teacher", _("teacher")
    PRINCIPAL = "principal", _("principal")
    HEAD_OF_SCHOOLS = "head_of_schools", _("head of schools")
    DEVELOPMENT_LEAD = "development_lead", _("development lead")
    NETWORK_LEAD = "network_lead", _("network lead")
    COORDINATOR = "coordinator", _("coordinator")
    ADMINISTRATOR = "administrator", _("administrator")

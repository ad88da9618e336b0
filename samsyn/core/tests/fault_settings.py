"""For the workers that the fault tests start: the tests' settings and, where asked for, one recurring job."""

from tests.settings import *  # noqa: F403 - settings are a module of names

INSTALLED_APPS = [*INSTALLED_APPS, "samsyn.core.tests.recurring"]  # noqa: F405

"""What keeps search up with what has changed."""

from datetime import time, timedelta

from django_tasks import task

from samsyn.core import schedules
from samsyn.home.actions import search


@task()
def index_changed() -> None:
    search.index_changed()


@task()
def rebuild_search() -> None:
    search.rebuild_search()


schedules.register("home.search", index_changed, every=timedelta(seconds=30))
schedules.register("home.search-whole", rebuild_search, daily_at=time(2, 15))

from datetime import datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from samsyn.core import actions, jobs, queries, schedules
from samsyn.core.models import Progress, Schedule, WorkerHeartbeat
from samsyn.core.tests.tasks import count, fail
from samsyn.core.worker import Watch

NOON = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("Europe/Stockholm"))


@pytest.mark.django_db
def test_a_job_is_part_of_the_transaction_it_belongs_to() -> None:
    @transaction.atomic
    def act() -> None:
        jobs.enqueue(count, uuid4())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()

    assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db
def test_working_off_runs_what_is_due_and_tells_of_failure() -> None:
    jobs.enqueue(count, uuid4())
    jobs.enqueue(count, uuid4(), after=timedelta(hours=1))

    assert jobs.work_off() == 1

    jobs.enqueue(fail)
    with pytest.raises(jobs.JobFailed, match="ZeroDivisionError"):
        jobs.work_off()


@pytest.mark.django_db
def test_a_job_that_failed_for_good_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_rescues", {})
    given_up: list[str] = []
    jobs.rescue(fail, given_up.append)
    jobs.enqueue(fail, "kommunen")

    with pytest.raises(jobs.JobFailed):
        jobs.work_off()

    assert given_up == ["kommunen"]


@pytest.mark.django_db
def test_a_claimed_job_is_nobody_elses() -> None:
    jobs.enqueue(count, uuid4())

    claims = [actions.claim_job(worker, ["default"]) for worker in ("one", "two")]

    assert [job and job.worker_ids for job in claims] == [["one"], None]


@pytest.mark.django_db
def test_a_dead_workers_job_is_given_back_until_it_has_killed_three() -> None:
    jobs.enqueue(count, uuid4())

    states = []
    for worker in ("one", "two", "three"):
        actions.beat(worker, 1)
        assert actions.claim_job(worker, ["default"])
        assert actions.recover_jobs(["somebody else"]) == []
        assert len(actions.recover_jobs([worker])) == 1
        states.append(DBTaskResult.objects.get().status)

    assert states == ["READY", "READY", "FAILED"]
    assert not WorkerHeartbeat.objects.exists()
    assert "JobLost" in DBTaskResult.objects.get().exception_class_path


def test_only_a_count_that_stands_still_for_the_whole_lease_is_death() -> None:
    watch = Watch(lease=30)
    watch.dead(set(), {}, now=(start := watch._last_look))

    looks = [
        watch.dead({"alive", "dead", "unknown"}, {"alive": n, "dead": 7}, start + 10 * n)
        for n in range(4)
    ]

    assert looks == [set(), set(), set(), {"dead", "unknown"}]


def test_nobody_is_declared_dead_by_one_who_was_held_up_too() -> None:
    watch = Watch(lease=30)
    start = watch._last_look

    assert watch.dead({"slow"}, {"slow": 1}, start) == set()
    assert watch.dead({"slow"}, {"slow": 1}, start + 60) == set()
    assert watch.dead({"slow"}, {"slow": 2}, start + 70) == set()


@pytest.mark.django_db
def test_a_schedule_starts_once_for_each_of_its_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedules, "_registered", {})
    schedules.register("test.count", count, every=timedelta(minutes=10))
    schedules.prepare()
    Schedule.objects.update(next_at=timezone.now() - timedelta(minutes=35))

    started = [schedules.start_due(), schedules.start_due()]

    due_in = Schedule.objects.get().next_at - timezone.now()
    assert started == [1, 0]
    assert timedelta(minutes=4) < due_in <= timedelta(minutes=5)


@pytest.mark.django_db
def test_only_one_of_two_workers_moves_a_schedule_on() -> None:
    schedule = Schedule.objects.create(name="test.count", next_at=NOON)
    later = NOON + timedelta(hours=1)

    moved = [actions.move_schedule(schedule.name, NOON, later) for _worker in range(2)]

    assert moved == [True, False]


@pytest.mark.django_db
def test_schedules_no_longer_registered_are_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedules, "_registered", {})
    Schedule.objects.create(name="gone", next_at=NOON)

    schedules.prepare()

    assert not Schedule.objects.exists()


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (NOON, NOON.replace(day=23, hour=3)),
        (NOON.replace(hour=1), NOON.replace(hour=3)),
        (NOON.replace(hour=3), NOON.replace(day=23, hour=3)),
        # The night the clocks go back, the local time stays.
        (
            datetime(2026, 10, 24, 12, tzinfo=ZoneInfo("Europe/Stockholm")),
            datetime(2026, 10, 25, 3, tzinfo=ZoneInfo("Europe/Stockholm")),
        ),
    ],
)
def test_a_daily_job_keeps_to_local_time(now: datetime, expected: datetime) -> None:
    assert schedules._days(time(3))(NOON, now) == expected


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_from_outside_and_not_written_where_it_could_not_be() -> None:
    matter = uuid4()

    actions.report_progress(matter, 1, 4)
    with transaction.atomic():
        actions.report_progress(matter, 2, 4)

    progress = queries.progress_of(matter)
    assert progress is not None
    assert (progress.done_count, progress.percent) == (1, 25)

    actions.end_progress(matter)
    assert not Progress.objects.exists()

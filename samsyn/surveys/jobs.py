"""What the worker does for rounds: opens and closes them at their hours, posts their mails, breaks up the order of answers."""

from datetime import time, timedelta
from uuid import UUID

from django_tasks import task

from samsyn.core import jobs, schedules
from samsyn.surveys.actions import exports, mailings, rounds, shuffling


@task()
def keep_hours() -> None:
    """Everything of a round that has an hour, each minute."""
    rounds.open_due_rounds()
    rounds.close_due_rounds(then=shuffle_soon)
    mailings.begin_due_mailings(begin)
    mailings.withdraw_needless_mails()
    mailings.note_refusals()


def begin(mailing_id: UUID) -> None:
    jobs.enqueue(post_batch, mailing_id)


def shuffle_soon(round_id: UUID) -> None:
    """The order of its answers is broken up: at night, and for the last time when it has closed."""
    jobs.enqueue(shuffle_round, round_id)


@task()
def post_batch(mailing_id: str) -> None:
    mailings.post_batch(UUID(mailing_id), next_batch=begin)


def post_again(mailing_id: str) -> None:
    jobs.enqueue(post_batch, mailing_id, after=timedelta(minutes=5))


jobs.rescue(post_batch, post_again)


@task()
def shuffle_round(round_id: str) -> None:
    shuffling.shuffle_round(UUID(round_id))
    shuffling.sweep()


@task()
def shuffle_rounds() -> None:
    """Each by itself: one that fails keeps no other from it."""
    shuffling.shuffle_due_rounds(shuffle_soon)


schedules.register("surveys.hours", keep_hours, every=timedelta(minutes=1))
schedules.register("surveys.shuffle", shuffle_rounds, daily_at=time(3, 10))


@task()
def make_answer_file(file_id: str) -> None:
    exports.make_file(UUID(file_id))


def give_up_answer_file(file_id: str) -> None:
    exports.give_up_file(UUID(file_id))


jobs.rescue(make_answer_file, give_up_answer_file)


@task()
def throw_files_away() -> None:
    exports.throw_files_away()


schedules.register("surveys.answer_files", throw_files_away, every=timedelta(hours=1))

"""A worker is killed several times while it sends a round's mails to a real server: none is lost, none is repeated.

`SAMSYN_TEST_MAILS=20000 pytest -n 0 -s samsyn/surveys/tests/test_mailing_faults.py` is the big run, and prints what it counted.
"""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from typing import Any

import pytest

from samsyn.core.tests.smtp import smtp_server
from samsyn.core.tests.test_faults import House, database, until

pytestmark = pytest.mark.faults
MAILS = int(os.environ.get("SAMSYN_TEST_MAILS", "600"))
KILLS = 4

OPENED = f"""
from samsyn.surveys import jobs
from samsyn.surveys.tests.asking import make_open
from tests.cast import make_cast
make_open(make_cast(), addresses={MAILS})
jobs.keep_hours.enqueue()
"""


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("mailings")
    with database(folder) as address:
        house = House(folder, address)
        assert house.start("migrate", "-v0").wait() == 0
        yield house
        for worker in house.workers:
            worker.kill()
            worker.wait()


def test_mails_whose_worker_is_killed_are_sent_once_each(house: House) -> None:
    with smtp_server() as (server, port):
        house.environment["SAMSYN_MAIL_URL"] = f"smtp://127.0.0.1:{port}"
        house.run(OPENED)
        began = time.monotonic()
        worker = house.worker()
        for kill in range(1, KILLS + 1):
            goal = MAILS * kill // (KILLS + 1)
            until(lambda goal=goal: len(server.received) >= goal, 1200)  # type: ignore[misc]  # bound now
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            worker = house.worker()

        until(lambda: all_is_sent(house), 1200)
        seconds = time.monotonic() - began

    counts = Counter(envelope.rcpt_tos[0] for envelope in server.received)
    repeated = {address: count for address, count in counts.items() if count > 1}
    print(  # noqa: T201 - the figure is what the large run is for
        f"{MAILS} mails, {KILLS} kills, {seconds:.0f} s: {len(counts)} arrived, {len(repeated)} twice"
    )
    assert set(counts) == {f"p{number}@skola.example" for number in range(MAILS)}
    # Between the server's yes and our own note of it nothing can be known: such a mail may come twice, as one and the
    # same, which receiving servers tell by its Message-ID. At most one for each kill, and mostly none.
    assert len(repeated) <= KILLS
    assert len(keys_of(server.received)) == MAILS
    assert house.ask("SELECT count(*) FROM surveys_posting") == [(MAILS,)]


def all_is_sent(house: House) -> bool:
    return house.ask("SELECT state, count(*) FROM core_outgoingmail GROUP BY state") == [
        ("sent", MAILS)
    ]


def keys_of(received: list[Any]) -> set[str]:
    return {message_from_bytes(envelope.content)["Message-ID"] for envelope in received}

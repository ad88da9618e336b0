"""A real SMTP server for the tests."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller


class Server:
    """Keeps what it accepts; answers otherwise, or takes its time, where a test says so."""

    def __init__(self) -> None:
        self.received: list[Any] = []
        self.recipient_answers: dict[str, str] = {}
        self.answer = "250 OK"
        self.seconds_before_answer = 0.0
        self.begun_count = 0
        self.lines_count = 0
        self.mails_on_a_line = 1000

    async def handle_EHLO(
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.lines_count += 1
        session.host_name, session.mails_count = hostname, 0
        return responses

    async def handle_MAIL(
        self, _server: Any, session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if session.mails_count == self.mails_on_a_line:
            return "421 Enough for one line"
        session.mails_count += 1
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        answer = self.recipient_answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.begun_count += 1
        await asyncio.sleep(self.seconds_before_answer)
        if self.answer.startswith("250"):
            self.received.append(envelope)
        return self.answer


@contextmanager
def smtp_server() -> Iterator[tuple[Server, int]]:
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=_free_port())
    controller.start()
    try:
        yield handler, controller.port
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])

"""A real SMTP server for the tests."""

import asyncio
import socket
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller


class Server:
    """Keeps what it accepts; answers otherwise, or takes its time, where a test says so."""

    def __init__(self) -> None:
        self.received: list[Any] = []
        self.recipient_answers: dict[str, str] = {}
        self.sender_answer = "250 OK"
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
        if self.sender_answer.startswith("250"):
            envelope.mail_from = address
        return self.sender_answer

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


class OnAnyPort(Controller):
    """On a port that is its own from the beginning: one that was merely free is taken by others in between."""

    def _create_server(self) -> Awaitable[asyncio.AbstractServer]:
        listener = socket.create_server((self.hostname, 0))
        self.port = listener.getsockname()[1]
        return self.loop.create_server(self._factory_invoker, sock=listener)


@contextmanager
def smtp_server() -> Iterator[tuple[Server, int]]:
    handler = Server()
    # It may take its time to start on a busy machine.
    controller = OnAnyPort(handler, hostname="127.0.0.1", ready_timeout=120)
    controller.start()
    try:
        yield handler, controller.port
    finally:
        controller.stop()


@contextmanager
def used_server(settings: Any) -> Iterator[Server]:
    """The server, as the one that mail leaves by."""
    with smtp_server() as (server, port):
        settings.SMTP = {
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": port,
            "EMAIL_HOST_USER": "",
            "EMAIL_HOST_PASSWORD": "",
        }
        yield server

"""Servers for tests: the real application on a real socket, in a thread; and requests as raw bytes."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import uvicorn
from starlette.types import ASGIApp

from mlpath.app import App, Stamp
from mlpath.web.application import create
from mlpath.web.guard import RULES, Guard, Rule
from mlpath.web.office import Office
from mlpath.web.server import address_of, bound
from tests.conftest import TODAY


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


@dataclass(frozen=True)
class Served:
    """A running server."""

    office: Office
    address: str
    guard: Guard

    @property
    def base(self) -> str:
        return f"http://{self.address}"

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def link(self) -> str:
        """The link that may change things."""
        return f"{self.base}/#key={self.office.keys.new_key()}"

    def token(self) -> str:
        token = self.office.keys.exchange(self.office.keys.new_key())
        assert token is not None
        return token

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """A request with exactly these headers (and those that http.client must send)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode())
        finally:
            connection.close()

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, body: Any, token: str | None = None) -> Answer:
        headers = {"content-type": "application/json"} | ({} if token is None else {"authorization": f"Bearer {token}"})
        return self.ask("POST", path, json.dumps(body).encode(), headers)

    def raw(self, data: bytes) -> bytes:
        """What comes back for these bytes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(data)
            found = b""
            while part := connection.recv(65536):
                found += part
                if b"\r\n\r\n" in found:
                    break
        return found


def stamp() -> Stamp:
    """A stamp of now, on the day of the tests."""
    return Stamp(uuid4().hex, datetime.now(UTC), "UTC", TODAY)


@contextmanager
def serving(
    app: App, rules: Mapping[str, Rule] = RULES, wrapped: Callable[[ASGIApp], ASGIApp] = lambda inner: inner
) -> Iterator[Served]:
    """The application on a free port, until the block ends; `wrapped` may put something between guard and pages."""
    office = Office(app, today=lambda: TODAY, stamp=stamp)
    listening = bound(0)
    address = address_of(listening)
    guard = create(office, address, rules)
    guard.app = wrapped(guard.app)
    config = uvicorn.Config(guard, log_level="critical", lifespan="off", ws="none", server_header=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield Served(office, address, guard)
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()

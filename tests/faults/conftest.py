"""A chain behind a real server of two processes, as tills would meet it."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest
from tests.apps.checkout.conftest import (  # noqa: F401 - the shop of the checkout's own tests
    OPENED,
    anna,
    goods,
    keys,
    on_the_shelf,
    programme,
    put_in_force,
    shop,
    stores,
    whole_chain,
)
from tests.faults.test_killed_tills import environment

from shuke.foundation import ids
from shuke.foundation.actors import SYSTEM
from shuke.foundation.org import operations as org
from shuke.foundation.org.types import Role, TokenAccess

Answer = tuple[int, Any]
PATIENCE_SECONDS = 120


@dataclass
class Server:
    """The product's own server on the test's database; `failpoints` are armed, or one guard is `lifted`, in it."""

    failpoints: str = ""
    lifted: str = ""
    port: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        program = ["-c", "from shuke.config.main import main; main()", "serve", "--port"]
        unguarded = ["-m", "tests.faults.unguarded", self.lifted]
        self.process = subprocess.Popen(
            [sys.executable, *(unguarded if self.lifted else program), str(self.port)],
            cwd=Path(__file__).parents[2],
            env={**environment(), "SHUKE_FAILPOINTS": self.failpoints},
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                if self.ask("GET", "/healthz", "")[0] == 200:
                    return
            except (OSError, HTTPException):
                time.sleep(0.1)
        raise AssertionError("the server does not start")

    def kill(self) -> None:
        """Kill every process of the server at once, as a power cut would."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def ask(self, method: str, path: str, bearer: str, body: Any = None) -> Answer:
        """Ask once on a connection of its own; raise what the network raises."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {bearer}"} if bearer else {})
            line.request(method, path, None if body is None else json.dumps(body), headers)
            answer = line.getresponse()
            text = answer.read()
        finally:
            line.close()
        return answer.status, json.loads(text) if text[:1] in b"{[" and text else None


@pytest.fixture
def serve(transactional_db: None, programme: None, on_the_shelf: None) -> Iterator[Callable[..., Server]]:  # noqa: F811
    started: list[Server] = []

    def start(failpoints: str = "", lifted: str = "") -> Server:
        server = Server(failpoints, lifted)
        started.append(server)
        server.start()
        return server

    yield start
    for server in started:
        if server.process is not None and server.process.poll() is None:
            server.kill()


@dataclass
class Tills:
    """Many tills of one shop that act at the same moment."""

    server: Server
    bearer: str
    goods: dict[str, int]

    def sell(self, body: dict[str, Any]) -> Answer:
        return self.server.ask("POST", "/api/till/v1/orders", self.bearer, body)

    def give_back(self, order_id: str, body: dict[str, Any]) -> Answer:
        return self.server.ask("POST", f"/api/till/v1/orders/{order_id}/returns", self.bearer, body)

    def at_once(self, act: Callable[[int], Answer], tills: int) -> list[Answer]:
        """Let so many tills act at the same moment; return their answers."""
        gate = threading.Barrier(tills)

        def one(number: int) -> Answer:
            gate.wait()
            return act(number)

        with ThreadPoolExecutor(tills) as together:
            return list(together.map(one, range(tills)))

    def order(self, *codes: str, **values: Any) -> dict[str, Any]:
        lines = [{"sku_id": str(self.goods[code]), "quantity_milli": 1_000} for code in codes]
        return {"id": f"T-{ids.new()}", "lines": lines} | values


@pytest.fixture
def tills_of(stores: dict[str, int], goods: dict[str, int]) -> Callable[..., Tills]:  # noqa: F811
    def make(server: Server, role: Role = Role.STORE_MANAGER, store: str = "S1") -> Tills:
        code = f"{role}-{ids.new()}"
        staff_id = org.hire(code=code, name=code, by=SYSTEM, at=OPENED)
        org.grant(staff_id=staff_id, role=role, store_id=stores[store], by=SYSTEM, at=OPENED)
        _, bearer = org.issue_token(
            staff_id=staff_id, name="till", access=TokenAccess.WRITE, expires_on=None, by=SYSTEM, at=OPENED
        )
        return Tills(server, bearer, goods)

    return make

"""The demo chain behind the product's own server, and its people signed in."""

import base64
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

import httpx
from django_otp.oath import TOTP

MEMBERS = 3_000
PATIENCE_SECONDS = 600
TOLD_CHARACTERS = 12_000
PASSWORD = "an-evening-in-Hangzhou-{}"
_SHUKE = (sys.executable, "-c", "from shuke.config.main import main; main()")


@dataclass
class Person:
    """Somebody of the staff who is signed in."""

    role: str
    client: httpx.Client
    me: dict[str, Any] = field(repr=False)

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Ask the staff API; any refusal fails the test."""
        answer = self.client.request(method, path, json=body, headers={"X-CSRFToken": self.me["csrf_token"]})
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()


class Chain:
    """A chain of its own data folder: filled and served until it is stopped."""

    def __init__(self, home: Path) -> None:
        self._home, self._port, self._log = home, _free_port(), home / "served.log"
        self._environment = {**os.environ, "SHUKE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "shuke.config.settings"}
        for name in ("SHUKE_DATABASE_URL", "SHUKE_SECRET_KEY", "SHUKE_KEYS_FILE"):
            self._environment.pop(name, None)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self, members: int = MEMBERS) -> None:
        """Do what `make demo` does: fill the chain, serve it, and let the worker run beside it."""
        command = (*_SHUKE, "demo", "--members", str(members), "--port", str(self._port))
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command, env=self._environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            try:
                if httpx.get(f"{self.address}/healthz").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.2)
        raise AssertionError(f"the demo chain does not start: {self.told()}")

    def told(self) -> str:
        """Return the end of what the server and the worker have said."""
        return self._log.read_text("utf-8", "replace")[-TOLD_CHARACTERS:]

    def stop(self) -> None:
        """End the server and the worker; nothing of the chain is left to save."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def one_time_passwords(self) -> dict[str, str]:
        """Return the first password of each login that the demo has made."""
        lines = (self._home / "first-login.txt").read_text("utf-8").splitlines()
        return {username: password for username, password, _ in (line.split("\t") for line in lines)}

    def sign_in(self, username: str, one_time_password: str) -> Person:
        """Let a person come for the first time: with an own password, and a second factor where the role needs it."""
        person = Person(username, httpx.Client(base_url=self.address, timeout=60), {"csrf_token": ""})
        person.me = person.ask("GET", "/api/staff/session")
        person.me = person.ask("POST", "/api/staff/session", {"username": username, "password": one_time_password})
        own = {"present": one_time_password, "new": PASSWORD.format(username)}
        person.ask("POST", "/api/staff/me/password", own)
        person.me = person.ask("GET", "/api/staff/session")
        if "second_factor" in (person.me["due"] or []):
            address = person.ask("POST", "/api/staff/me/second-factor")["address"]
            person.ask("POST", "/api/staff/me/second-factor/confirmation", {"code": code_of(address)})
            person.me = person.ask("GET", "/api/staff/session")
        assert not person.me["due"], person.me
        return person


def code_of(address: str, step: int = 0) -> str:
    """Return what an authenticator app shows for an otpauth address, now or so many half minutes later."""
    secret = parse_qs(urlparse(address).query)["secret"][0]
    token = TOTP(base64.b32decode(secret + "=" * (-len(secret) % 8)), drift=step)
    token.time = time.time()
    return f"{token.token():06d}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

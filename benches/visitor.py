"""The owner before the console: signed in over HTTP, asking on as many connections as a browser opens."""

import base64
import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any
from urllib.parse import parse_qs, quote, urlparse

CONNECTIONS = 6
_KEPT, _PASSWORD = "bench-owner.json", "a-stopwatch-in-Hangzhou"


class Visitor:
    """Signed in as the owner at the server of this port; an answer that is no success ends the benchmark."""

    def __init__(self, port: int, home: Path) -> None:
        self._port, self._kept = port, home / _KEPT
        self._cookies: dict[str, str] = {}
        self._token = ""
        if self._kept.exists():
            self._cookies = json.loads(self._kept.read_text("utf-8"))
        me = self.ask("/session")
        if not me["signed_in"]:
            me = self._come_first(home)
        self._token = me["csrf_token"]

    def ask(self, path: str, body: Any = None) -> Any:
        """Ask once, or write where there is a body, and return the answer."""
        connection = self._connect()
        try:
            return json.loads(self._exchange(connection, path, body))
        finally:
            connection.close()

    def open(self, turns: list[list[str]]) -> tuple[float, dict[str, float]]:
        """Ask as a page does; return the seconds of it all, and of each address."""
        took: dict[str, float] = {}
        idle: SimpleQueue[http.client.HTTPConnection] = SimpleQueue()
        connections = [self._connect() for _ in range(CONNECTIONS)]
        for connection in connections:
            idle.put(connection)

        def one(path: str) -> None:
            connection = idle.get()
            started = time.perf_counter()
            try:
                self._exchange(connection, path)
            finally:
                idle.put(connection)
            took[path] = time.perf_counter() - started

        started = time.perf_counter()
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            for turn in turns:
                list(pool.map(one, turn))
        seconds = time.perf_counter() - started
        for connection in connections:
            connection.close()
        return seconds, took

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=300)

    def send_file(self, path: str, name: str, content: bytes) -> Any:
        """Send a file as a form does."""
        edge = "a-bench"
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        form = head.encode() + b"Content-Type: text/csv\r\n\r\n" + content + f"\r\n--{edge}--\r\n".encode()
        connection = self._connect()
        try:
            return json.loads(self._exchange(connection, path, form, f"multipart/form-data; boundary={edge}"))
        finally:
            connection.close()

    def _exchange(
        self, connection: http.client.HTTPConnection, path: str, body: Any = None, kind: str = "application/json"
    ) -> bytes:
        if path.startswith("POST "):
            _, path, text = path.split(" ", maxsplit=2)
            body = json.loads(text)
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookies, "X-CSRFToken": self._token, "Referer": f"http://127.0.0.1:{self._port}/"}
        if body is not None:
            headers["Content-Type"] = kind
        sent = body if body is None or isinstance(body, bytes) else json.dumps(body)
        method, where = ("GET" if body is None else "POST"), f"/api/staff{quote(path, safe='/?&=%:,')}"
        connection.request(method, where, sent, headers)
        answer = connection.getresponse()
        told = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value
        if not 200 <= answer.status < 300:
            raise SystemExit(f"{path}: {answer.status} {told.decode()[:500]}")
        return told

    def _come_first(self, home: Path) -> Any:
        """Sign in for the first time: with an own password and a second factor, as the product asks for."""
        line = (home / "first-login.txt").read_text("utf-8").splitlines()[0]
        username, one_time, _ = line.split("\t")
        self._token = self.ask("/session")["csrf_token"]
        self._token = self.ask("/session", {"username": username, "password": one_time})["csrf_token"]
        self.ask("/me/password", {"present": one_time, "new": _PASSWORD})
        self._token = self.ask("/session")["csrf_token"]
        address = self.ask("/me/second-factor", {})["address"]
        self.ask("/me/second-factor/confirmation", {"code": _code(address)})
        self._kept.write_text(json.dumps(self._cookies), "utf-8")
        return self.ask("/session")


def examples(owner: Visitor, home: Path) -> dict[str, str]:
    """Return the ids that addresses name: of what there is, and of a report and an import made for it, once."""
    kept = home / "bench-examples.json"
    if kept.exists():
        told: dict[str, str] = json.loads(kept.read_text("utf-8"))
        return told
    store = owner.ask("/stores")["items"][0]["id"]
    member = owner.ask(f"/members?store_id={store}")["items"][0]["member_id"]
    month = {"kind": "named", "name": "this_month"}
    report = {"figures": ["net_minor", "purchases"], "groups": ["store"], "period": month}
    hook = {"name": "ERP", "address": "https://erp.invalid/in", "kinds": ["members.enrolled", "sales.recorded"]}
    found = {
        "store_id": store,
        "member_id": member,
        "staff_id": owner.ask("/staff")["items"][0]["id"],
        "report_id": owner.ask("/saved-reports", {"name": f"门店 {time.time():.0f}", "document": report})["id"],
        "import_id": _import(owner),
        "version_id": owner.ask("/rules?kind=growth.tiers")["items"][0]["id"],
        "kind": "growth.tiers",
        "hook_id": owner.ask("/webhooks", hook)["id"],
        "proof_id": (owner.ask("/proofs")["items"] or [owner.ask("/proofs", {})])[0]["id"],
    }
    kept.write_text(json.dumps(found), "utf-8")
    return found


def _import(owner: Visitor) -> str:
    file = "手机号,姓名\n13800002231,林一\n这不是号码,林三\n".encode()
    sent = owner.send_file("/imports/files", "members.csv", file)
    begun = {"upload_id": sent["upload_id"], "kind": "members", "mapping": sent["mapping"]}
    made: str = owner.ask("/imports", begun)["id"]
    return made


def _code(address: str) -> str:
    from django_otp.oath import TOTP

    secret = parse_qs(urlparse(address).query)["secret"][0]
    token = TOTP(base64.b32decode(secret + "=" * (-len(secret) % 8)))
    token.time = time.time()
    return f"{token.token():06d}"

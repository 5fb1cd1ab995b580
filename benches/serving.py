"""The product's own server beside a benchmark, and the processor time that it and the database take."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


@contextmanager
def server() -> Iterator[tuple[int, int]]:
    """Run the product's own server on a free port, with its two workers, and stop it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "from shuke.config.main import main; main()", "serve", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def _wait_for(port: int) -> None:
    for _ in range(900):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def application(pid: int) -> float:
    """CPU seconds of the server and its workers."""
    return sum(map(_cpu, [pid, *_children(pid)]))


def database() -> float:
    """CPU seconds of the server's processes that work for this database; none where the database is a library."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
        )
        return sum(_cpu(pid) for (pid,) in cursor.fetchall())


def _children(pid: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and _field(int(folder.name), 1) == str(pid):
            found += [int(folder.name), *_children(int(folder.name))]
    return found


def _cpu(pid: int) -> float:
    user, system = _field(pid, 11), _field(pid, 12)
    return (int(user) + int(system)) / _TICK if user and system else 0.0


def _field(pid: int, place: int) -> str:
    """Return a field of /proc/PID/stat, counted from the state that follows the name."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[place]
    except OSError:
        return ""

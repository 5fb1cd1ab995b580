"""`shuke serve`: the web server, on this machine only unless told otherwise."""

import socket
import subprocess
import sys
from typing import Annotated

import typer
from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces

from shuke.foundation.db import locks
from shuke.foundation.refusals import Refusal
from shuke.surfaces.cli import installation
from shuke.surfaces.cli.language import say as words
from shuke.surfaces.cli.output import say
from shuke.surfaces.upkeep import checks, restore

LOCAL = "127.0.0.1"
_THREADS = 2  # of each process: while one waits for the database, the other works


class PortTaken(Refusal):
    """Somebody listens there already; the server shares ports silently, so this must be asked before."""

    code = "cli.port_taken"
    zh = "端口 {port} 已被占用,请先停掉旧的服务,或用 --port 换一个"
    en = "Port {port} is taken; stop the old server or choose another with --port"


def serve(
    *,
    host: Annotated[str, typer.Option(help="监听地址 · address to listen on")] = LOCAL,
    port: Annotated[int, typer.Option(help="端口 · port")] = 8000,
    workers: Annotated[int, typer.Option(help="进程数 · processes", min=1)] = 2,
) -> None:
    """启动网页与接口服务 · Serve the pages and the API."""
    refuse_taken_port(host, port)
    run(host, port, workers)


def run(host: str, port: int, workers: int = 2) -> None:
    """Serve until stopped; while it runs, no backup can be put in the place of the data."""
    with installation.ready():
        checks.refuse_unfit(installation.now())
        # The pages' files are served from the data folder; an upgrade brings new ones.
        call_command("collectstatic", interactive=False, verbosity=0)
        with locks.exclusive(restore.SERVING):
            say(words(f"熟客已启动:http://{host}:{port}", f"Shuke is serving on http://{host}:{port}"))
            server = Granian(
                "shuke.config.wsgi:application",
                address=host,
                port=port,
                interface=Interfaces.WSGI,
                workers=workers,
                blocking_threads=_THREADS,
                websockets=False,
                log_access=False,
            )
            server.serve()


def run_with_worker(host: str, port: int) -> None:
    """Serve with a worker beside it, for a machine that runs nothing else; both stop together."""
    command = [sys.executable, "-c", "from shuke.config.main import main; main()", "worker"]
    with subprocess.Popen(command) as worker:
        try:
            run(host, port)
        finally:
            worker.terminate()


def refuse_taken_port(host: str, port: int) -> None:
    """Refuse when something listens on the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as failure:
            raise PortTaken(field="port", port=port) from failure

"""`shuke worker`: export, deliver events and run jobs beside the server."""

import signal
import threading

from shuke.surfaces.cli import installation
from shuke.surfaces.cli.language import say as words
from shuke.surfaces.cli.output import say
from shuke.surfaces.jobs import worker as jobs


def worker() -> None:
    """运行后台任务:入库、到期、等级、核对 · Run the background work until stopped."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    with installation.ready():
        say(words("后台任务已启动", "The worker is running"))
        jobs.work(stop=stop)

"""A standalone Spark cluster of one master and two workers, as processes on loopback, stopped by their ids."""

import os
import socket
import subprocess
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from shutil import which

_MASTER = "org.apache.spark.deploy.master.Master"
_WORKER = "org.apache.spark.deploy.worker.Worker"
_PATIENCE_SECONDS = 90

QUICK_JAVA = "-XX:TieredStopAtLevel=1"


def missing() -> str:
    """Return what stands in the way of a cluster, or nothing."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed (pip install 'shuke[spark]')"
    if which("java") is None and not os.environ.get("JAVA_HOME"):
        return "Java is not installed"
    return ""


@dataclass
class Cluster:
    """The processes of one cluster; `url` is what SHUKE_ENGINE would be set to."""

    folder: Path
    port: int
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"spark://127.0.0.1:{self.port}"

    def start(self, workers: int = 2) -> None:
        self._run("master", _MASTER, "--host", "127.0.0.1", "--port", str(self.port), "--webui-port", "0")
        self._wait_for("master", "I have been elected leader", 1)
        for number in range(workers):
            place = self.folder / f"work-{number}"
            at = [
                "--host",
                "127.0.0.1",
                "--webui-port",
                "0",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                str(place),
            ]
            self._run(f"worker-{number}", _WORKER, *at, self.url)
        self._wait_for("master", "Registering worker", workers)

    def kill_worker(self) -> None:
        self.processes.pop().kill()

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
        self.processes.clear()

    def _run(self, name: str, main: str, *arguments: str) -> None:
        import pyspark

        home = Path(pyspark.__file__).parent
        spark = {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_JAVA_OPTS": QUICK_JAVA}
        environment = {**os.environ, **spark}
        with (self.folder / f"{name}.log").open("wb") as log:
            command = [str(home / "bin" / "spark-class"), main, *arguments]
            self.processes.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log))

    def _wait_for(self, name: str, words: str, times: int) -> None:
        log = self.folder / f"{name}.log"
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while log.read_text(errors="replace").count(words) < times:
            if time.monotonic() > deadline or any(process.poll() is not None for process in self.processes):
                self.stop()
                raise RuntimeError(f"the cluster did not start:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.1)


def free_port() -> int:
    """Return a port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

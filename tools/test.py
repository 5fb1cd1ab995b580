"""Run every test that this machine can run: the suite on SQLite, then on PostgreSQL, then the console in a browser.

What a machine lacks is left out and named in one line each. With CI set nothing may be left out.

SHUKE_TEST_POSTGRES_URL  postgres://user:password@host:port/name of a server where databases may be made
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
IN_CI = bool(os.environ.get("CI"))


def left_out() -> list[str]:
    """Return one line for each thing that this machine cannot test, with what to do about it."""
    lines = []
    if not os.environ.get("SHUKE_TEST_POSTGRES_URL"):
        lines.append("PostgreSQL: no server is named in SHUKE_TEST_POSTGRES_URL")
    if not (importlib.util.find_spec("pyspark") and shutil.which("java")):
        lines.append("Spark: needs Java 17 and `make setup WITH=spark`")
    if shutil.which("strace") is None:
        lines.append("what is forced to the disk: needs strace")
    if not (os.environ.get("SHUKE_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")):
        lines.append("the console in a browser: needs Chromium (SHUKE_CHROMIUM names one)")
    if not real_data().is_dir():
        lines.append("real retail data: SHUKE_SHARED_DATA names no folder")
    return lines


def real_data() -> Path:
    """Return the folder in which the real retail data would be."""
    return Path(os.environ.get("SHUKE_SHARED_DATA", ROOT.parent / "shared" / "data"))


def run(title: str, *options: str, **environment: str) -> int:
    """Run pytest with the options and environment; return its exit code."""
    print(f"\n── {title} ──", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", "--durations", "12", *options]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode


def main() -> int:
    """Run what can be run; say what was left out; fail when anything failed, or, in CI, was left out."""
    chosen = sys.argv[1:]
    codes = [run("the suite on SQLite", *chosen)]
    if server := os.environ.get("SHUKE_TEST_POSTGRES_URL"):
        only_here = ["-m", "not any_database", *chosen]
        codes.append(run("the suite on PostgreSQL", *only_here, SHUKE_DATABASE_URL=server))
    # In processes of their own: the driver of the browser keeps an event loop, beside which Django lends no database.
    codes.append(run("the console in a browser", "-m", "browser", *chosen))
    missing = left_out()
    for line in missing:
        print(f"left out: {line}")
    return max([*codes, 1 if missing and IN_CI else 0])


if __name__ == "__main__":
    sys.exit(main())

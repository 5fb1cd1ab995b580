"""What every test may rely on: a data folder of its own, a database of its own, and the standing cast."""

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
_home = Path(tempfile.mkdtemp(prefix=f"shuke-test-{_worker}-"))
os.environ["SHUKE_HOME"] = str(_home)
os.environ.setdefault("SHUKE_SECRET_KEY", "only-for-tests-0123456789-0123456789-0123456789")


@pytest.fixture
def at() -> datetime:
    """A Tuesday afternoon in Shanghai."""
    return datetime(2026, 3, 10, 6, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real retail data; a machine without it leaves these tests out, CI may not."""
    default = Path(__file__).parents[2] / "shared" / "data"
    folder = Path(os.environ.get("SHUKE_SHARED_DATA", default))
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"the real retail data is missing: {folder}")
        pytest.skip("left out: no real retail data here (set SHUKE_SHARED_DATA)")
    return folder

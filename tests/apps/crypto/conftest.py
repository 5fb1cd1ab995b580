from collections.abc import Iterator
from pathlib import Path

import pytest

from shuke.foundation.crypto import keyring


@pytest.fixture
def keys(tmp_path: Path, settings) -> Iterator[Path]:
    """A key file of this test's own; the one that the other tests share comes back afterwards."""
    settings.SHUKE_KEYS_FILE = tmp_path / "keys.json"
    keyring.create()
    keyring.reload()
    yield settings.SHUKE_KEYS_FILE
    shared = Path(settings.SHUKE_HOME) / "keys.json"
    settings.SHUKE_KEYS_FILE = shared
    if shared.exists():
        keyring.reload()

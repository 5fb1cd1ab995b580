"""The chain's keys: made once, kept outside the database, never a default.

The file (SHUKE_KEYS_FILE, mode 0600) holds sealing keys by id, one of them active, and two keys for blind indexes.
A process notices within a second that the file has changed, so a rotation needs no restart.
"""

import base64
import json
import os
import secrets
import stat
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from shuke.foundation.refusals import Refusal

KEY_ID_LENGTH = 4
_KEY_BYTES = 32
_LOOK_AGAIN_SECONDS = 1.0


class KeysMissing(Refusal):
    """There is no key file; a new installation makes one, an old one must bring its own back."""

    code = "crypto.keys_missing"
    status = 503
    zh = "找不到密钥文件,系统拒绝启动"
    en = "The key file is missing; refusing to start"


class KeysOpenToOthers(Refusal):
    """Other users of the machine could read the key file."""

    code = "crypto.keys_open_to_others"
    status = 503
    zh = "密钥文件可被其他用户读取,请将权限改为 0600"
    en = "Other users can read the key file; set its mode to 0600"


class KeyUnknown(Refusal):
    """Data was sealed with a key that the key file does not hold."""

    code = "crypto.key_unknown"
    status = 503
    zh = "密钥 {key_id} 不在密钥文件中"
    en = "Key {key_id} is not in the key file"


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """The keys in hand. It has no repr, so that no log can show one."""

    active: str
    ciphers: Mapping[str, AESGCM]
    index_key: bytes
    tail_key: bytes

    def cipher(self, key_id: str) -> AESGCM:
        """Return the cipher of a key id; refuse an unknown one."""
        try:
            return self.ciphers[key_id]
        except KeyError:
            raise KeyUnknown(key_id=key_id) from None


class _Hand:
    """The keyring that this process holds, and the state of the file that it was read from."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ring: Keyring | None = None
        self._mark: tuple[str, int, int] | None = None
        self._looked_at = 0.0

    def ring(self) -> Keyring:
        """Return the keyring, read again when a second has passed and the file has changed."""
        ring = self._ring
        if ring is None or time.monotonic() - self._looked_at > _LOOK_AGAIN_SECONDS:
            return self.look()
        return ring

    def look(self) -> Keyring:
        """Read the file if it is not the one in hand."""
        path = Path(settings.SHUKE_KEYS_FILE)
        with self._lock:
            mark = _mark_of(path)
            if self._ring is None or mark != self._mark:
                self._ring, self._mark = _keyring(json.loads(path.read_text())), mark
            self._looked_at = time.monotonic()
            return self._ring


_hand = _Hand()


def current() -> Keyring:
    """Return the chain's keys; refuse when there are none or when others could read them."""
    return _hand.ring()


def reload() -> None:
    """Read the key file again now if it has changed."""
    _hand.look()


def _mark_of(path: Path) -> tuple[str, int, int]:
    try:
        status = path.stat()
    except FileNotFoundError:
        raise KeysMissing from None
    if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeysOpenToOthers
    return str(path), status.st_mtime_ns, status.st_ino


def exists() -> bool:
    """Tell whether the chain has a key file."""
    return Path(settings.SHUKE_KEYS_FILE).exists()


def create() -> bool:
    """Make the key file with fresh random keys unless there is one; return whether it was made."""
    key_id = _fresh_id()
    document = {
        "active": key_id,
        "keys": {key_id: _fresh_key()},
        "index": _fresh_key(),
        "tail": _fresh_key(),
    }
    path = Path(settings.SHUKE_KEYS_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w") as file:
        file.write(json.dumps(document, indent=1))
        file.flush()
        os.fsync(file.fileno())
    return True


def add_key() -> str:
    """Add a fresh sealing key and make it the active one; the older ones stay to open what they sealed."""
    document = _read()
    key_id = _fresh_id()
    document["keys"][key_id] = _fresh_key()
    document["active"] = key_id
    _replace(document)
    return key_id


def drop_key(key_id: str) -> None:
    """Take a sealing key out of the file; the caller has made sure that nothing is sealed with it."""
    document = _read()
    del document["keys"][key_id]
    _replace(document)


def _read() -> dict[str, Any]:
    if not exists():
        raise KeysMissing
    document: dict[str, Any] = json.loads(Path(settings.SHUKE_KEYS_FILE).read_text())
    return document


def _replace(document: Mapping[str, Any]) -> None:
    """Write the new file whole beside the old one and rename it: a crash leaves one or the other, never half."""
    path = Path(settings.SHUKE_KEYS_FILE)
    beside = path.with_suffix(".new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(json.dumps(document, indent=1))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    reload()


def _keyring(document: Mapping[str, Any]) -> Keyring:
    return Keyring(
        active=document["active"],
        ciphers={key_id: AESGCM(base64.b64decode(secret)) for key_id, secret in document["keys"].items()},
        index_key=base64.b64decode(document["index"]),
        tail_key=base64.b64decode(document["tail"]),
    )


def _fresh_id() -> str:
    return secrets.token_hex(KEY_ID_LENGTH // 2)


def _fresh_key() -> str:
    return base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()

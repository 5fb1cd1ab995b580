"""Seal a text to its place, open it there and nowhere else, and index it without reading it.

A sealed value is `version, key id (4), nonce (12), ciphertext and tag`, AES-256-GCM with "table.column.pk" as
additional data: a blob that is copied to another row or column does not open.
"""

import hmac
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag

from shuke.foundation.crypto import keyring
from shuke.foundation.refusals import Refusal

_VERSION = b"\x01"
_ID_END = 1 + keyring.KEY_ID_LENGTH
_NONCE_END = _ID_END + 12
_INDEX_CHARACTERS = 32  # 128 of the 256 bits: half the index on disk, and no two phones will ever meet


class SealBroken(Refusal):
    """The blob was altered, or belongs to another row or column."""

    code = "crypto.seal_broken"
    status = 500
    zh = "加密数据已损坏或被挪用:{place}"
    en = "Sealed data is damaged or not from this place: {place}"


@dataclass(frozen=True, slots=True)
class Column:
    """A sealed column. Values are sealed to the column and to the primary key of their row."""

    table: str
    name: str

    def seal(self, pk: int, text: str) -> bytes:
        """Return `text` sealed to this column of row `pk` with the active key."""
        keys = keyring.current()
        nonce = os.urandom(12)
        sealed = keys.ciphers[keys.active].encrypt(nonce, text.encode(), self._place(pk))
        return _VERSION + keys.active.encode() + nonce + sealed

    def open(self, pk: int, blob: bytes | memoryview) -> str:
        """Return the text; refuse a blob from elsewhere, an altered one, and one whose key is missing."""
        data = bytes(blob)
        cipher = keyring.current().cipher(key_id(data))
        try:
            return cipher.decrypt(data[_ID_END:_NONCE_END], data[_NONCE_END:], self._place(pk)).decode()
        except InvalidTag:
            raise SealBroken(place=f"{self.table}.{self.name}.{pk}") from None

    def _place(self, pk: int) -> bytes:
        return f"{self.table}.{self.name}.{pk}".encode()


def key_id(blob: bytes) -> str:
    """Return the id of the key that sealed the blob."""
    return blob[1:_ID_END].decode(errors="replace")


def prefix(of_key: str) -> bytes:
    """Return the bytes with which every blob of a key begins."""
    return _VERSION + of_key.encode()


def index(kind: str, value: str) -> str:
    """Return the blind index of a whole value: equal values of a kind meet, and nobody without the key can try any."""
    return hmac.digest(keyring.current().index_key, f"{kind}:{value}".encode(), "sha256").hex()[:_INDEX_CHARACTERS]


def tail_index(kind: str, value: str) -> str:
    """Return the blind index of the last four characters, under a key of its own."""
    tail = f"{kind}:{value[-4:]}".encode()
    return hmac.digest(keyring.current().tail_key, tail, "sha256").hex()[:_INDEX_CHARACTERS]

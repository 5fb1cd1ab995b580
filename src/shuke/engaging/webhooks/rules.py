"""What is sent, how it is signed, when it is tried again, and where it may go: pure."""

import hashlib
import hmac
import ipaddress
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from shuke.engaging.webhooks.kinds import KINDS
from shuke.engaging.webhooks.types import HookKind

WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
GIVEN_UP_IN_A_ROW = 5
"""So many deliveries that were given up, with none taken between them, pause a hook."""
OVERLAP = timedelta(days=1)
"""How long the secret before the present one signs beside it."""
LONGEST_ADDRESS = 500

_PORTS = {"http": 80, "https": 443}
# These carry an address of the old net inside: it is that one which would be reached.
_TRANSLATED = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16"))


@dataclass(frozen=True, slots=True)
class Target:
    """Where an address leads."""

    scheme: str
    host: str
    port: int


def data_of(kind: HookKind, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is told of an event: the named fields alone, ids as texts, and nothing for the id of nobody."""
    return {name: _told(name, payload[name]) for name in KINDS[kind].tells if name in payload}


def body_of(*, delivery_id: int, kind: HookKind, occurred_at: datetime, data: Mapping[str, Any]) -> str:
    """Return the JSON of a delivery. It is made once: each try sends the same bytes."""
    moment = occurred_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    document = {"id": str(delivery_id), "kind": kind.value, "occurred_at": moment, "data": data}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def signature(secrets: Sequence[str], *, body: str, at: datetime) -> str:
    """Return `t=<unix>,v1=<hex>`, with a `v1` for each secret that counts: HMAC-SHA256 of "t.body"."""
    stamp = int(at.timestamp())
    signed = f"{stamp}.{body}".encode()
    marks = [hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in secrets]
    return ",".join([f"t={stamp}", *(f"v1={mark}" for mark in marks)])


def wait_after(attempt: int, kind: HookKind) -> timedelta | None:
    """Return how long to wait after the given failed try; None to give up. A ping is tried once."""
    if kind is HookKind.PING or attempt > len(WAITS):
        return None
    return WAITS[attempt - 1]


def target_of(address: str) -> Target | None:
    """Return where the address leads; None for what is no plain http or https address."""
    if not address.isascii() or not address.isprintable() or " " in address or len(address) > LONGEST_ADDRESS:
        return None
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not host or "@" in parts.netloc or "#" in address or "\\" in address:
        return None
    return Target(parts.scheme, host, _PORTS[parts.scheme] if port is None else port)


def is_welcome(target: Target, trusted: Collection[str]) -> bool:
    """Tell whether the address may be written down: by https to a public host, or anyhow to a trusted one.

    A name is judged when it is called, by what it stands for then; a number in the address already here.
    """
    if target.host in trusted:
        return True
    try:
        number = ipaddress.ip_address(target.host)
    except ValueError:
        return target.scheme == "https" and target.host != "localhost"
    return target.scheme == "https" and is_public(number)


def may_be_called(target: Target, numbers: Collection[str], trusted: Collection[str]) -> bool:
    """Tell whether a host that stands for these numbers may be called; one inner number among them spoils it."""
    if target.host in trusted:
        return True
    return target.scheme == "https" and all(is_public(ipaddress.ip_address(number)) for number in numbers)


def is_public(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Tell whether the number lies in the public net, whatever it is wrapped in."""
    if isinstance(number, ipaddress.IPv6Address):
        if number.ipv4_mapped is not None:
            return is_public(number.ipv4_mapped)
        if any(number in net for net in _TRANSLATED):
            return False
    return number.is_global and not number.is_multicast and not number.is_reserved


def _told(name: str, value: Any) -> Any:
    if name.endswith("_id"):
        return str(value) if value else None
    if name.endswith("_ids"):
        return [str(each) for each in value]
    return value

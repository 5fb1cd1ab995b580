"""Call an address: only at the numbers that were judged, without following anybody elsewhere, and not for ever.

The host is asked for once; the connection goes to the numbers that were found then, so that a name which stands for
another host a moment later leads nowhere. Certificate and Host are those of the name. No proxy is used, no redirect is
followed, and of the answer nothing but the status is read.
"""

import socket
import ssl
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import httpcore
import httpx

from shuke.engaging.webhooks import rules
from shuke.engaging.webhooks.rules import Target
from shuke.engaging.webhooks.types import Outcome, SendFault

PATIENCE_SECONDS = 10.0
"""For the whole call, from the first connection to the status."""

_AT_ONCE = 16_384  # bytes; the network waits for each piece anew

Resolve = Callable[[str, int], Sequence[str]]


def resolved(host: str, port: int) -> list[str]:
    """Return the numbers that a name stands for now; raises OSError where it stands for none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def post(
    address: str,
    *,
    body: str,
    headers: Mapping[str, str],
    trusted: Collection[str],
    resolve: Resolve = resolved,
    patience: float = PATIENCE_SECONDS,
) -> Outcome:
    """Send the body and return what came of it; whatever goes wrong on the way is an outcome and is never raised."""
    started = time.monotonic()
    status, fault = _try(address, body, headers, trusted=trusted, resolve=resolve, patience=patience)
    if status is not None and not 200 <= status <= 299:
        fault = SendFault.STATUS
    return Outcome(status, fault, int((time.monotonic() - started) * 1000))


def _try(
    address: str,
    body: str,
    headers: Mapping[str, str],
    *,
    trusted: Collection[str],
    resolve: Resolve,
    patience: float,
) -> tuple[int | None, SendFault | None]:
    target = rules.target_of(address)
    if target is None:
        return None, SendFault.NOT_ALLOWED
    try:
        numbers = resolve(target.host, target.port)
    except (OSError, UnicodeError):
        return None, SendFault.NO_HOST
    if not rules.may_be_called(target, numbers, trusted):
        return None, SendFault.NOT_ALLOWED
    try:
        return _status(address, body, headers, _Judged(target, numbers, time.monotonic() + patience)), None
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as failure:
        return None, _fault(failure)


def _status(address: str, body: str, headers: Mapping[str, str], network: httpcore.NetworkBackend) -> int:
    given = list(headers.items())
    pool = httpcore.ConnectionPool(ssl_context=_certificates(), network_backend=network, http2=False)
    with pool, pool.stream("POST", address, headers=given, content=body.encode()) as answer:
        return int(answer.status)


def _fault(failure: Exception) -> SendFault:
    if isinstance(failure, httpcore.TimeoutException):
        return SendFault.TOO_SLOW
    if isinstance(failure, httpcore.ConnectError):
        return SendFault.NO_TLS if isinstance(failure, _NotSealed) else SendFault.NO_CONNECTION
    return SendFault.CUT_OFF


@cache
def _certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context()


class _NotSealed(httpcore.ConnectError):
    """Whoever answers is not vouched for, or speaks no TLS."""


class _Judged(httpcore.NetworkBackend):
    """Connects to the numbers that were judged, one after the other, until the deadline."""

    def __init__(self, target: Target, numbers: Sequence[str], deadline: float) -> None:
        self._target, self._numbers, self._deadline = target, numbers, deadline
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first number that answers; `host` is the name that was judged."""
        failure: Exception = httpcore.ConnectError(host)
        for number in self._numbers:
            try:
                left = _left(self._deadline)
                return _Hurried(self._network.connect_tcp(number, self._target.port, timeout=left), self._deadline)
            except httpcore.ConnectError as silent:
                failure = silent
        raise failure


class _Hurried(httpcore.NetworkStream):
    """A stream whose every step ends at the deadline of the whole call, however slowly the other side speaks."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, timeout=_left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _AT_ONCE):
            self._stream.write(buffer[start : start + _AT_ONCE], timeout=_left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Return the sealed stream, of which the same holds."""
        try:
            sealed = self._stream.start_tls(ssl_context, server_hostname, timeout=_left(self._deadline))
        except httpcore.ConnectError as failure:
            raise _NotSealed from failure
        return _Hurried(sealed, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the call took too long")
    return left

"""Ids are made before the write: a client can repeat its request, and rows can name each other in one round trip.

An id is a positive 63-bit integer: 41 bits of milliseconds since 2024, 12 bits that tell this process apart, and a
10-bit count. Two processes that draw the same 12 bits could meet only within one millisecond; the primary key would
then refuse the second row, and the act is simply repeated.
"""

import os
import secrets
import threading
import time

_EPOCH_MS = 1_704_067_200_000
_PROCESS_BITS, _COUNT_BITS = 12, 10


class _Sequence:
    def __init__(self) -> None:
        self.start_anew()

    def start_anew(self) -> None:
        """Draw new process bits."""
        self._lock = threading.Lock()
        self._process = secrets.randbits(_PROCESS_BITS) << _COUNT_BITS
        self._tick = 0

    def take(self, count: int) -> list[int]:
        """Return `count` ids, each greater than any that this process took before."""
        with self._lock:
            present = (time.time_ns() // 1_000_000 - _EPOCH_MS) << _COUNT_BITS
            first = max(self._tick + 1, present)
            self._tick = first + count - 1
        return [self._compose(tick) for tick in range(first, first + count)]

    def _compose(self, tick: int) -> int:
        milliseconds, count = tick >> _COUNT_BITS, tick & ((1 << _COUNT_BITS) - 1)
        return milliseconds << (_PROCESS_BITS + _COUNT_BITS) | self._process | count


_sequence = _Sequence()

# A forked worker must not go on counting with its parent's process bits, or both would make the same ids.
os.register_at_fork(after_in_child=_sequence.start_anew)


def new() -> int:
    """Return a fresh id."""
    return _sequence.take(1)[0]


def many(count: int) -> list[int]:
    """Return `count` fresh ids in rising order."""
    return _sequence.take(count)

"""Places where a test may make the process wait, fail or die, as a busy server or a power cut would.

`SHUKE_FAILPOINTS="book.before_write=sleep:0.3,intake.chunk=kill@7"` arms them; without it `hit` does nothing.
`@7` means: only at the seventh hit.
"""

import os
import signal
import time
from collections import Counter


class FailpointError(RuntimeError):
    """The failpoint was armed with `raise`."""


_hits: Counter[str] = Counter()


def _armed() -> dict[str, str]:
    text = os.environ.get("SHUKE_FAILPOINTS", "")
    return dict(part.split("=", 1) for part in text.split(",") if "=" in part)


def hit(name: str) -> None:
    """Do what the environment asks for at this place, if anything."""
    if not os.environ.get("SHUKE_FAILPOINTS"):
        return
    action = _armed().get(name)
    if action is None:
        return
    _hits[name] += 1
    act, _, turn = action.partition("@")
    if turn and _hits[name] != int(turn):
        return
    verb, _, seconds = act.partition(":")
    if verb == "sleep":
        time.sleep(float(seconds))
    elif verb == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif verb == "raise":
        raise FailpointError(name)
    else:
        raise ValueError(f"unknown failpoint action: {action}")

"""The product's server with one guard lifted: what the tests of tills at once must notice.

Run as a program: `python -m tests.faults.unguarded GUARD PORT`.
"""

import os
import sys
import uuid
from dataclasses import replace
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuke.config.settings")


def lift(guard: str) -> None:
    """Take the guard away in this process."""
    from shuke.selling.checkout import orders
    from shuke.selling.checkout.types import NewOrder

    claim = orders.claim

    def claim_anew(body: NewOrder, *rest: Any, **more: Any) -> orders.Claim:
        return claim(replace(body, client_id=f"{body.client_id[:24]}-{uuid.uuid4()}"), *rest, **more)

    if guard != "claim":
        raise SystemExit(f"unknown guard: {guard}")
    orders.claim = claim_anew


def main(guard: str, port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    os.environ["SHUKE_TEST_LIFTED"] = guard
    Granian(
        "tests.faults.unguarded:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=2,
        blocking_threads=1,
        websockets=False,
        log_access=False,
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
elif lifted := os.environ.get("SHUKE_TEST_LIFTED"):
    django.setup()
    lift(lifted)
    from shuke.config.wsgi import application  # noqa: F401 - the server's workers ask for it

"""A till that rings up receipts as fast as it can and says each number aloud once the database has acknowledged it.

Run as a program: `python till.py NAME STORE_ID COUNT`. It is meant to be killed.
"""

import os
import sys
from itertools import count

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuke.config.settings")


def main(name: str, store_id: int, wanted: int) -> None:
    django.setup()
    from shuke.foundation import clock, scopes
    from shuke.foundation.actors import SYSTEM
    from shuke.selling.sales import operations as sales
    from shuke.selling.sales.types import NewLine, NewReceipt

    line = NewLine(None, 1000, 500, 0, 500)
    with scopes.everywhere(reason="a till of the test"):
        for number in count():
            now = clock.now()
            receipt = NewReceipt(f"{name}-{number}", store_id, now, (line,))
            sales.record_many(receipts=[receipt], source="till", by=SYSTEM, at=now)
            print(receipt.external_id, flush=True)
            if number + 1 == wanted:
                return


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

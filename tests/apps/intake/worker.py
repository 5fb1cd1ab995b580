"""Imports two files in a process of its own, which a failpoint may kill; prints what is in the database afterwards."""

import csv
import hashlib
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

AT = datetime(2026, 3, 10, 6, 30, tzinfo=UTC)


def main(folder: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuke.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from shuke.foundation.actors import SYSTEM
    from shuke.foundation.crypto import operations as crypto
    from shuke.selling.intake import loading, mapping, operations, staging, tables
    from shuke.selling.intake.types import Kind

    tables.CHUNK, loading.CHUNK, staging.CHUNK = 20, 25, 100
    call_command("migrate", verbosity=0)
    crypto.create_keys()
    summary = operations.import_files(
        kind=Kind.RECEIPTS,
        paths=[folder / "receipts.csv", folder / "members.csv"],
        mapping=mapping.load(folder / "mapping.toml"),
        by=SYSTEM,
        at=AT,
        rejects=folder / "rejects.csv",
        replay_rules=True,
    )
    print(json.dumps({"summary": repr(summary), **state(folder)}))


def state(folder: Path) -> dict[str, object]:
    from django.db.models import Sum

    from shuke.foundation import scopes
    from shuke.foundation.members.models import Identity, Member
    from shuke.ledgers.book.models import Account
    from shuke.selling.intake.models import ImportedMember
    from shuke.selling.sales.models import Receipt, ReceiptLine

    with scopes.everywhere(reason="a test looks"):
        receipts = Receipt.objects.order_by("store__code", "external_id").values_list(
            "store__code", "external_id", "sold_at", "net_minor", "line_count", "quantity_milli"
        )
        rows = [
            [cell for name, cell in row.items() if name != "__sealed__"]
            for path in sorted(folder.glob("rejects*.csv"))
            for row in csv.DictReader(path.open(encoding="utf-8-sig", newline=""))
        ]
        return {
            "receipts": hashlib.sha256(repr(list(receipts)).encode()).hexdigest(),
            "lines": ReceiptLine.objects.count(),
            "members": Member.everyone.count(),
            "identities": Identity.objects.count(),
            "brought": ImportedMember.objects.count(),
            "points": Account.objects.filter(holder_kind="member").aggregate(total=Sum("available"))["total"],
            "rejects": hashlib.sha256(repr(rows).encode()).hexdigest(),
            "rejected": len(rows),
        }


if __name__ == "__main__":
    main(Path(sys.argv[1]))

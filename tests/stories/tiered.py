"""A chain of its own that starts with the shipped tiers brings files in by their rules, and tells in JSON what came."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

BEGINS = date(2017, 1, 1)


def main(folder: Path, today: date) -> None:
    import django

    django.setup()
    from shuke.config import wiring
    from shuke.foundation import clock
    from shuke.foundation.actors import SYSTEM
    from shuke.foundation.members import queries as members
    from shuke.foundation.members.types import IdentityKind
    from shuke.foundation.rulebook import operations as rulebook
    from shuke.insight.measures import queries as measures
    from shuke.insight.warehouse import operations as warehouse
    from shuke.insight.warehouse import queries as facts
    from shuke.ledgers.growth import operations as growth
    from shuke.ledgers.growth.defaults import DEFAULT_RULES
    from shuke.selling.intake import operations as intake
    from shuke.selling.intake import queries as mappings
    from shuke.selling.intake.types import Kind
    from shuke.surfaces.cli import installation

    wiring.connect()
    at = clock.day_start(today)
    with installation.ready():
        version = rulebook.propose(kind="growth.tiers", body=DEFAULT_RULES, effective_from=BEGINS, by=SYSTEM, at=at)
        rulebook.approve(version_id=version, by=SYSTEM, at=at)
        intake.import_files(
            kind=Kind.RECEIPTS,
            paths=sorted(folder.glob("*.parquet")),
            mapping=mappings.mapping("completejourney"),
            replay_rules=True,
            by=SYSTEM,
            at=at,
        )
        growth.run_daily(on=today, by=SYSTEM, at=at)
        warehouse.export(at=at)
        with facts.open_engine() as engine:
            moves = engine.rows(
                "SELECT member_id, from_level, to_level, kind, effective_on, valid_until FROM tier_moves", {}
            )

            def tiers(from_: date, as_of: date) -> list[dict[str, Any]]:
                return list(measures.report("tiers", engine=engine, as_of=as_of, from_=from_).records())

            told = {
                "members": members.ids_by_identity(IdentityKind.LEGACY_ID, map(str, range(1, 2_501))),
                "moves": moves.rows,
                "as_it_was": tiers(date(2017, 4, 1), date(2017, 7, 1)),
                "year_after": tiers(date(2018, 1, 1), today),
            }
    print(json.dumps(told, default=str))


if __name__ == "__main__":
    main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]))

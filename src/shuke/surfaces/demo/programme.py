"""The demo chain's programme: the shipped points rule and tiers, proposed and approved as any chain would."""

from datetime import datetime

from shuke.foundation import clock
from shuke.foundation.actors import SYSTEM, Actor
from shuke.foundation.rulebook import operations as rulebook
from shuke.foundation.rulebook import queries
from shuke.ledgers.growth.defaults import DEFAULT_RULES
from shuke.ledgers.growth.types import RULE_KIND as TIERS
from shuke.ledgers.points.defaults import DEFAULT_RULE
from shuke.ledgers.points.types import RULE_KIND as POINTS

_PROGRAMME = ((POINTS, DEFAULT_RULE), (TIERS, DEFAULT_RULES))


def found(*, since: datetime, by: Actor, at: datetime) -> None:
    """Propose and approve both rules from `since` on, unless a version is in force by then."""
    first_day = clock.business_date(since)
    for kind, body in _PROGRAMME:
        if queries.find_in_force(kind, first_day) is None:
            version = rulebook.propose(
                kind=kind, body=body, effective_from=first_day, by=by, at=at, note="演示方案 · demo programme"
            )
            # The founding rules of a new chain need no second person: there is nobody yet.
            rulebook.approve(version_id=version, by=SYSTEM, at=at)

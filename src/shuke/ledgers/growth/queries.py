"""What can be asked about tiers: where members stand and stood, why, and what is still missing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta

from shuke.foundation.db import bulk
from shuke.foundation.db.flaws import Flaw
from shuke.ledgers.growth import proving, records, rules
from shuke.ledgers.growth.document import Benefit, TierRules
from shuke.ledgers.growth.history import History
from shuke.ledgers.growth.lint import entry_threshold, lint
from shuke.ledgers.growth.models import GrowthStanding
from shuke.ledgers.growth.replaying import Comparison, members
from shuke.ledgers.growth.rules import Dated, Programme
from shuke.ledgers.growth.types import (
    OUTSIDE,
    CountedSale,
    Explained,
    Finding,
    Needed,
    Notice,
    Standing,
)
from shuke.ledgers.growth.types import TierMove as Move

__all__ = [
    "Comparison",
    "base_level",
    "entry_threshold",
    "explain",
    "flaws",
    "gains",
    "history",
    "level",
    "levels_of",
    "levels_when_day_began",
    "lint",
    "lint_body",
    "members",
    "needed",
    "notices",
    "rules_on",
    "simulate",
    "standing",
]

_BATCH = 2_000


def rules_on(day: date) -> Dated | None:
    """Return the tier rules in force on the day with their levels and benefits, or None before the first."""
    return records.programme().on(day)


def standing(member_id: int) -> Standing | None:
    """Return where the member stands now; None for somebody who has not joined (the open base level, or outside)."""
    row = GrowthStanding.objects.filter(member_id=records.heirs([member_id])[member_id]).first()
    return records.standing_of(row) if row else None


def base_level(on: date) -> int:
    """Return the level that everybody has on the day without having joined; 0 where the base is not open."""
    return rules.open_base(records.programme(), on)


def levels_of(member_ids: Collection[int], *, on: date) -> dict[int, int]:
    """Return member id → level now; `on` says which day's rules tell the base that everybody has (0: not open)."""
    heirs = records.heirs(member_ids)
    rows = GrowthStanding.objects.filter(member_id__in=list(set(heirs.values())), level__gt=OUTSIDE)
    levels = dict(rows.values_list("member_id", "level"))
    base = rules.open_base(records.programme(), on)
    return {member_id: levels.get(heir, base) for member_id, heir in heirs.items()}


def level(member_id: int, *, on: date) -> int:
    """Return the member's level now, as `levels_of` does, in one statement; for a till."""
    return records.level_of(member_id) or rules.open_base(records.programme(), on)


def levels_when_day_began(sales: Sequence[CountedSale]) -> dict[int, int]:
    """Return receipt id → the level its member had when that business day began: before any purchase of the day."""
    heirs = records.heirs({sale.member_id for sale in sales})
    programme = records.programme()
    moves = records.moves_of(set(heirs.values()))
    return {
        sale.receipt_id: rules.level_at_opening(moves[heirs[sale.member_id]], sale.business_date)
        or rules.open_base(programme, sale.business_date)
        for sale in sales
    }


def history(member_id: int) -> list[Move]:
    """Return every move of the member, oldest first."""
    return records.moves_of({member_id})[member_id]


def explain(member_id: int, *, as_of: date) -> Explained:
    """Return where the member stood at the end of the day and why: move, rule version, figures, and what was missing.

    What was decided later, or counts only since, is left out.
    """
    heir = records.heirs([member_id])[member_id]
    moves = [move for move in history(heir) if move.effective_on <= as_of]
    counted = History(records.spends_of([heir], as_of).get(heir, []))
    programme = records.programme()
    ended, present = rules.settle(counted, rules.final_standing(moves), programme, as_of)
    made = [*moves, *ended]
    version = programme.on(as_of)
    number = present.level if present else rules.open_base(programme, as_of)
    level = version.rules.level(number) if version and number else None
    return Explained(
        member_id=member_id,
        as_of=as_of,
        level=number,
        code=level.code if level else "",
        zh=level.zh if level else "",
        en=level.en if level else "",
        standing=present,
        move=made[-1] if made else None,
        spent_in_period=counted.spent(present.period_from, as_of) if present else 0,
        orders_in_period=counted.orders(present.period_from, as_of) if present else 0,
        growth=counted.growth,
        needed=rules.needed(counted, _or_base(present, number, version), version.rules, as_of) if version else None,
    )


def needed(member_id: int, *, on: date) -> Needed | None:
    """Return what the member still needs to rise and to keep; None where no tier rules are in force."""
    return explain(member_id, as_of=on).needed


def gains(explained: Explained) -> tuple[Benefit, ...]:
    """Return what the next level would give beyond the present one, by the rules of the day that was explained."""
    version = rules_on(explained.as_of)
    if version is None or explained.needed is None:
        return ()
    return rules.gains(version.rules, explained.level, explained.needed.next_level)


def notices(*, on: date) -> Iterator[Notice]:
    """Yield the members whose level ends within the notice days and is not kept yet, with what would keep it."""
    version = rules_on(on)
    if version is None:
        return
    until = on + timedelta(days=version.rules.notice_days)
    ending = GrowthStanding.objects.filter(valid_until__gte=on, valid_until__lte=until).order_by("member_id")
    for batch in bulk.batches(ending.iterator(chunk_size=_BATCH), _BATCH):
        spends = records.spends_of([row.member_id for row in batch], on)
        for row in batch:
            counted = History(spends.get(row.member_id, []))
            missing = rules.needed(counted, records.standing_of(row), version.rules, on)
            if missing.notice_due:
                yield Notice(row.member_id, missing)


def simulate(*, proposed: TierRules, member_ids: Sequence[int], since: date, until: date) -> dict[int, list[Move]]:
    """Return the moves that proposed rules would have made of the members' real histories; nothing is written."""
    programme = Programme((Dated(0, since, proposed),))
    spends = records.spends_of(member_ids, until)
    return {member_id: rules.replay(spends.get(member_id, []), programme, until) for member_id in member_ids}


def lint_body(body: Mapping[str, object]) -> list[Finding]:
    """Return the same as `lint` of a document that nobody has read yet."""
    return lint(TierRules.model_validate(dict(body)))


def _or_base(present: Standing | None, number: int, version: Dated | None) -> Standing | None:
    """Return the standing, or that of somebody who has the open base without having joined it by a purchase."""
    if present is not None or number == OUTSIDE or version is None:
        return present
    return Standing(number, version.effective_from, version.effective_from, None, version.version_id)


def flaws() -> Iterator[Flaw]:
    """Yield every receipt that counted otherwise and every standing that no move led to; for `shuke prove`."""
    yield from proving.find()

"""The worked examples of docs/algorithms/book.md, executed."""

import itertools
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from shuke.foundation.actors import SYSTEM
from shuke.ledgers.book import rules
from shuke.ledgers.book.page import AccountLine, Draft, Heading, LotTerms, Page, net_by_lot
from shuke.ledgers.book.types import Bucket, Kind, LotPart, Source, System

DOCUMENT = Path(__file__).parents[2] / "docs" / "algorithms" / "book.md"
EXAMPLES = re.findall(r"```book\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
TODAY = date(2026, 3, 10)
ACCOUNT = 1
SYSTEMS = {system: 100 + system for system in System}


class Example:
    """A page with one account, and the sets written on it, by line."""

    def __init__(self) -> None:
        self.page = Page(
            accounts=[AccountLine(ACCOUNT, "points")],
            lots=[],
            systems={(system, "points"): number for system, number in SYSTEMS.items()},
            take_id=itertools.count(1_000).__next__,
        )
        self.lines: list[Draft] = []
        self.undone: dict[int, dict[int, int]] = {}

    def act(self, line: str) -> str:
        verb, *words = line.split()
        before = len(self.page.drafts)
        getattr(self, verb)(*words)
        written = self.page.drafts[before:]
        self.lines.append(written[0])
        return "; ".join(f"{draft.heading.kind}: {self.legs(draft)}" for draft in written)

    def earn(self, amount, word=None, day=None):
        expires = date.fromisoformat(day) if word == "expires" else None
        waits = date.fromisoformat(day) if word == "waits" else None
        terms = LotTerms("points", waits, expires, None, None, None, Source("receipt", 1), None)
        rules.issue(self.page, head(Kind.EARN), ACCOUNT, terms, int(amount), out_of=System.ISSUED)

    def redeem(self, amount):
        parts = rules.choose(self.page.lots_of(ACCOUNT), int(amount), TODAY)
        rules.spend(self.page, head(Kind.REDEEM), ACCOUNT, parts, System.REDEEMED)

    def hold(self, amount):
        parts = rules.choose(self.page.lots_of(ACCOUNT), int(amount), TODAY)
        rules.set_aside(self.page, head(Kind.HOLD), ACCOUNT, parts)

    def post(self, line, _of, amount):
        held = [leg for leg in self.lines[int(line) - 1].legs if leg.bucket is Bucket.HELD]
        parts = [LotPart(leg.lot_id, leg.amount) for leg in held]
        rules.spend_held(self.page, head(Kind.POST), ACCOUNT, parts, int(amount))

    def release(self):
        waiting = [lot for lot in self.page.lots_of(ACCOUNT) if lot.bucket is Bucket.PENDING]
        rules.release(self.page, head(Kind.RELEASE), ACCOUNT, waiting)

    def expire(self):
        due = [lot for lot in self.page.lots_of(ACCOUNT) if lot.terms.expires_on and lot.terms.expires_on <= TODAY]
        rules.expire(self.page, head(Kind.EXPIRE), ACCOUNT, due)

    def reverse(self, line, _of=None, amount=None):
        past = self.lines[int(line) - 1]
        nets = net_by_lot(past.legs)
        undone = self.undone.setdefault(past.id, {})
        parts = rules.left_to_undo(nets, undone, int(amount) if amount else None, ())
        system = System.ISSUED if past.heading.kind is Kind.EARN else System.REDEEMED
        rules.undo(self.page, head(Kind.REVERSE, past.id), nets, parts, system=system, heir=ACCOUNT)
        for part in parts:
            undone[part.lot_id] = undone.get(part.lot_id, 0) + part.amount

    def legs(self, draft: Draft) -> str:
        assert sum(leg.amount for leg in draft.legs) == 0
        return ", ".join(f"{self.place(leg)} {leg.amount:+d}" for leg in draft.legs)

    def place(self, leg) -> str:
        if leg.bucket is Bucket.SYSTEM:
            return next(system.name.lower() for system, number in SYSTEMS.items() if number == leg.account_id)
        number = list(self.page.lots).index(leg.lot_id) + 1 if leg.lot_id else None
        return f"{leg.bucket}({number})" if number else str(leg.bucket)

    def balance(self) -> str:
        account = self.page.accounts[ACCOUNT]
        return ", ".join(f"{name} {getattr(account, name)}" for name in ("available", "pending", "held", "debt"))


def head(kind: Kind, reverses: int | None = None) -> Heading:
    noon = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
    return Heading(kind, Source("example", 1), noon, TODAY, noon, SYSTEM, reverses_id=reverses)


def sorted_legs(text: str) -> list[list[str]]:
    """A set is a set: the order in which its legs are written does not matter."""
    return [[kind, *sorted(legs.split(", "))] for kind, legs in (part.split(": ") for part in text.split("; "))]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.split(" -> ")[0].strip())
def test_the_document_says_what_the_code_does(example):
    played = Example()
    for line in example.strip().splitlines():
        if line.startswith("="):
            assert played.balance() == line.removeprefix("= ")
            continue
        act, written = (part.strip() for part in line.split("->"))
        assert sorted_legs(played.act(act)) == sorted_legs(written), line


def test_the_document_has_examples():
    assert len(EXAMPLES) >= 8

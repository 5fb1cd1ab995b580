"""The book as a child would keep it: lists and sums, no database. The state machine compares both after every step."""

from dataclasses import dataclass, field


@dataclass
class PlainLot:
    left: int
    expires: int | None
    waits: int = 0
    held: int = 0


@dataclass
class PlainAccount:
    lots: list[PlainLot] = field(default_factory=list)
    debt: int = 0

    def free(self, day: int) -> list[PlainLot]:
        lots = [lot for lot in self.lots if not lot.waits and (lot.expires is None or day < lot.expires)]
        return sorted(lots, key=lambda lot: (lot.expires is None, lot.expires or 0))

    def buckets(self) -> tuple[int, int, int, int]:
        available = sum(lot.left for lot in self.lots if not lot.waits)
        pending = sum(lot.left for lot in self.lots if lot.waits)
        return available, pending, sum(lot.held for lot in self.lots), self.debt

    def take(self, amount: int, day: int) -> list[tuple[PlainLot, int]] | None:
        if sum(lot.left for lot in self.free(day)) < amount:
            return None
        taken = []
        for lot in self.free(day):
            part = min(amount, lot.left)
            lot.left -= part
            amount -= part
            if part:
                taken.append((lot, part))
        return taken

    def settle(self, day: int) -> None:
        paid = min(self.debt, sum(lot.left for lot in self.free(day)))
        self.take(paid, day)
        self.debt -= paid

    def earn(self, amount: int, expires: int | None, waits: int, day: int) -> PlainLot:
        lot = PlainLot(amount, expires, waits)
        self.lots.append(lot)
        self.settle(day)
        return lot

    def hold(self, amount: int, day: int) -> list[tuple[PlainLot, int]] | None:
        taken = self.take(amount, day)
        for lot, part in taken or []:
            lot.held += part
        return taken

    def close(self, parts: list[tuple[PlainLot, int]], spent: int, day: int) -> list[tuple[PlainLot, int]]:
        gone = []
        for lot, part in parts:
            used = min(spent, part)
            spent -= used
            lot.held -= part
            lot.left += part - used
            if used:
                gone.append((lot, used))
        self.settle(day)
        return gone

    def take_back(self, lot: PlainLot, amount: int, day: int) -> None:
        part = min(lot.left, amount)
        lot.left -= part
        self.debt += amount - part
        self.settle(day)

    def give_back(self, parts: list[tuple[PlainLot, int]], amount: int, day: int) -> None:
        for number in reversed(range(len(parts))):
            lot, part = parts[number]
            back = min(part, amount)
            lot.left += back
            parts[number] = (lot, part - back)
            amount -= back
        self.settle(day)

    def pass_day(self, day: int) -> None:
        # the night run releases before it expires, as the calendar of jobs does
        for lot in self.lots:
            lot.waits = 0 if lot.waits <= day else lot.waits
        self.settle(day)
        for lot in self.lots:
            if lot.expires is not None and lot.expires <= day:
                lot.left = 0

    def absorb(self, other: "PlainAccount", day: int) -> None:
        self.lots += other.lots
        self.debt += other.debt
        other.lots, other.debt = [], 0
        self.settle(day)

import { describe, expect, it } from "vitest";
import { monthsOf, spanOf } from "../src/features/finance/months";
import {
  ALL_MONTHS,
  chosenOf,
  monthsIn,
  type Netted,
  paymentsOf,
  positionsOf,
} from "../src/features/finance/netting/netting";
import { linesBy, type Rolled, rowsOf, totalOf } from "../src/features/finance/roll-forward/rolling";

describe("months", () => {
  it("takes the whole months that the days touch", () => {
    expect(monthsOf({ from: "2026-10-30", to: "2026-12-01" })).toEqual({
      from_month: "2026-10",
      to_month: "2026-11",
    });
    expect(spanOf({ from_month: "2026-10", to_month: "2026-10" })).toBe("2026-10");
  });
});

const nothing = { brought_in: 0, issued: 0, used: 0, refunded: 0, expired: 0, adjusted: 0, moved: 0 };

function row(month: string | null, store: string | null, opening: number, changes: Partial<Rolled>): Rolled {
  const own = { ...nothing, ...changes };
  const change = own.issued + own.used + own.expired;
  return { month, store, funder: null, opening, ...own, closing: opening + change };
}

describe("roll-forward", () => {
  const rows = [
    row("2026-10", "S001", 100, { issued: 20, used: -10 }),
    row("2026-11", "S001", 110, { expired: -110 }),
    row("2026-11", "S002", 0, { issued: 7 }),
    row(null, null, 100, { issued: 27, used: -10, expired: -110 }),
  ];
  const lines = rowsOf(rows, null);

  it("agrees with the server's total", () => {
    expect(totalOf(lines, "2026-10")).toMatchObject({ opening: 100, issued: 27, closing: 7 });
    expect(totalOf(lines, "2026-10").closing).toBe(rows[3]?.closing);
  });

  it("carries a store's opening once, a month's from all its stores", () => {
    const [first, second] = linesBy(lines, "store", "2026-10");
    expect(first).toMatchObject({ key: "S001", month: null, opening: 100, closing: 0 });
    expect(second).toMatchObject({ key: "S002", opening: 0, closing: 7 });
    expect(linesBy(lines, "month", "2026-10").map((line) => line.closing)).toEqual([110, 7]);
  });

  it("looks at one store alone", () => {
    expect(totalOf(rowsOf(rows, "S002"), "2026-10")).toMatchObject({ opening: 0, closing: 7 });
  });
});

describe("netting", () => {
  const rows: Netted[] = [
    { month: "2026-10", what: "payment", party: "store:S001", to: "pool", amount_minor: 500 },
    { month: "2026-11", what: "payment", party: "pool", to: "store:S002", amount_minor: 300 },
    { month: "2026-10", what: "position", party: "pool", to: null, amount_minor: 500 },
    { month: "2026-10", what: "position", party: "store:S001", to: null, amount_minor: -500 },
    { month: "2026-11", what: "position", party: "pool", to: null, amount_minor: -300 },
    { month: "2026-11", what: "position", party: "store:S002", to: null, amount_minor: 300 },
  ];

  it("sums to zero in each month", () => {
    const stands = positionsOf(rows);
    expect(stands.columns.map(stands.ofColumn)).toEqual([0, 0]);
    expect(stands.total).toBe(0);
    expect(stands.ofRow("pool")).toBe(200);
  });

  it("sets payers against payees, of a month or a party", () => {
    expect(paymentsOf(chosenOf(rows, "2026-10", null)).at("store:S001", "pool")).toBe(500);
    expect(paymentsOf(chosenOf(rows, ALL_MONTHS, "store:S002")).total).toBe(300);
    expect(monthsIn(rows)).toEqual(["2026-10", "2026-11"]);
  });
});

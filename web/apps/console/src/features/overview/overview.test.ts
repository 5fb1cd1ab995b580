import { describe, expect, it } from "vitest";
import type { Report } from "../../kit/useReport";
import { changeOf, share, summed, three, total } from "./figures";
import { before, lastYear, oneDay, weekOf, yearBefore } from "./spans";
import { amountsOf, daysOf, lastWhole } from "./trend";

const column = (name: string) => ({ name, zh: name, en: name, unit: "count", labels: {}, opens: [] });

const report = (names: string[], rows: unknown[][], totals: Record<string, number | null> = {}): Report => ({
  report: "days",
  as_of: "2026-03-11",
  view: "owner",
  store: null,
  from_date: "2026-03-01",
  to_date: "2026-03-04",
  params: {},
  columns: names.map(column),
  rows,
  totals,
  lines: {},
  rule_version: {},
  next: null,
});

describe("days are held against", () => {
  it("as many right before, and the same of last year", () => {
    expect(before({ from: "2026-03-01", to: "2026-03-11" })).toEqual({
      from: "2026-02-19",
      to: "2026-03-01",
    });
    expect(lastYear({ from: "2026-03-01", to: "2026-03-11" })).toEqual({
      from: "2025-03-01",
      to: "2025-03-11",
    });
    expect(lastYear({ from: "2026-12-01", to: "2027-01-01" })).toEqual({
      from: "2025-12-01",
      to: "2026-01-01",
    });
  });

  it("the 28th for the day that last year does not have", () => {
    expect(yearBefore("2028-02-29")).toBe("2027-02-28");
    expect(yearBefore("2026-03-10")).toBe("2025-03-10");
  });

  it("the same weekday of last week", () => {
    expect(weekOf("2026-03-10")).toEqual({ from: "2026-03-03", to: "2026-03-11" });
    expect(oneDay("2026-02-28")).toEqual({ from: "2026-02-28", to: "2026-03-01" });
  });
});

describe("a figure", () => {
  const states = report(
    ["state", "members"],
    [
      ["silent", 3],
      ["dormant", 4],
      ["lost", 9],
    ],
    { net_minor: null },
  );

  it("is undefined while it is on its way, and null where it cannot be told", () => {
    expect(total(undefined, "net_minor")).toBeUndefined();
    expect(total(states, "net_minor")).toBeNull();
    expect(share(undefined, 5)).toBeUndefined();
    expect(share(5, 0)).toBeNull();
  });

  it("sums the classes that are meant", () => {
    expect(summed(states, "state", ["silent", "dormant"])).toBe(7);
    expect(share(1, 3)).toBe(3_333);
  });

  it("has changed only against something", () => {
    expect(changeOf(150, 100)).toBe(0.5);
    expect(changeOf(-50, -100)).toBe(0.5);
    expect(changeOf(150, 0)).toBeNull();
    expect(changeOf(150, undefined)).toBeNull();
  });

  it("is read three times", () => {
    const of = three({ now: 3, before: 2, lastYear: undefined }, (one) => one && one * 10);
    expect(of).toEqual({ now: 30, before: 20, lastYear: undefined });
  });
});

describe("the trend", () => {
  const period = { from: "2026-03-01", to: "2026-03-05" };

  it("has every day, nothing for one without a sale, and a gap for what is still to come", () => {
    const sold = report(
      ["day_on", "net_minor"],
      [
        ["2026-03-01", 500],
        ["2026-03-03", 700],
      ],
    );
    expect(lastWhole(period, "2026-03-04")).toBe("2026-03-03");
    expect(lastWhole(oneDay("2026-03-04"), "2026-03-04")).toBe("2026-03-04");
    expect(daysOf(period)).toHaveLength(4);
    expect(amountsOf(sold, period, "2026-03-03")).toEqual([500, 0, 700, null]);
  });
});

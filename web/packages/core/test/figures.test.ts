import { describe, expect, it } from "vitest";
import { drawn, money, period, ratio, shift, shortMoney, shown, today } from "../src";

describe("figures", () => {
  it("writes fen as yuan, with the sign before the currency", () => {
    expect(money(123_450, "zh")).toBe("¥1,234.50");
    expect(money(-5, "en")).toBe("−¥0.05");
  });

  it("shortens large sums as each language counts", () => {
    expect(shortMoney(123_456_700, "zh")).toBe("¥123.5万");
    expect(shortMoney(123_456_700, "en")).toBe("¥1.2M");
    expect(shortMoney(9_900, "zh")).toBe("¥99");
  });

  it("reads thousandths, ten-thousandths and months", () => {
    expect(shown(1_500, "milli", "zh")).toBe("1.5");
    expect(ratio(1_230, "en")).toBe("12.3%");
    expect(shown(202_608, "month", "zh")).toBe("2026-08");
    expect(drawn(8_000, "bp")).toBe(0.8);
  });

  it("shows nothing as a dash, and a text as it is", () => {
    expect(shown(null, "minor", "zh")).toBe("–");
    expect(shown("q1", "text", "zh")).toBe("q1");
  });
});

describe("periods", () => {
  it("begin on the Monday, the first, or a year ago, and end after today", () => {
    expect(period("week", "2026-11-22")).toEqual({ from: "2026-11-16", to: "2026-11-23" });
    expect(period("month", "2026-11-22")).toEqual({ from: "2026-11-01", to: "2026-11-23" });
    expect(period("lastMonth", "2026-01-05")).toEqual({ from: "2025-12-01", to: "2026-01-01" });
    expect(period("quarter", "2026-11-22")).toEqual({ from: "2026-10-01", to: "2026-11-23" });
    expect(period("year", "2026-11-22")).toEqual({ from: "2025-11-23", to: "2026-11-23" });
  });

  it("count in the chain's days, not in the computer's", () => {
    expect(today("Asia/Shanghai", new Date("2026-11-22T17:00:00Z"))).toBe("2026-11-23");
    expect(shift("2026-03-01", -1)).toBe("2026-02-28");
  });
});

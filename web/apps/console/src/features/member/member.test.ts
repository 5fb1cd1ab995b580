import { describe, expect, it } from "vitest";
import { offersOf } from "./acts/useOffers";
import { monthsOf } from "./overview/drawing";
import { keepOf, nearest, riseOf, whyOf } from "./overview/why";
import { changed, grouped } from "./profile/fields";
import { nameOf } from "./shared/codes";

const move = {
  from_level: 1,
  to_level: 2,
  kind: "upgrade" as const,
  effective_on: "2026-06-15",
  valid_until: null,
  rule_version_id: null,
};

const need = {
  kind: "spend_sum" as const,
  level: 2,
  threshold: 640_000,
  reached: 320_000,
  missing: 320_000,
  by: "2026-12-31",
};

describe("why a member has her tier", () => {
  it("is told with the figures of the rule", () => {
    const reason = { why: "spend_sum", reached: 700_000, threshold: 640_000 };
    expect(whyOf({ ...move, reason }, "en")).toEqual({
      key: "whySum",
      values: { reached: "¥7,000.00", threshold: "¥6,400.00" },
    });
    expect(whyOf({ ...move, reason: { why: "kept_orders", reached: 12, threshold: 10 } }, "en").key).toBe(
      "whyOrders",
    );
    expect(whyOf({ ...move, reason: { why: "open" } }, "en").key).toBe("whyOpen");
  });

  it("says what was missing where she fell", () => {
    const fell = { ...move, kind: "downgrade" as const, reason: { why: "one_down", spent: 100 } };
    expect(whyOf(fell, "en")).toEqual({ key: "whyFell", values: { spent: "¥1.00" } });
  });

  it("takes the nearest way up, and says it by what it is counted in", () => {
    const orders = { ...need, kind: "orders" as const, threshold: 10, reached: 9, missing: 1 };
    expect(nearest([need, orders])).toBe(orders);
    expect(riseOf(orders, "en")).toMatchObject({ key: "toNextOrders", values: { missing: "1" } });
    expect(riseOf(need, "en").key).toBe("toNextBy");
    expect(riseOf({ ...need, by: null }, "en").key).toBe("toNext");
    expect(keepOf(orders, "2027-06-14", "en").key).toBe("keepOrders");
    expect(nearest([])).toBeUndefined();
  });
});

describe("money by month", () => {
  it("holds twelve months, also where nothing was spent, and no day of returns as a visit", () => {
    const visits = [
      { day: "2025-11-30", sales: 1, net_minor: 900 },
      { day: "2025-12-01", sales: 1, net_minor: 100 },
      { day: "2026-11-02", sales: 2, net_minor: 300 },
      { day: "2026-11-09", sales: 0, net_minor: -50 },
    ];
    const months = monthsOf(visits, "2026-11-22");
    expect(months.map(({ month }) => month)).toHaveLength(12);
    expect(months[0]).toEqual({ month: "2025-12", net: 100, visits: 1 });
    expect(months[5]).toEqual({ month: "2026-05", net: 0, visits: 0 });
    expect(months[11]).toEqual({ month: "2026-11", net: 250, visits: 1 });
  });
});

describe("a profile", () => {
  it("sends only what was changed, an empty text where a value goes", () => {
    const before = { name: "", size: "M", likes: "茶,酒" };
    expect(changed(before, { name: "", size: undefined, likes: ["茶"] })).toEqual({ size: "", likes: "茶" });
    expect(changed(before, { name: "", size: "M", likes: ["茶", "酒"] })).toEqual({});
  });

  it("keeps fields of a group together in the dictionary's order", () => {
    const field = {
      label_zh: "",
      label_en: "",
      type: "text" as const,
      options: [],
      sensitivity: "none" as const,
    };
    const fields = [
      { ...field, key: "a", group: "x" },
      { ...field, key: "b", group: "y" },
      { ...field, key: "c", group: "x" },
    ];
    expect(grouped(fields).map(({ name, fields: own }) => [name, own.map(({ key }) => key)])).toEqual([
      ["x", ["a", "c"]],
      ["y", ["b"]],
    ]);
  });
});

describe("what can be given", () => {
  const version = {
    id: "1",
    kind: "coupons.template",
    key: "TEN",
    number: 1,
    body: { name: "满100减10" },
    effective_from: "2026-01-01",
    until: null,
    standing: "in_force" as const,
    note: "",
    proposed_by: null,
    proposed_by_name: "",
    proposed_at: "2026-01-01T00:00:00Z",
    approved_by: null,
    approved_by_name: "",
    approved_at: "2026-01-01T00:00:00Z",
    withdrawn_by: null,
    withdrawn_by_name: "",
    withdrawn_at: null,
    withdrawn_because: "",
  };

  it("is the latest approved version of each that holds today", () => {
    const later = { ...version, id: "2", body: { name: "满100减20" }, effective_from: "2026-05-01" };
    const draft = { ...version, id: "3", body: { name: "草稿" }, approved_at: null };
    const future = { ...version, id: "4", body: { name: "明年" }, effective_from: "2027-01-01" };
    expect(offersOf([version, later, draft, future], "2026-11-22")).toEqual([
      { value: "TEN", label: "满100减20" },
    ]);
    expect(offersOf([version, later], "2026-03-01")).toEqual([{ value: "TEN", label: "满100减10" }]);
  });
});

it("never shows a code that nobody has named", () => {
  expect(nameOf("cause", "year_gift").zh).toBe("其他");
  expect(nameOf("coupon", "used").en).toBe("Used");
});

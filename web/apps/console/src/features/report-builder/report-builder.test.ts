import { describe, expect, it } from "vitest";
import {
  type Answer,
  asked,
  type Cut,
  dropped,
  type Fields,
  fresh,
  isSame,
  moved,
  parsed,
  settled,
  toggled,
} from "./cut";
import { draw, kindsOf } from "./drawing";
import { sentence } from "./sentence";

const FIELDS: Fields = {
  groups: [
    group("month", "月份", "time"),
    group("store", "门店", "place"),
    { ...group("brand", "品牌", "goods"), of_goods: true },
  ],
  figures: [
    figure("net_minor", "销售额", "minor", true),
    figure("ticket_minor", "客单价", "minor", false),
    { ...figure("points", "积分", "count", true), of_receipts: true },
  ],
};
const CUT: Cut = {
  ...fresh("owner", "month", { from: "2026-03-01", to: "2026-03-11" }),
  figures: ["net_minor"],
};

function group(name: string, zh: string, family: string) {
  return { name, zh, en: name, family, unit: "text", of_goods: false, is_ranged: false };
}

function figure(name: string, zh: string, unit: string, is_additive: boolean) {
  return { name, zh, en: name, unit, is_additive, of_receipts: false };
}

function answer(names: string[], rows: unknown[][], more: Partial<Answer> = {}): Answer {
  return {
    as_of: "2026-03-11",
    from_date: "2026-03-01",
    to_date: "2026-03-11",
    compared_from: null,
    compared_to: null,
    columns: names.map((name) => ({
      name,
      zh: name,
      en: name,
      unit: name.endsWith("minor") ? "minor" : "text",
      labels: {},
    })),
    rows,
    total: [],
    of_rows: rows.length,
    rule_version: {},
    next: null,
    ...more,
  };
}

describe("a report in the making", () => {
  it("takes names in, out and elsewhere", () => {
    expect(toggled(["a"], "b")).toEqual(["a", "b"]);
    expect(toggled(["a", "b"], "a")).toEqual(["b"]);
    expect(moved(["a", "b", "c"], "c", -1)).toEqual(["a", "c", "b"]);
    expect(moved(["a", "b"], "a", -1)).toEqual(["a", "b"]);
    expect(dropped(["a", "b", "c"], "c", "a")).toEqual(["c", "a", "b"]);
  });

  it("forgets what no longer fits", () => {
    const sorted: Cut = { ...CUT, sort: { field: "before:net_minor", descending: true } };
    expect(settled(sorted, FIELDS).sort).toBeNull();
    expect(settled({ ...sorted, compare: "year" }, FIELDS).sort).not.toBeNull();
    expect(settled({ ...CUT, groups: ["brand"], figures: ["net_minor", "points"] }, FIELDS).figures).toEqual([
      "net_minor",
    ]);
  });

  it("asks only with filters that are whole, and not without a figure", () => {
    const filters: Cut["filters"] = [
      { field: "store", op: "in", values: [] },
      { field: "month", op: "between", values: ["202601", ""] },
      { field: "store", op: "in", values: ["1"] },
    ];
    expect(asked({ ...CUT, filters })?.filters).toEqual([filters[2]]);
    expect(asked({ ...CUT, figures: [] })).toBeNull();
  });

  it("survives its address and nothing else does", () => {
    expect(parsed(JSON.stringify(CUT))).toEqual(CUT);
    expect(isSame(CUT, { ...CUT })).toBe(true);
    for (const text of [null, "", "{", "[]", '{"groups":1}']) expect(parsed(text)).toBeNull();
  });
});

describe("its picture", () => {
  it("is a line over time, bars otherwise, and a pie of a few parts of a whole only", () => {
    const two = [
      ["a", 100],
      ["b", 200],
    ];
    expect(kindsOf(answer(["month", "net_minor"], two), { ...CUT, groups: ["month"] }, FIELDS)[0]).toBe(
      "line",
    );
    expect(kindsOf(answer(["store", "net_minor"], two), CUT, FIELDS)).toEqual(["bar", "pie", "none"]);
    const seven = Array.from({ length: 7 }, (_, place) => [String(place), 1]);
    expect(kindsOf(answer(["store", "net_minor"], seven), CUT, FIELDS)).not.toContain("pie");
    expect(
      kindsOf(
        answer(
          ["store", "net_minor"],
          [
            ["a", -1],
            ["b", 2],
          ],
        ),
        CUT,
        FIELDS,
      ),
    ).not.toContain("pie");
    expect(
      kindsOf(answer(["store", "ticket_minor"], two), { ...CUT, figures: ["ticket_minor"] }, FIELDS),
    ).not.toContain("pie");
    expect(kindsOf(answer(["store", "net_minor"], [["a", 1]]), CUT, FIELDS)).toEqual(["none"]);
  });

  it("parts a second group into series", () => {
    const cut: Cut = { ...CUT, groups: ["month", "store"] };
    const rows = [
      ["1", "E", 100],
      ["1", "W", 200],
      ["2", "E", 300],
    ];
    const told = answer(["month", "store", "net_minor"], rows);
    expect(kindsOf(told, cut, FIELDS)).toEqual(["stacked", "line", "bar", "heat", "none"]);
    const option = draw("stacked", told, cut, "zh");
    expect(option?.series).toMatchObject([
      { name: "E", data: [1, 3] },
      { name: "W", data: [2, null] },
    ]);
  });
});

it("is said in one sentence", () => {
  const say = (word: string, values: Record<string, unknown> = {}) =>
    `${word}(${Object.values(values).join("|")})`;
  const spoken = {
    say,
    language: "zh" as const,
    fields: FIELDS,
    called: (_: string, value: string) => `店${value}`,
  };
  const filters: Cut["filters"] = [{ field: "store", op: "in", values: ["1", null] }];
  const text = sentence({ ...CUT, filters }, answer(["store", "net_minor"], []), spoken);
  expect(text).toContain("this_month()|(2026-03-01 – 2026-03-10)|owner()");
  expect(text).toContain("saysIn(门店|店1comma()nothing())");
});

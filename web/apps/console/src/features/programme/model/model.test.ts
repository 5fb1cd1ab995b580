import { expect, describe as group, test } from "vitest";
import { differences } from "./difference";
import { changedAt, fieldsOf, fresh, moved, type Node, nodeAt, type Part, valueAt } from "./form";
import { stretches } from "./lifecycle";
import { areaOf, boxOf, planeOf, shareOf } from "./plane";
import { describe, type Speaker } from "./speech";
import { figureText, kept, typed } from "./units";

const zh: Speaker = {
  language: "zh",
  nameOf: (unit, value) => (unit === "sku" && value === "382854241836493824" ? "A1 牛奶" : undefined),
};
const en: Speaker = { ...zh, language: "en" };

const named = (one: string, other: string, more: Node = {}): Node => ({ zh: one, en: other, ...more });
const spend = named("累计消费满", "Spend of", {
  properties: {
    kind: named("种类", "Kind", { const: "spend_sum" }),
    amount_minor: named("累计门槛", "Spend threshold", { type: "integer", unit: "minor", minimum: 1 }),
    months: named("统计期", "Window", { type: "integer", unit: "months", default: 12 }),
  },
});
const invitation = named("门店邀请", "By invitation", {
  properties: { kind: named("种类", "Kind", { const: "invitation" }) },
});
const level = named("等级", "Level", {
  properties: {
    code: named("编码", "Code", { type: "string" }),
    zh: named("中文名称", "Chinese name", { type: "string" }),
    en: named("英文名称", "English name", { type: "string" }),
    open: named("人人都有", "Open", { type: "boolean", default: false }),
    qualifications: named("升级条件", "Qualifications", {
      type: "array",
      items: { oneOf: [spend, invitation] },
      default: [],
    }),
  },
});
const form: Node = {
  properties: {
    levels: named("等级", "Levels", { type: "array", items: level, minItems: 1 }),
    notice_days: named("降级前提醒", "Notice", { type: "integer", unit: "days", default: 30 }),
    cap: named("上限", "Cap", {
      anyOf: [{ type: "integer", minimum: 1 }, { type: "null" }],
      unit: "points",
      default: null,
    }),
    rates: named("倍数", "Rates", {
      type: "object",
      additionalProperties: { type: "integer" },
      unit: "percent",
      key_unit: "weekday",
    }),
    gift: named("赠品", "Gift", { type: "integer", unit: "sku" }),
    mode: named("方式", "Mode", {
      enum: ["a", "b"],
      named: { a: named("甲", "A") as never, b: named("乙", "B") as never },
    }),
  },
};

const gold = (amount: number): Part => ({
  code: "gold",
  zh: "黄金",
  en: "Gold",
  open: false,
  qualifications: [{ kind: "spend_sum", amount_minor: amount, months: 12 }],
});

group("figures as people type them", () => {
  test.each([
    ["minor", 250_000, 2_500],
    ["minor", 1, 0.01],
    ["bp", 1_550, 15.5],
    ["milli", 1_500, 1.5],
    ["percent", 95, 95],
    [undefined, 7, 7],
  ])("%s", (unit, inside, outside) => {
    expect(typed(inside, unit)).toBe(outside);
    expect(kept(outside, unit)).toBe(inside);
  });

  test("nothing is lost between yuan and fen", () => {
    for (const fen of [1, 29, 57, 113, 1_001, 99_999]) expect(kept(typed(fen, "minor"), "minor")).toBe(fen);
  });

  test("in words", () => {
    expect(figureText(250_000, "minor", "zh")).toBe("¥2,500");
    expect(figureText(250_050, "minor", "zh")).toBe("¥2,500.50");
    expect(figureText(30, "days", "zh")).toBe("30 天");
    expect(figureText(12, "months", "en")).toBe("12 months");
    expect(figureText(1_550, "bp", "zh")).toBe("15.5%");
  });
});

group("difference in words", () => {
  const before: Part = {
    levels: [gold(200_000)],
    notice_days: 30,
    cap: null,
    rates: { "6": 200 },
    gift: null,
    mode: "a",
  };

  test("a threshold", () => {
    expect(differences(form, before, { ...before, levels: [gold(250_000)] }, zh)).toEqual([
      { where: ["黄金", "累计消费满", "累计门槛"], before: "¥2,000", after: "¥2,500" },
    ]);
    expect(differences(form, before, { ...before, levels: [gold(250_000)] }, en)[0]?.where).toEqual([
      "Gold",
      "Spend of",
      "Spend threshold",
    ]);
  });

  test("a level that is new, and one that is gone", () => {
    const silver = { ...gold(100_000), code: "silver", zh: "白银", en: "Silver" };
    const [change] = differences(form, before, { ...before, levels: [silver, gold(200_000)] }, zh);
    expect(change?.where).toEqual(["等级"]);
    expect(change?.before).toBeNull();
    expect(change?.after).toContain("白银");
    expect(
      differences(form, { ...before, levels: [silver, gold(200_000)] }, before, zh)[0]?.after,
    ).toBeNull();
  });

  test("another kind of condition", () => {
    const invited = { ...gold(0), qualifications: [{ kind: "invitation" }] };
    expect(differences(form, before, { ...before, levels: [invited] }, zh)).toEqual([
      { where: ["黄金", "升级条件"], before: "累计消费满 ¥2,000", after: null },
      { where: ["黄金", "升级条件"], before: null, after: "门店邀请" },
    ]);
  });

  test("plain fields, nothing, choices, names and keys", () => {
    const after = {
      ...before,
      notice_days: 60,
      cap: 500,
      rates: { "6": 300, "7": 150 },
      gift: "382854241836493824",
      mode: "b",
    };
    expect(differences(form, before, after, zh)).toEqual([
      { where: ["降级前提醒"], before: "30 天", after: "60 天" },
      { where: ["上限"], before: "–", after: "500 积分" },
      { where: ["倍数", "周六"], before: "200%", after: "300%" },
      { where: ["倍数", "周日"], before: null, after: "150%" },
      { where: ["赠品"], before: "–", after: "A1 牛奶" },
      { where: ["方式"], before: "甲", after: "乙" },
    ]);
  });

  test("an id is the same as text and as number, and order of fields says nothing", () => {
    expect(
      differences(form, { ...before, gift: 5 }, { gift: "5", ...before, gift2: null } as Part, zh),
    ).toHaveLength(1);
    expect(differences(form, { ...before, gift: 5 }, { ...before, gift: "5" }, zh)).toEqual([]);
  });

  test("only the order", () => {
    const silver = { ...gold(100_000), code: "silver", zh: "白银", en: "Silver" };
    const turned = differences(
      form,
      { ...before, levels: [silver, gold(1)] },
      { ...before, levels: [gold(1), silver] },
      zh,
    );
    expect(turned).toEqual([{ where: ["等级"], before: "白银 › 黄金", after: "黄金 › 白银" }]);
  });
});

group("documents", () => {
  test("a fresh one takes defaults, the least, and nothing where it may be empty", () => {
    expect(fresh(form)).toEqual({
      levels: [{ code: "", zh: "", en: "", open: false, qualifications: [] }],
      notice_days: 30,
      cap: null,
      rates: {},
      gift: null,
      mode: "a",
    });
  });

  test("a place is changed and taken away, the rest stays", () => {
    const body = { levels: [gold(1), gold(2)] };
    const path = ["levels", 1, "qualifications", 0, "amount_minor"];
    const next = changedAt(body, path, 5);
    expect(valueAt(next, path)).toBe(5);
    expect(valueAt(body, path)).toBe(2);
    expect(valueAt(changedAt(body, ["levels", 0], undefined), ["levels"])).toHaveLength(1);
    expect(nodeAt(form, path, body).unit).toBe("minor");
    expect(nodeAt(form, ["rates", "6"], { rates: { "6": 1 } }).unit).toBe("percent");
    expect(moved([1, 2, 3], 2, -1)).toEqual([1, 3, 2]);
  });

  test("only the mark of a kind is no field: a choice may be called kind as well", () => {
    const funder: Node = { properties: { kind: { enum: ["hq", "store"] }, id: { type: "integer" } } };
    expect(fieldsOf(funder).map(([name]) => name)).toEqual(["kind", "id"]);
    expect(fieldsOf(invitation)).toEqual([]);
  });

  test("a part in a line", () => {
    const rules = level.properties?.qualifications?.items ?? {};
    expect(describe(rules, { kind: "spend_sum", amount_minor: 300_000, months: 6 }, zh)).toBe(
      "累计消费满 ¥3,000(统计期 6 个月)",
    );
  });
});

group("pictures", () => {
  const boxes = [
    {
      key: "q1",
      purchases_from: 2,
      purchases_below: null,
      amount_from_minor: 60_000,
      amount_below_minor: null,
    },
  ];

  test("a box without bounds reaches the edge", () => {
    const plane = planeOf(boxes);
    expect(plane.purchases).toEqual([0, 1, 2, 4]);
    expect(boxOf(boxes[0] ?? null, plane)).toMatchObject({ right: 1, top: 1 });
    expect(shareOf(plane.purchases, 2, false)).toBeCloseTo(2 / 3);
  });

  test("a hole lies where no box does", () => {
    const area = { purchases_from: 2, purchases_to: null, amount_from_minor: 0, amount_to_minor: 59_999 };
    const finding = { code: "hole", severity: "warning", subject: "", zh: "", en: "", path: [], area };
    const [hole, box] = [areaOf(finding, planeOf(boxes)), boxOf(boxes[0] ?? null, planeOf(boxes))];
    expect(hole?.left).toBe(box.left);
    expect(hole?.top).toBe(box.bottom);
  });

  test("a lifecycle is laid along a line", () => {
    const cycle = {
      silent: { months: 1, days: 0 },
      dormant: { months: 0, days: 60 },
      lost: { months: 3, days: 0 },
    };
    expect(stretches(cycle).map(({ state, from }) => [state, from])).toEqual([
      ["active", 0],
      ["silent", 30],
      ["dormant", 60],
      ["lost", 91],
    ]);
    expect(stretches(null)).toEqual([]);
  });
});

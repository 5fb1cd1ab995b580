import { describe, expect, it } from "vitest";
import { FAMILIES, familyOf, firstPeriod } from "../src/features/analyses/families";
import { inGroup, type Measure } from "../src/features/analyses/measures";
import { titleOf } from "../src/features/analyses/opened/told";
import { sentence } from "../src/features/analyses/sentences";
import { draw } from "../src/kit/drawings";
import { addressOf, cellOf, cellOfRow } from "../src/kit/opening";
import type { Column, Report, Row } from "../src/kit/useReport";

type Opens = Column["opens"][number];

function opens(keys: string[], more: Partial<Opens> = {}): Opens {
  return { behind: "members", keys, needs: [], rows: {}, ...more };
}

function column(name: string, unit = "count", more: Partial<Column> = {}): Column {
  return { name, zh: name, en: name, unit, labels: {}, opens: [], ...more };
}

function report(name: string, columns: Column[], rows: Row[], more: Partial<Report> = {}): Report {
  return {
    report: name,
    as_of: "2026-04-15",
    view: "owner",
    store: null,
    from_date: "2026-01-01",
    to_date: "2026-04-15",
    params: {},
    columns,
    rows,
    totals: {},
    lines: {},
    rule_version: {},
    next: null,
    ...more,
  };
}

const STATE = column("state", "text", { labels: { new: { zh: "新客", en: "New" } } });
const MEMBERS = column("members", "count", { opens: [opens(["state"])] });
const lifecycle = report(
  "lifecycle",
  [STATE, MEMBERS, column("member_share_bp", "bp")],
  [
    ["never", 10, 1000],
    ["new", 20, 2000],
    ["active", 30, 3000],
    ["lost", 40, 4000],
  ],
);

describe("what a figure opens", () => {
  const row = lifecycle.rows[1] as Row;

  it("is named by the keys of its row", () => {
    expect(cellOf(lifecycle, MEMBERS, row)).toEqual({
      behind: "members",
      figure: "members",
      at: ["state=new"],
    });
  });

  it("is nothing for a figure that counts nothing", () => {
    expect(cellOf(lifecycle, STATE, row)).toBeNull();
  });

  it("is the members of the row for a share in a chart", () => {
    expect(cellOfRow(lifecycle, lifecycle.columns[2], row)?.figure).toBe("members");
  });

  it("has no value where the key of the row is empty", () => {
    const tiers = report(
      "tiers",
      [column("level", "text"), column("members", "count", { opens: [opens(["level"])] })],
      [[null, 3]],
    );
    expect(cellOf(tiers, tiers.columns[1] as Column, tiers.rows[0] as Row)?.at).toEqual(["level"]);
  });

  it("is all rows together for a total, unless a key is needed", () => {
    const needed = { ...MEMBERS, opens: [opens(["state"], { needs: ["state"] })] };
    expect(cellOf(lifecycle, MEMBERS, null)?.at).toEqual([]);
    expect(cellOf(lifecycle, needed, null)).toBeNull();
  });

  it("is shut in rows that cannot be opened", () => {
    const some = { ...MEMBERS, opens: [opens(["state"], { rows: { state: ["lost"] } })] };
    expect(cellOf(lifecycle, some, row)).toBeNull();
    expect(cellOf(lifecycle, some, lifecycle.rows[3] as Row)).not.toBeNull();
  });

  it("keeps store, days and the report's own settings in its address", () => {
    const asked = { ...lifecycle, params: { by: "tier", field: "" } };
    const address = addressOf(
      asked,
      { behind: "members", figure: "members", at: ["state=new"] },
      { search: "?store=7" },
    );
    expect(address).toBe("/analyses/lifecycle/members?store=7&figure=members&at=state%3Dnew&p.by=tier");
  });
});

describe("a sentence above a chart", () => {
  it("adds up the states of the lifecycle", () => {
    expect(sentence(lifecycle, "zh")).toBe(
      "100 位会员中,新客与活跃 50 位(50.0%),沉默与休眠 0 位(0.0%),流失 40 位(40.0%)。",
    );
    expect(sentence(lifecycle, "en")).toContain("50 (50.0%) are new or active");
  });

  it("tells who drifted away between two days", () => {
    const flow = report(
      "lifecycle-flow",
      [column("from_state", "text"), column("to_state", "text"), column("members")],
      [
        ["active", "lost", 4],
        ["lost", "active", 2],
        ["absent", "new", 3],
        ["never", "new", 9],
      ],
    );
    expect(sentence(flow, "zh")).toBe(
      "从 2026-01-01 到 2026-04-15,4 位会员走远了,2 位走近了,另有 3 位新来。",
    );
  });

  it("reads the best fifth and where 80 % are reached", () => {
    const columns = ["percent", "members", "minor", "all_minor"].map((name) => column(name));
    const pareto = report(
      "pareto",
      [...columns, column("share_bp", "bp")],
      [
        [20, 5, 7000, 10000, 7000],
        [30, 8, 8500, 10000, 8500],
      ],
    );
    expect(sentence(pareto, "zh")).toBe("最好的 20% 顾客(5 位)带来 70.0% 的销售;要凑够 80%,得算到前 30%。");
  });

  it("holds the repurchase rate against its line", () => {
    const columns = ["layer", "buyers", "repeaters", "may_still"].map((name) => column(name));
    const asked = { params: { window_days: 365 }, lines: { repurchase_bp: 1500 } };
    expect(sentence(report("repurchase", columns, [["all", 200, 50, 20]], asked), "en")).toBe(
      "Of 200 buyers, 50 came again within 365 days: 25.0% (line 15.0%); 20 may still come.",
    );
  });

  it("says nothing of nothing", () => {
    for (const name of ["rfm", "lifecycle", "pareto", "flow", "ladder", "cohorts", "sales", "tiers"]) {
      expect(sentence(report(name, [], []), "zh")).toBeNull();
    }
  });
});

describe("a drawing", () => {
  it("carries what each of its points opens", () => {
    const option = draw(lifecycle, "zh") as { series: { data: { cell: { at: string[] } }[] }[] };
    expect(option.series[0]?.data[1]?.cell.at).toEqual(["state=new"]);
  });

  it("is none for a list of members", () => {
    expect(draw({ ...lifecycle, report: "high-value" }, "zh")).toBeNull();
  });
});

describe("a cell in words", () => {
  it("is the names of its values, with what a number counts", () => {
    const opened = {
      report: "rfm",
      name: { zh: "RFM 分类", en: "RFM classes" },
      figure: { zh: "会员数", en: "Members" },
      unit: "count",
      amount: 3,
      count: 3,
      out_of_reach: 0,
      cell: [
        {
          column: { zh: "类型", en: "Class" },
          unit: "text",
          value: "high",
          label: { zh: "重要价值", en: "High value" },
        },
        { column: { zh: "R 分", en: "R" }, unit: "count", value: "5", label: null },
        { column: { zh: "等级", en: "Tier" }, unit: "text", value: null, label: null },
        { column: { zh: "月份", en: "Month" }, unit: "month", value: "202603", label: null },
      ],
    };
    expect(titleOf(opened, "zh", "无")).toBe("RFM 分类 · 重要价值 · R 分 5 · 等级 无 · 2026-03");
  });
});

describe("analyses of one question", () => {
  it("stand in one family each", () => {
    const all = FAMILIES.flat();
    expect(new Set(all).size).toBe(all.length);
    expect(familyOf("rfm")).toContain("rfm-matrix");
    expect(familyOf("nothing")).toEqual(["nothing"]);
  });

  it("look at a year where a month says too little", () => {
    expect([firstPeriod("cohorts"), firstPeriod("sales")]).toEqual(["year", null]);
  });

  it("are found by what they say", () => {
    const one = { name: "rfm", zh: "RFM", en: "RFM", says_zh: "八类", says_en: "eight", group: "customers" };
    const measure: Measure = { ...one, group: "customers", params: [], opens: [] };
    expect(inGroup([measure], "customers", "八类")).toHaveLength(1);
    expect(inGroup([measure], "customers", "tier")).toHaveLength(0);
    expect(inGroup([measure], "business", "")).toHaveLength(0);
  });
});

import { describe, expect, it } from "vitest";
import { changesOf, choiceOf, isChosen, placeOf, queryOf, withChoice } from "../src/features/audit/entries";
import { fieldName } from "../src/features/audit/fields";
import { isUnderWay, percentOf, verdictOf } from "../src/features/audit/proofs/proof";
import { type Category, cycleOf, treeOf } from "../src/features/catalog/cycles";
import { readPasted } from "../src/features/catalog/pasted";
import { fitting, type KeptTable } from "../src/features/settings/privacy/map";
import { type Grant, placeKindOf, standingOf } from "../src/features/staff/grants";
import { branchesOf, fittingStores, NO_REGION, type Region } from "../src/features/stores/tree";
import { momentText, tookText } from "../src/kit/moments";
import type { Store } from "../src/kit/stores";

describe("the choice of audit entries", () => {
  it("stands in the address and becomes what the server asks for", () => {
    const params = withChoice(new URLSearchParams("store=1"), { action: "org.hire", until: "2026-03-31" });
    expect(params.toString()).toBe("store=1&a-action=org.hire&a-until=2026-03-31");
    expect(queryOf(choiceOf(params), () => "2026-04-01")).toEqual({
      action: "org.hire",
      to_date: "2026-04-01",
    });
    expect(isChosen(choiceOf(params))).toBe(true);
    expect(isChosen(choiceOf(withChoice(params, { action: "", until: "" })))).toBe(false);
  });

  it("leads to what an entry is about, where the console shows that", () => {
    expect(placeOf("member:42")).toBe("/members/42");
    expect(placeOf("sku:*")).toBeNull();
    expect(placeOf("key:ab12")).toBeNull();
    expect(placeOf("roll-forward")).toBeNull();
  });

  it("lays before and after side by side", () => {
    expect(changesOf({ before: { role: "guide" }, after: { role: "cashier", rows: 2 } })).toEqual([
      { field: "role", before: "guide", after: "cashier" },
      { field: "rows", before: undefined, after: 2 },
    ]);
    expect(changesOf({ before: null, after: null })).toEqual([]);
  });

  it("calls each item by its name", () => {
    expect(fieldName("store_id", "zh")).toBe("门店");
    expect(fieldName("paid_minor", "en")).toBe("Paid");
    expect(fieldName("something_new", "en")).toBe("something new");
  });
});

describe("a proof", () => {
  it("says nothing of the books before its end", () => {
    expect(verdictOf({ state: "running", holds: null })).toBe("running");
    expect(verdictOf({ state: "done", holds: true })).toBe("holds");
    expect(verdictOf({ state: "done", holds: false })).toBe("fails");
    expect(isUnderWay({ state: "failed" })).toBe(false);
    expect(percentOf({ rooms_proved: 7, rooms_total: 14 })).toBe(50);
  });
});

describe("the data map", () => {
  const words = (zh: string, en: string) => ({ zh, en });
  const field = (name: string, zh: string) =>
    ({
      field: name,
      label: words(zh, name),
      purpose: words("服务", "service"),
    }) as KeptTable["fields"][number];
  const table = {
    table: "members_member",
    label: words("会员", "Member"),
    purpose: words("提供服务", "to serve"),
    fields: [field("name", "姓名"), field("birthday", "生日")],
  } as KeptTable;

  it("is searched by table and by item, in either language", () => {
    expect(fitting([table], "生日")[0]?.fields.map((each) => each.field)).toEqual(["birthday"]);
    expect(fitting([table], "MEMBER")[0]?.fields).toHaveLength(2);
    expect(fitting([table], "nothing")).toEqual([]);
  });
});

describe("moments", () => {
  it("are shown as the chain's clocks show them", () => {
    expect(momentText("2026-03-10T16:30:00Z")).toBe("2026-03-11 00:30");
    expect(momentText(null)).toBe("–");
    expect(tookText("2026-03-10T16:30:00Z", "2026-03-10T16:33:05Z")).toBe("3 min 5 s");
  });
});

describe("the organisation", () => {
  const regions: Region[] = [
    { id: "1", code: "E", name: "华东", parent_id: null },
    { id: "2", code: "SH", name: "上海", parent_id: "1" },
  ];
  const store = (code: string, region_id: string | null) =>
    ({ id: code, code, name: `${code}店`, entity: "总部", region_id, kind: "direct" }) as Store;
  const stores = [store("S1", "1"), store("S2", "2"), store("S3", null)];

  it("counts the stores of a branch with those below it", () => {
    const [east, none] = branchesOf(regions, stores, "未分区域");
    expect([east?.stores, east?.children[0]?.stores, none?.key]).toEqual([2, 1, NO_REGION]);
  });

  it("finds stores by branch and by words", () => {
    const codes = (text: string, region: string) =>
      fittingStores(stores, regions, { text, region }).map(({ code }) => code);
    expect(codes("", "1")).toEqual(["S1", "S2"]);
    expect(codes("", NO_REGION)).toEqual(["S3"]);
    expect(codes("s2店", "")).toEqual(["S2"]);
  });
});

describe("a role", () => {
  it("ends on the first day without it, and holds where its kind says", () => {
    const grant = (from_date: string, to_date: string | null) => ({ from_date, to_date }) as Grant;
    expect(standingOf(grant("2026-01-01", "2026-03-10"), "2026-03-10")).toBe("over");
    expect(standingOf(grant("2026-01-01", "2026-03-11"), "2026-03-10")).toBe("inForce");
    expect(standingOf(grant("2026-03-11", null), "2026-03-10")).toBe("later");
    expect(["owner", "regional", "guide"].map((role) => placeKindOf(role as "owner"))).toEqual([
      "chain",
      "region",
      "store",
    ]);
  });
});

describe("a category", () => {
  const category = (id: string, parent_id: string | null, cycle_days: number | null) =>
    ({ id, code: id, name: id, path: `/${id}/`, parent_id, cycle_days, cycle_months: null }) as Category;
  const categories = [
    category("milk", null, 30),
    category("stage1", "milk", null),
    category("toys", null, null),
  ];

  it("takes the cycle of the nearest above where it has none", () => {
    expect(cycleOf("stage1", categories)).toEqual({ unit: "days", count: 30, isOwn: false });
    expect(cycleOf("milk", categories)?.isOwn).toBe(true);
    expect(cycleOf("toys", categories)).toBeNull();
    expect(treeOf(categories).map(({ key, children }) => [key, children.length])).toEqual([
      ["milk", 1],
      ["toys", 0],
    ]);
  });
});

describe("products from a spreadsheet", () => {
  it("are read by their head, money as fen", () => {
    const { products, faults } = readPasted("编码\t名称\t原价\t条码\nA1\t奶粉\t¥1,299.5\t690;691\n\n");
    expect(faults).toEqual([]);
    expect(products).toHaveLength(1);
    expect(products[0]).toMatchObject({ sku_code: "A1", list_minor: 129_950, barcodes: ["690", "691"] });
  });

  it("name the line that is wrong", () => {
    expect(readPasted("名称\n奶粉").faults).toEqual([{ line: 1, why: "noHead" }]);
    expect(readPasted("code,name,price\n,x,1\nA,y,ten").faults).toEqual([
      { line: 2, why: "noCode" },
      { line: 3, why: "badMoney", text: "ten" },
    ]);
    const many = Array.from({ length: 501 }, (_, at) => `A${at},x`).join("\n");
    expect(readPasted(`code,name\n${many}`).faults).toEqual([{ line: 502, why: "tooMany" }]);
  });
});

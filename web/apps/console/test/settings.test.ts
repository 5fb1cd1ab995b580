import { describe, expect, it } from "vitest";
import { changesOf, choiceOf, isChosen, placeOf, queryOf, withChoice } from "../src/features/audit/entries";
import { isUnderWay, percentOf, verdictOf } from "../src/features/audit/proofs/proof";
import { fitting, type KeptTable } from "../src/features/settings/privacy/map";
import { momentText, tookText } from "../src/kit/moments";

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
      { field: "rows", before: "–", after: "2" },
    ]);
    expect(changesOf({ before: null, after: null })).toEqual([]);
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

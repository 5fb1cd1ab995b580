import { describe, expect, it } from "vitest";
import { isMissingFile } from "./Fault";
import { homeOf } from "./home";
import type { MenuPage } from "./menu";
import { type Command, matching, mayBeMember } from "./palette/match";
import { initials } from "./palette/pinyin";
import { placeOf } from "./place";

function page(path: string, group: MenuPage["entry"]["group"], right: string): MenuPage {
  return { path, load: () => Promise.reject(), entry: { group, right, zh: path, en: path } };
}

const OPEN = [
  page("overview", "business", "reports.see"),
  page("members", "customers", "members.see"),
  page("finance/custody", "finance", "liability.see"),
  page("settings/audit", "settings", "audit.see"),
];

const everywhere = (role: string) => ({ roles: [role], grants: [{ role, stores: null }] });
const at = (role: string, ...stores: string[]) => ({ roles: [role], grants: [{ role, stores }] });

describe("the first page", () => {
  it("is each role's own", () => {
    expect(homeOf(everywhere("owner"), OPEN)).toBe("/overview");
    expect(homeOf(everywhere("finance"), OPEN)).toBe("/finance/custody");
    expect(homeOf(everywhere("auditor"), OPEN)).toBe("/settings/audit");
    expect(homeOf(at("cashier", "7"), OPEN)).toBe("/members?store=7");
  });

  it("begins with the store of whoever has one, and with none of whoever has several", () => {
    expect(homeOf(at("store_manager", "7"), OPEN)).toBe("/overview?store=7");
    expect(homeOf(at("regional", "7", "8"), OPEN)).toBe("/overview");
  });

  it("goes by the role that answers for most", () => {
    const both = { roles: ["cashier", "hq"], grants: [{ role: "hq", stores: null }] };
    expect(homeOf(both, OPEN)).toBe("/overview");
  });

  it("is another open page where the role's own is not there, and none where none is", () => {
    expect(homeOf(everywhere("auditor"), OPEN.slice(0, 2))).toBe("/overview");
    expect(homeOf(at("guide"), [])).toBeNull();
  });
});

describe("an address", () => {
  const pages = [
    { ...page("imports", "stores", "imports"), obeys: [] },
    { path: "imports/:id", load: () => Promise.reject(), obeys: ["store"] as const },
    { path: "imports/new", load: () => Promise.reject(), obeys: ["days"] as const },
    page("analyses/sales", "business", "reports.see"),
  ];

  it("belongs to the page of the menu above it", () => {
    expect(placeOf("/imports", pages)).toMatchObject({
      entry: { path: "imports" },
      isBelow: false,
      obeys: [],
    });
    expect(placeOf("/imports/3", pages)).toMatchObject({ entry: { path: "imports" }, isBelow: true });
  });

  it("is the plain page before the one with a hole", () => {
    expect(placeOf("/imports/new", pages).obeys).toEqual(["days"]);
    expect(placeOf("/imports/3", pages).obeys).toEqual(["store"]);
  });

  it("obeys all where its page says nothing, and nothing where there is no page", () => {
    expect(placeOf("/analyses/sales", pages).obeys).toEqual(["store", "view", "days"]);
    expect(placeOf("/nowhere", pages)).toEqual({ entry: undefined, isBelow: false, obeys: [] });
  });
});

describe("the palette", () => {
  const command = (kind: Command["kind"], ...names: string[]): Command => ({
    id: names[0] ?? "",
    kind,
    label: names[0] ?? "",
    hint: "",
    names,
    act: () => undefined,
  });
  const commands = [
    command("page", "会员列表", "Members"),
    command("store", "上海静安店", "S01"),
    command("page", "经营概览", "Overview"),
  ];
  const found = (text: string) => matching(commands, text, 5).map(({ id }) => id);

  it("finds by both languages and by spoken letters", () => {
    expect(found("会员")).toEqual(["会员列表"]);
    expect(found("memb")).toEqual(["会员列表"]);
    expect(found("jygl")).toEqual(["经营概览"]);
    expect(found("s01")).toEqual(["上海静安店"]);
    expect(found("xyz")).toEqual([]);
  });

  it("keeps those of one kind together, and shows all while nothing is typed", () => {
    expect(matching(commands, "s", 5).map(({ kind }) => kind)).toEqual(["store", "page"]);
    expect(found(" ")).toHaveLength(3);
  });

  it("knows the letters that words are spoken by", () => {
    expect(initials("会员列表")).toBe("hylb");
    expect(initials("RFM 分析")).toBe("rfmfx");
  });

  it("asks for no member by half a phone", () => {
    expect(["3156", "13800001111", "K0012345"].every(mayBeMember)).toBe(true);
    expect(["138", "13800", "ab"].some(mayBeMember)).toBe(false);
  });
});

describe("a page that failed", () => {
  it("is told apart from one whose file is gone", () => {
    expect(isMissingFile(new TypeError("Failed to fetch dynamically imported module: /a.js"))).toBe(true);
    expect(isMissingFile(new TypeError("x is undefined"))).toBe(false);
  });
});

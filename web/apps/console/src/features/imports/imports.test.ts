import { describe, expect, it } from "vitest";
import { columnsOf, draftOf, fedBy, fieldOf, type Guess, missingIn, readingOf, tomlOf } from "./mapping";
import { begun, kept } from "./memory";
import { handled, isSilent, percentDone, type Run, rowsSaid, undoUntil, verdictOf } from "./progress";

const guess: Guess = {
  upload_id: "7",
  kind: "receipts",
  header: ["小票号", "时间", "手机号", "实收", "备注", "__line__"],
  columns: ["receipt 小票号", "sold_at 时间", "member 手机号", "net 实收"].map((pair) => {
    const [field = "", column = ""] = pair.split(" ");
    return { field, column, confidence: 90, because: "" };
  }),
  unused: ["备注"],
  missing: ["store"],
  samples: [["T1", "2026-11-01", "138******00", "12.50", "", "2"]],
  mapping: 'member_by = "phone"\n[receipts.columns]\n',
};

describe("a mapping", () => {
  const draft = draftOf(guess);

  it("begins as the server guessed, and says what is missing", () => {
    expect(fieldOf(draft, "实收")).toBe("net");
    expect(fieldOf(draft, "备注")).toBeNull();
    expect(missingIn(draft)).toEqual([["store"]]);
    expect(missingIn({ ...draft, store: "S001" })).toEqual([]);
    expect(missingIn({ ...draft, ready: "till" })).toEqual([]);
  });

  it("keeps only the fields that the chosen kind knows", () => {
    expect(draftOf(guess, "members").fed).toEqual({});
    expect(missingIn(draftOf(guess, "members"))[0]).toContain("phone");
  });

  it("moves a field to another column, and lets a column go", () => {
    const moved = fedBy(draft, "备注", "net");
    expect(fieldOf(moved, "实收")).toBeNull();
    expect(fieldOf(moved, "备注")).toBe("net");
    expect(fieldOf(fedBy(moved, "备注", "channel"), "备注")).toBe("channel");
    expect(missingIn(fedBy(draft, "实收", null))).toContainEqual(["net", "list", "unit_price"]);
  });

  it("takes the store from a column or for all rows, never both", () => {
    const one = { ...draft, store: "S001" };
    expect(tomlOf(one)).toContain('store = { constant = "S001" }');
    expect(tomlOf(fedBy(one, "备注", "store"))).not.toContain("constant");
  });

  it("is written as the server reads it", () => {
    const odd = fedBy({ ...draft, unit: "fen", dateOrder: "dmy" }, '列"\\\n', "store");
    expect(tomlOf(odd)).toBe(
      [
        'member_by = "phone"',
        'date_order = "dmy"',
        "[receipts.columns]",
        'receipt = "小票号"',
        'sold_at = "时间"',
        'member = "手机号"',
        'net = { column = "实收", unit = "fen" }',
        'store = "列\\"\\\\\\n"',
        "",
      ].join("\n"),
    );
    expect(readingOf("7", { ...draft, ready: "till" })).toMatchObject({ mapping: "", ready: "till" });
  });

  it("leaves the error file's own columns alone", () => {
    expect(columnsOf(guess).map(({ name }) => name)).toEqual(["小票号", "时间", "手机号", "实收", "备注"]);
    expect(columnsOf(guess)[3]?.samples).toEqual(["12.50"]);
  });
});

describe("the memory", () => {
  const draft = draftOf(guess);

  it("reads a file of the same columns as the last time, also when it is an error file", () => {
    const memory = kept({}, { ...guess, header: guess.header.slice(0, -1) }, { ...draft, store: "S9" });
    expect(begun(memory, guess, null)).toMatchObject({ isRemembered: true, draft: { store: "S9" } });
    expect(begun(memory, guess, "members")).toMatchObject({
      isRemembered: false,
      draft: { kind: "members" },
    });
    expect(begun(memory, { ...guess, header: ["other"] }, null)).toEqual({ isRemembered: false, draft });
  });

  it("keeps the latest thirty", () => {
    let memory = {};
    for (let each = 0; each < 40; each++) memory = kept(memory, { ...guess, header: [String(each)] }, draft);
    expect(Object.keys(memory)).toHaveLength(30);
    expect(Object.keys(memory).at(-1)).toContain("39");
  });
});

const run: Run = {
  id: "1",
  kind: "members",
  state: "started",
  summary: { rows: 40, accepted: 30, rejected: 6, duplicates: 4, receipts: 0, members: 30, amount_minor: 0 },
  started_at: "2026-11-22T10:00:00Z",
  finished_at: null,
  undone_at: null,
};
const at = (time: string) => Date.parse(`2026-11-${time}Z`);

describe("progress", () => {
  it("counts every row that was dealt with", () => {
    expect(handled(run.summary)).toBe(40);
    expect(percentDone(run, 120)).toBe(33);
    expect(percentDone(run, 40)).toBe(99);
    expect(percentDone({ ...run, state: "done" }, null)).toBe(100);
  });

  it("does not guess how many rows there are, unless the receipts were counted", () => {
    expect(percentDone(run, null)).toBeNull();
    const receipts: Run = { ...run, kind: "receipts", summary: { ...run.summary, rows: 80 } };
    expect(percentDone(receipts, null)).toBe(50);
    expect(rowsSaid("120")).toBe(120);
    expect([rowsSaid(null), rowsSaid("-1"), rowsSaid("x")]).toEqual([null, null, null]);
  });

  it("is silent when nothing has come of it for a while", () => {
    const fresh: Run = { ...run, summary: { ...run.summary, accepted: 0, rejected: 0, duplicates: 0 } };
    expect(isSilent(fresh, at("22T10:00:10"))).toBe(false);
    expect(isSilent(fresh, at("22T10:00:20"))).toBe(true);
    expect(isSilent(run, at("22T11:00:00"))).toBe(false);
  });

  it("can be undone within seven days of its end, once", () => {
    const done: Run = { ...run, state: "done", finished_at: "2026-11-22T10:05:00Z" };
    expect(undoUntil(done, at("29T10:04:00"))?.toISOString()).toBe("2026-11-29T10:05:00.000Z");
    expect(undoUntil(done, at("29T10:06:00"))).toBeNull();
    expect(undoUntil(run, at("22T10:06:00"))).toBeNull();
    expect(undoUntil({ ...done, state: "undone" }, at("23T10:00:00"))).toBeNull();
  });

  it("tells from a rehearsal's counts whether a start is wise", () => {
    const of = (rows: number, accepted: number, rejected: number, duplicates: number) =>
      verdictOf({ ...run.summary, rows, accepted, rejected, duplicates });
    expect(of(3, 3, 0, 0)).toBe("clean");
    expect(of(3, 2, 1, 0)).toBe("someRejected");
    expect(of(3, 0, 0, 3)).toBe("allKnown");
    expect(of(3, 0, 1, 2)).toBe("nothingNew");
    expect(of(3, 0, 3, 0)).toBe("nothing");
  });
});

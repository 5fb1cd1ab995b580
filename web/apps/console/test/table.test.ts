import { describe, expect, it } from "vitest";
import { isShown } from "../src/kit/table/choice";
import { type DataColumn, orderOf } from "../src/kit/table/columns";
import { rowsOf } from "../src/kit/table/rows";
import { extent, toggled, toggledAll } from "../src/kit/table/selection";
import { moved } from "../src/kit/table/useKeys";

const loaded = ["a", "b", "c"];
const some = (...keys: string[]) => ({ keys: new Set(keys), isAll: false });

describe("rows by cursor", () => {
  const asked = (next: string | null, hasNextPage: boolean) => ({
    data: {
      pages: [
        { items: [1, 2], next: "x" },
        { items: [3], next },
      ],
    },
    error: null,
    isLoading: false,
    isFetching: false,
    isFetchingNextPage: false,
    hasNextPage,
    fetchNextPage: () => undefined,
    refetch: () => undefined,
  });

  it("puts the pages together, and stays the same array while they do", () => {
    const pages = asked("y", true);
    expect(rowsOf(pages).loaded).toEqual([1, 2, 3]);
    expect(rowsOf(pages).loaded).toBe(rowsOf(pages).loaded);
  });

  it("knows the total at the end, before only where the server says it", () => {
    expect(rowsOf(asked("y", true)).total).toBeNull();
    expect(rowsOf(asked("y", true), 90).total).toBe(90);
    expect(rowsOf(asked(null, false), 90).total).toBe(3);
  });

  it("fetches no second page at a time", () => {
    let fetched = 0;
    const page = { ...asked("y", true), fetchNextPage: () => ++fetched };
    rowsOf(page).more();
    rowsOf({ ...page, isFetching: true }).more();
    rowsOf({ ...page, error: "refused" }).more();
    expect(fetched).toBe(1);
  });
});

describe("choice of rows", () => {
  it("says whether none, some or every row is chosen", () => {
    expect(extent(some(), loaded)).toBe("none");
    expect(extent(some("b"), loaded)).toBe("some");
    expect(extent(some("a", "b", "c"), loaded)).toBe("every");
    expect(extent({ keys: new Set(), isAll: true }, loaded)).toBe("every");
  });

  it("takes one out of all and keeps the loaded others", () => {
    const all = { keys: new Set<string>(), isAll: true };
    expect(toggled(all, "b", loaded)).toEqual(some("a", "c"));
    expect(toggled(some("a"), "a", loaded)).toEqual(some());
    expect(toggledAll(some("a"), loaded)).toEqual(some("a", "b", "c"));
    expect(toggledAll(all, loaded)).toEqual(some());
  });
});

describe("columns and order", () => {
  const columns: DataColumn<object>[] = [
    { key: "name", title: "", width: 1, render: () => null },
    { key: "spent", title: "", width: 1, render: () => null, sort: "net" },
  ];

  it("speaks the server's word, with a minus where the order falls", () => {
    expect(orderOf(columns, { columnKey: "spent", order: "descend" })).toBe("-net");
    expect(orderOf(columns, { columnKey: "spent", order: "ascend" })).toBe("net");
    expect(orderOf(columns, { columnKey: "spent", order: null })).toBeNull();
    expect(orderOf(columns, { columnKey: "name", order: "ascend" })).toBeNull();
  });

  it("shows what was chosen, else what the page has it", () => {
    expect(isShown({ key: "a", isOff: true }, {})).toBe(false);
    expect(isShown({ key: "a", isOff: true }, { a: true })).toBe(true);
    expect(isShown({ key: "a", isKept: true }, { a: false })).toBe(true);
  });
});

describe("keys", () => {
  it("moves within the rows that are there", () => {
    expect(moved("ArrowDown", -1, 5)).toBe(0);
    expect(moved("ArrowUp", 0, 5)).toBe(0);
    expect(moved("PageDown", 0, 5)).toBe(4);
    expect(moved("End", 0, 5)).toBe(4);
    expect(moved("x", 0, 5)).toBeNull();
    expect(moved("Home", 0, 0)).toBeNull();
  });
});

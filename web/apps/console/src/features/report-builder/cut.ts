/** The document of a report as the console changes it: pure, so that what a click does can be tested. */
import type { Shapes } from "@shuke/api";
import type { Period, PeriodName } from "@shuke/core";

export type Cut = Shapes["Cut"];
export type Filter = Shapes["CutFilter"];
export type CutPeriod = Cut["period"];
export type Fields = Shapes["FieldsOut"];
export type GroupField = Shapes["GroupFieldOut"];
export type FigureField = Shapes["FigureFieldOut"];
export type Answer = Shapes["CutOut"];

export const MOST_GROUPS = 4;
export const MOST_FIGURES = 12;

const NAMED: Record<PeriodName, CutPeriod> = {
  week: { kind: "named", name: "this_week" },
  month: { kind: "named", name: "this_month" },
  lastMonth: { kind: "named", name: "last_month" },
  quarter: { kind: "named", name: "this_quarter" },
  year: { kind: "last", count: 12, unit: "month" },
};

/** What a new report begins with: sales by store, over the days that the pages look at. */
export function fresh(view: Cut["view"], named: PeriodName | null, period: Period): Cut {
  return {
    view,
    groups: ["store"],
    figures: ["net_minor", "purchases", "ticket_minor"],
    filters: [],
    period: named ? NAMED[named] : { kind: "fixed", from_date: period.from, to_date: period.to },
    compare: "none",
    sort: null,
    top: null,
    chart: "auto",
  };
}

/** With the name added at the end, or taken away where it is already there. */
export function toggled(names: readonly string[], name: string): string[] {
  return names.includes(name) ? names.filter((each) => each !== name) : [...names, name];
}

/** With the name one place further to the left (-1) or right (1). */
export function moved(names: readonly string[], name: string, by: -1 | 1): string[] {
  const from = names.indexOf(name);
  const to = from + by;
  if (from < 0 || to < 0 || to >= names.length) return [...names];
  const next = [...names];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

/** With the name in the place of another, as a drag leaves it. */
export function dropped(names: readonly string[], name: string, on: string): string[] {
  if (name === on || !names.includes(name)) return [...names];
  const to = names.indexOf(on);
  const rest = names.filter((each) => each !== name);
  rest.splice(to, 0, name);
  return rest;
}

/** Without an order by a column that is no longer there, and without figures that goods do not have. */
export function settled(cut: Cut, fields: Fields): Cut {
  const goods = new Set(fields.groups.filter((each) => each.of_goods).map((each) => each.name));
  const byGoods = [...cut.groups, ...cut.filters.map((each) => each.field)].some((name) => goods.has(name));
  const whole = new Set(fields.figures.filter((each) => each.of_receipts).map((each) => each.name));
  const figures = byGoods ? cut.figures.filter((name) => !whole.has(name)) : cut.figures;
  const sort = cut.sort ?? null;
  const plain = sort?.field.replace(/^(before|change):/, "") ?? "";
  const isCompared = sort !== null && plain !== sort.field;
  const keeps = [...cut.groups, ...figures].includes(plain) && (!isCompared || cut.compare !== "none");
  return { ...cut, figures, sort: keeps ? sort : null };
}

/** What can be asked as it stands; a filter without a value is being written and does not narrow yet. */
export function asked(cut: Cut): Cut | null {
  if (cut.figures.length === 0) return null;
  const filters = cut.filters.filter((each) => isWhole(each));
  return { ...cut, filters };
}

function isWhole({ op, values }: Filter): boolean {
  return op === "between" ? values.length === 2 && values.every(Boolean) : values.length > 0;
}

export function isSame(one: Cut, other: Cut): boolean {
  return JSON.stringify(ordered(one)) === JSON.stringify(ordered(other));
}

function ordered(cut: Cut) {
  const { view, groups, figures, filters, period, compare, sort = null, top = null, chart } = cut;
  return { view, groups, figures, filters, period, compare, sort, top, chart };
}

/** A report from an address; anything that is none is nothing. */
export function parsed(text: string | null): Cut | null {
  if (!text) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isCut(value) ? value : null;
  } catch {
    return null;
  }
}

function isCut(value: unknown): value is Cut {
  if (typeof value !== "object" || value === null) return false;
  const lists = ["groups", "figures", "filters"].map((name) => Reflect.get(value, name));
  const period: unknown = Reflect.get(value, "period");
  return lists.every(Array.isArray) && typeof period === "object" && period !== null && "kind" in period;
}

/** Rows of the roll-forward put together by month, store or funder, without losing that opening and changes make closing. */
import type { Shapes } from "@shuke/api";

export type Rolled = Shapes["RolledOut"];
export type By = "month" | "store" | "funder" | "line";

export const CHANGES = [
  "brought_in",
  "issued",
  "used",
  "refunded",
  "expired",
  "adjusted",
  "moved",
] as const satisfies readonly (keyof Rolled)[];

export type Change = (typeof CHANGES)[number];
export type Line = Rolled & { key: string };

/** The rows of a store, or all; without the total, which the server puts last. */
export function rowsOf(rows: readonly Rolled[], store: string | null | undefined): Rolled[] {
  return rows.filter((row) => row.month !== null && (!store || row.store === store));
}

/** `first`: the first month asked for. What stands open there is the opening of everything but single months. */
export function linesBy(rows: readonly Rolled[], by: By, first: string): Line[] {
  const groups = new Map<string, Rolled[]>();
  for (const row of rows) {
    const key = keyOf(row, by);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups].map(([key, group]) => ({
    ...summed(group, opens(by, first)),
    ...named(group, by),
    key,
  }));
}

export function totalOf(rows: readonly Rolled[], first: string): Line {
  return { ...summed(rows, opens("store", first)), month: null, store: null, funder: null, key: "total" };
}

function keyOf(row: Rolled, by: By): string {
  if (by === "line") return [row.month, row.store, row.funder].join(" ");
  return row[by] ?? "";
}

function opens(by: By, first: string): (row: Rolled) => boolean {
  return (row) => by === "month" || by === "line" || row.month === first;
}

function named(group: readonly Rolled[], by: By): Pick<Rolled, "month" | "store" | "funder"> {
  const of = (name: "month" | "store" | "funder") =>
    by === name || by === "line" ? (group[0]?.[name] ?? null) : null;
  return { month: of("month"), store: of("store"), funder: of("funder") };
}

function summed(rows: readonly Rolled[], isOpening: (row: Rolled) => boolean) {
  const sum = (name: Change) => rows.reduce((total, row) => total + row[name], 0);
  const opening = rows.reduce((total, row) => total + (isOpening(row) ? row.opening : 0), 0);
  const changes = {
    brought_in: sum("brought_in"),
    issued: sum("issued"),
    used: sum("used"),
    refunded: sum("refunded"),
    expired: sum("expired"),
    adjusted: sum("adjusted"),
    moved: sum("moved"),
  };
  const change = Object.values(changes).reduce((total, each) => total + each, 0);
  return { ...changes, opening, closing: opening + change };
}

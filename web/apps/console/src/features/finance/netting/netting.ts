/** Who pays whom and where everyone stands, from the rows that the server gives. */
import type { Shapes } from "@shuke/api";

export type Netted = Shapes["NettedOut"];

/** How much a party pays others, and where it stands: amounts by "row column". */
export interface Grid {
  rows: string[];
  columns: string[];
  at: (row: string, column: string) => number;
  ofRow: (row: string) => number;
  ofColumn: (column: string) => number;
  total: number;
}

export const ALL_MONTHS = "all";

export function monthsIn(rows: readonly Netted[]): string[] {
  return [...new Set(rows.map((row) => row.month))].sort();
}

/** The rows of a month (or all) that concern a party (or anybody). */
export function chosenOf(rows: readonly Netted[], month: string, party: string | null): Netted[] {
  return rows.filter(
    (row) =>
      (month === ALL_MONTHS || row.month === month) && (!party || row.party === party || row.to === party),
  );
}

/** Payers downwards, payees to the right. */
export function paymentsOf(rows: readonly Netted[]): Grid {
  const paid = rows.filter((row) => row.what === "payment");
  return grid(paid.map((row) => [row.party, row.to ?? "", row.amount_minor]));
}

/** Parties downwards, months to the right; over everybody each month sums to zero. */
export function positionsOf(rows: readonly Netted[]): Grid {
  const stands = rows.filter((row) => row.what === "position");
  return grid(stands.map((row) => [row.party, row.month, row.amount_minor]));
}

function grid(cells: (readonly [row: string, column: string, amount: number])[]): Grid {
  const amounts = new Map<string, number>();
  const add = (key: string, amount: number) => amounts.set(key, (amounts.get(key) ?? 0) + amount);
  for (const [row, column, amount] of cells) {
    add(`${row}|${column}`, amount);
    add(`${row}|`, amount);
    add(`|${column}`, amount);
  }
  const read = (key: string) => amounts.get(key) ?? 0;
  return {
    rows: sorted(cells.map(([row]) => row)),
    columns: sorted(cells.map(([, column]) => column)),
    at: (row, column) => read(`${row}|${column}`),
    ofRow: (row) => read(`${row}|`),
    ofColumn: (column) => read(`|${column}`),
    total: cells.reduce((sum, [, , amount]) => sum + amount, 0),
  };
}

function sorted(names: string[]): string[] {
  return [...new Set(names)].sort();
}

/** Which address opens a figure of a report: the members, or the receipts, that it was counted from. */

import { useMay } from "../session/session";
import type { Scope } from "./scope";
import { useScope } from "./scope";
import type { Column, Report, Row } from "./useReport";

type Opens = Column["opens"][number];

/** A figure in a row of a report, as the server is asked for what stands behind it. */
export interface Cell {
  behind: Opens["behind"];
  figure: string;
  /** The keys of the row, `key=value` each; a key without a value stands for the row where it is empty. */
  at: readonly string[];
}

/** What opens the figure in this row; with no row, the total of all. */
export function cellOf(report: Report, column: Column, row: Row | null): Cell | null {
  const opens = column.opens.find((each) => (row ? isOpenIn(report, each, row) : each.needs.length === 0));
  if (!opens) return null;
  return { behind: opens.behind, figure: column.name, at: row ? keysOf(report, opens, row) : [] };
}

/** The members behind a row, for a chart whose own figure does not open: a share, an amount. */
export function cellOfRow(report: Report, column: Column | undefined, row: Row): Cell | null {
  const counted = report.columns.filter((each) => each.opens.some(({ behind }) => behind === "members"));
  const candidates = column ? [column, ...counted] : counted;
  for (const each of candidates) {
    const cell = cellOf(report, each, row);
    if (cell) return cell;
  }
  return null;
}

export function addressOf(report: Report, cell: Cell, scope: Pick<Scope, "search">): string {
  const query = new URLSearchParams(scope.search);
  query.set("figure", cell.figure);
  for (const key of cell.at) query.append("at", key);
  for (const [name, value] of Object.entries(report.params)) {
    if (value !== null && value !== "") query.set(`p.${name}`, String(value));
  }
  return `/analyses/${report.report}/${cell.behind}?${query}`;
}

/** The address of a cell for whoever may open it; null for everybody else. */
export function useAddress(report: Report): (cell: Cell | null) => string | null {
  const scope = useScope();
  const may = useMay();
  return (cell) => {
    if (!cell || !may(cell.behind === "members" ? "reports.open" : "reports.see")) return null;
    return addressOf(report, cell, scope);
  };
}

function keysOf(report: Report, opens: Opens, row: Row): string[] {
  return opens.keys.map((key) => {
    const value = inRow(report, row, key);
    return value === null || value === undefined ? key : `${key}=${value}`;
  });
}

function isOpenIn(report: Report, opens: Opens, row: Row): boolean {
  return Object.entries(opens.rows).every(([key, values]) =>
    values.includes(String(inRow(report, row, key))),
  );
}

function inRow(report: Report, row: Row, name: string): unknown {
  return row[report.columns.findIndex((each) => each.name === name)];
}

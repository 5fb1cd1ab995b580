/** The figures of the first page, each with the same of the days before. */
import type { Unit } from "@shuke/core";
import { type Report, records } from "../../kit/useReport";

export interface Figure {
  word: "net" | "purchases" | "margin" | "ticket" | "items" | "members" | "memberShare" | "newShare";
  unit: Unit;
  value: number | null;
  before: number | null;
}

type Reading = Omit<Figure, "before" | "value"> & { of: (report: Report) => number | null };

const total = (name: string) => (report: Report) => report.totals[name] ?? null;

const READINGS: readonly Reading[] = [
  { word: "net", unit: "minor", of: total("net_minor") },
  { word: "purchases", unit: "count", of: total("purchases") },
  { word: "margin", unit: "minor", of: total("margin_minor") },
  { word: "ticket", unit: "minor", of: total("ticket_minor") },
  { word: "items", unit: "milli", of: total("items_milli") },
  { word: "members", unit: "count", of: (report) => summed(report, ["new", "old"], "members") },
  { word: "memberShare", unit: "bp", of: (report) => share(report, ["new", "old"]) },
  { word: "newShare", unit: "bp", of: (report) => share(report, ["new"]) },
];

export function figuresOf(now: Report, earlier: Report | undefined): Figure[] {
  return READINGS.map(({ word, unit, of }) => ({
    word,
    unit,
    value: of(now),
    before: earlier ? of(earlier) : null,
  }));
}

function summed(report: Report, customers: string[], figure: string): number {
  return records(report)
    .filter((row) => customers.includes(String(row.customer)))
    .reduce((sum, row) => sum + Number(row[figure] ?? 0), 0);
}

function share(report: Report, customers: string[]): number | null {
  const whole = report.totals.net_minor;
  return whole ? Math.round((summed(report, customers, "net_minor") * 10_000) / whole) : null;
}

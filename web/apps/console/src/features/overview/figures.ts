/** The figures of the cockpit, read off the answers: each now, in the days before, and a year ago. */
import type { Unit } from "@shuke/core";
import { records } from "../../kit/records";
import type { Report } from "../../kit/useReport";
import type { FigureWord } from "./words";

export type Value = number | null | undefined;

/** Undefined is what has not come yet, null what cannot be told. */
export interface Figure {
  word: FigureWord;
  unit: Unit;
  now: Value;
  before?: Value;
  lastYear?: Value;
  /** The page that explains it; null where the console has none. */
  to: string | null;
  /** Which way is good news; none for what is neither. */
  good?: "up" | "down";
}

export interface Three<T> {
  now: T | undefined;
  before: T | undefined;
  lastYear: T | undefined;
}

export function total(report: Report | undefined, name: string): Value {
  return report && (report.totals[name] ?? null);
}

/** The sum of a figure over the rows of some classes. */
export function summed(
  report: Report | undefined,
  along: string,
  classes: string[],
  figure = "members",
): Value {
  return (
    report &&
    records(report)
      .filter((row) => classes.includes(String(row[along])))
      .reduce((sum, row) => sum + Number(row[figure] ?? 0), 0)
  );
}

/** How much of the whole a part is, in ten-thousandths. */
export function share(part: Value, whole: Value): Value {
  if (part === undefined || whole === undefined) return undefined;
  return part === null || !whole ? null : Math.round((part * 10_000) / whole);
}

/** By how much of its amount it has changed; null where there is nothing to compare with. */
export function changeOf(now: Value, then: Value): number | null {
  if (typeof now !== "number" || typeof then !== "number" || then === 0) return null;
  return (now - then) / Math.abs(then);
}

export function three<T>(of: Three<T>, read: (one: T | undefined) => Value) {
  return { now: read(of.now), before: read(of.before), lastYear: read(of.lastYear) };
}

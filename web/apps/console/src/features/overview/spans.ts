/** The days that a figure is held against: as many right before, and the same days of last year. */
import { type Period, shift } from "@shuke/core";

const DAY_MS = 86_400_000;

export function lengthOf({ from, to }: Period): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** As many days, right before. */
export function before(period: Period): Period {
  return { from: shift(period.from, -lengthOf(period)), to: period.from };
}

export function lastYear({ from, to }: Period): Period {
  return { from: yearBefore(from), to: shift(yearBefore(shift(to, -1)), 1) };
}

/** The same day of last year; the 28th for a 29th of February. */
export function yearBefore(day: string): string {
  const [year, month, date] = day.split("-");
  const same = `${Number(year) - 1}-${month}-${date}`;
  return month === "02" && date === "29" ? `${Number(year) - 1}-02-28` : same;
}

/** The days from the same weekday of last week up to and with today. */
export function weekOf(today: string): Period {
  return { from: shift(today, -7), to: shift(today, 1) };
}

export function oneDay(day: string): Period {
  return { from: day, to: shift(day, 1) };
}

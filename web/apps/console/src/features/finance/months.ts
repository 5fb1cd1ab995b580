/** The ledgers close by month: which whole months the chosen days touch. */
import { type Period, shift } from "@shuke/core";

export interface Months {
  from_month: string;
  to_month: string;
}

export function monthsOf({ from, to }: Period): Months {
  return { from_month: monthOf(from), to_month: monthOf(shift(to, -1)) };
}

/** 2026-03 – 2026-05, or the one month. */
export function spanOf({ from_month, to_month }: Months): string {
  return from_month === to_month ? from_month : `${from_month} – ${to_month}`;
}

/** The month of the last chosen day. */
export function lastMonthOf(period: Period): string {
  return monthsOf(period).to_month;
}

export function monthOf(day: string): string {
  return day.slice(0, 7);
}

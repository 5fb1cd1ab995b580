/** Moments as the chain's clocks show them. */
const WRITTEN: Intl.DateTimeFormatOptions = {
  timeZone: "Asia/Shanghai",
  dateStyle: "short",
  timeStyle: "short",
};

/** 2026-11-22 09:05. */
export function clockTime(moment: string): string {
  return new Intl.DateTimeFormat("sv-SE", WRITTEN).format(new Date(moment));
}

export function dayOf(moment: string): string {
  return clockTime(moment).slice(0, 10);
}

/** From a day until the day before another; the end is left open where there is none. */
export function daysBetween(from: string, until: string): number {
  return Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000);
}

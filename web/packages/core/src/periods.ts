/** Spans of business days, as the chain's calendar counts them. `to` is the first day that is no longer in it. */
export interface Period {
  from: string;
  to: string;
}

export type PeriodName = "week" | "month" | "quarter" | "year" | "lastMonth";

const DAY = 86_400_000;

export function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

export function shift(text: string, days: number): string {
  return day(new Date(Date.parse(`${text}T00:00:00Z`) + days * DAY));
}

/** The period that ends with the day before `today`, or holds it: this week from Monday, this month from its first. */
export function period(name: PeriodName, today: string): Period {
  const date = new Date(`${today}T00:00:00Z`);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  const first = (y: number, m: number) => day(new Date(Date.UTC(y, m, 1)));
  switch (name) {
    case "week": {
      const monday = shift(today, -((date.getUTCDay() + 6) % 7));
      return { from: monday, to: shift(today, 1) };
    }
    case "month":
      return { from: first(year, month), to: shift(today, 1) };
    case "lastMonth":
      return { from: first(year, month - 1), to: first(year, month) };
    case "quarter":
      return { from: first(year, month - (month % 3)), to: shift(today, 1) };
    case "year":
      return { from: shift(today, -364), to: shift(today, 1) };
  }
}

/** Today in the chain's time zone, whatever the computer's clock is set to. */
export function today(timeZone = "Asia/Shanghai", now = new Date()): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(now);
}

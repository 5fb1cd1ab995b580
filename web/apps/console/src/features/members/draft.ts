/** A filter as its form holds it: amounts in yuan, days as the calendar has them with the last one in. */
import dayjs, { type Dayjs } from "dayjs";
import type { Filter } from "./filter";

type Days = [Dayjs | null, Dayjs | null] | null;

export type Draft = Omit<Filter, "joined_from" | "joined_before" | "last_from" | "last_before"> & {
  joined?: Days;
  last?: Days;
};

const FEN = 100;
const DAY = "YYYY-MM-DD";

export function draftOf(filter: Filter): Draft {
  const { joined_from, joined_before, last_from, last_before, ...rest } = filter;
  return {
    ...rest,
    ...asYuan(filter),
    joined: daysOf(joined_from, joined_before),
    last: daysOf(last_from, last_before),
  };
}

export function filterOfDraft({ joined, last, ...rest }: Draft): Filter {
  return {
    ...rest,
    ...asFen(rest),
    joined_from: first(joined),
    joined_before: beyond(joined),
    last_from: first(last),
    last_before: beyond(last),
  };
}

type Amounts = Pick<Filter, "spent_least" | "spent_most" | "stored_least">;

function asYuan(filter: Amounts): Amounts {
  return scaled(filter, (fen) => fen / FEN);
}

function asFen(draft: Amounts): Amounts {
  return scaled(draft, (yuan) => Math.round(yuan * FEN));
}

function scaled({ spent_least, spent_most, stored_least }: Amounts, by: (amount: number) => number): Amounts {
  const of = (amount: number | null | undefined) =>
    amount === null || amount === undefined ? null : by(amount);
  return { spent_least: of(spent_least), spent_most: of(spent_most), stored_least: of(stored_least) };
}

function daysOf(from: string | null | undefined, before: string | null | undefined): Days {
  if (!from && !before) return null;
  return [from ? dayjs(from) : null, before ? dayjs(before).subtract(1, "day") : null];
}

function first(days: Days | undefined): string | null {
  return days?.[0]?.format(DAY) ?? null;
}

function beyond(days: Days | undefined): string | null {
  return days?.[1]?.add(1, "day").format(DAY) ?? null;
}

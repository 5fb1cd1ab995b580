/** What the cockpit asks for: the chosen days, those before and those of last year; each part comes when it comes. */
import { api, type Shapes } from "@shuke/api";
import { type Period, today } from "@shuke/core";
import { useScope } from "../../kit/scope";
import { type Report, useReport } from "../../kit/useReport";
import { useMay } from "../../session/session";
import type { Three } from "./figures";
import { before, lastYear, lengthOf, oneDay, weekOf, yearBefore } from "./spans";

const KEPT = { staleTime: 60_000 };
const PAGE = 200;

/** Like against like: what has come back of these days since then is not known of the present ones yet. */
function asKnownThen(period: Period) {
  return { period, asOf: period.to };
}

export function useThree(name: string): Three<Report> & { error: unknown; again: () => void } {
  const { period } = useScope();
  const now = useReport(name);
  const then = useReport(name, asKnownThen(before(period)));
  const year = useReport(name, asKnownThen(lastYear(period)));
  return {
    now: now.data,
    before: then.data,
    lastYear: year.data,
    error: now.error,
    again: () => void now.refetch(),
  };
}

/** Today with the last seven days, and the same day of last year. */
export function useToday() {
  const day = today();
  const week = useReport("days", { period: weekOf(day) });
  const year = useReport("days", asKnownThen(oneDay(yearBefore(day))));
  return { day, week: week.data, year: year.data };
}

/** Where members stand on the evening of the last of the days, and where they stood before the first. */
export function useStates(): Three<Report> {
  const { period } = useScope();
  const now = useReport("lifecycle", { asOf: period.to });
  const then = useReport("lifecycle", { asOf: period.from, period: before(period) });
  return { now: now.data, before: then.data, lastYear: undefined };
}

/** Every day of the span, though a page of the server holds no more than 200. */
export function useEveryDay(period: Period, asOf?: string): Report | undefined {
  const then = asOf ? { asOf } : {};
  const first = useReport("days", { period, ...then });
  const isLong = lengthOf(period) > PAGE;
  const cursor = first.data?.next;
  const second = useReport("days", {
    period,
    ...then,
    enabled: isLong && Boolean(cursor),
    ...(cursor ? { cursor } : {}),
  });
  if (!first.data) return undefined;
  return { ...first.data, rows: [...first.data.rows, ...(second.data?.rows ?? [])] };
}

export type Takings = Shapes["TakingsOut"];

export function useTakings(): Three<Takings> {
  const { period } = useScope();
  return {
    now: useTaken(period),
    before: useTaken(before(period)),
    lastYear: useTaken(lastYear(period)),
  };
}

function useTaken({ from, to }: Period): Takings | undefined {
  const { storeId } = useScope();
  const query = { from_date: from, to_date: to, ...(storeId ? { store_id: storeId } : {}) };
  const enabled = useMay()("tills.see");
  return api.useQuery("get", "/api/staff/takings", { params: { query } }, { ...KEPT, enabled }).data;
}

/** What is owed of a currency at the end of this month, and what was at its beginning. */
export function useOwed(currency: "points" | "principal" | "pass") {
  const enabled = useMay()("liability.see");
  const { data } = api.useQuery(
    "get",
    "/api/staff/liability/roll-forward",
    { params: { query: { currency } } },
    { ...KEPT, enabled },
  );
  const last = data?.rows.at(-1);
  return { now: data && (last?.closing ?? 0), before: data && (last?.opening ?? 0) };
}

export function useCustody() {
  const enabled = useMay()("liability.see");
  return api.useQuery("get", "/api/staff/liability/custody", {}, { ...KEPT, enabled }).data;
}

export function useAttention() {
  const { storeId } = useScope();
  const query = storeId ? { store_id: storeId } : {};
  return api.useQuery("get", "/api/staff/attention", { params: { query } }, KEPT);
}

/** Which store, whose sales and which days every page looks at. They stand in the address, so a link shows the same. */
import { type Period, type PeriodName, period, today } from "@shuke/core";
import { useMemo } from "react";
import { useSearchParams } from "react-router";

export type View = "owner" | "seller";

type Changes = Partial<Record<"store" | "view" | "period" | "from" | "to", string | null>>;

export interface Scope {
  storeId: string | null;
  view: View;
  period: Period;
  named: PeriodName | null;
  change: (changes: Changes, how?: { replace: boolean }) => void;
  /** The same choice for another page's address. */
  search: string;
}

const KEPT = ["store", "view", "period", "from", "to"] as const;
const FIRST: PeriodName = "month";

export function useScope(): Scope {
  const [params, setParams] = useSearchParams();
  return useMemo(
    () => ({
      ...chosen(params),
      storeId: params.get("store"),
      view: params.get("view") === "seller" ? "seller" : "owner",
      search: kept(params),
      change: (changes, how) => setParams((before) => changed(before, changes), how),
    }),
    [params, setParams],
  );
}

/** An address with the choice of this page, whatever it asks already. */
export function withSearch(address: string, search: string): string {
  return address.includes("?") ? address + search.replace("?", "&") : address + search;
}

function chosen(params: URLSearchParams): Pick<Scope, "period" | "named"> {
  const from = params.get("from");
  const to = params.get("to");
  if (from && to) return { named: null, period: { from, to } };
  const named = (params.get("period") ?? FIRST) as PeriodName;
  return { named, period: period(named, today()) };
}

function kept(params: URLSearchParams): string {
  const choice = new URLSearchParams(
    [...params].filter(([name]) => (KEPT as readonly string[]).includes(name)),
  );
  return choice.size > 0 ? `?${choice}` : "";
}

function changed(before: URLSearchParams, changes: Changes): URLSearchParams {
  const next = new URLSearchParams(before);
  for (const [name, value] of Object.entries(changes)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return next;
}

/** Which figure of which report, in which row, the address asks to open. */
import type { Language } from "@shuke/core";
import { useMemo } from "react";
import { useParams, useSearchParams } from "react-router";
import { useScope } from "../../../kit/scope";
import { useChosenParams } from "../Settings";

const PAGE = 100;

/** As the server is asked; the same for the members and the receipts. */
export function useQuestion() {
  const { name = "" } = useParams();
  const [params] = useSearchParams();
  const { view, period, storeId } = useScope();
  const chosen = useChosenParams();
  return useMemo(
    () => ({
      path: { name },
      query: {
        view,
        from_date: period.from,
        to_date: period.to,
        param: Object.entries(chosen).map(([key, value]) => `${key}=${value}`),
        figure: params.get("figure") ?? "",
        at: params.getAll("at"),
        limit: PAGE,
        ...(storeId ? { store_id: storeId } : {}),
      },
    }),
    [name, params, view, period, storeId, chosen],
  );
}

export type Question = ReturnType<typeof useQuestion>;

/** Where the whole list can be fetched as a file; the server writes down who took it. */
export function fileOf(
  { path, query }: Question,
  behind: "members" | "receipts",
  format: "csv" | "xlsx",
  language: Language,
): string {
  const asked = new URLSearchParams({ format, language });
  for (const [key, value] of Object.entries(query)) {
    if (key === "limit") continue;
    for (const each of [value].flat()) asked.append(key, String(each));
  }
  return `/api/staff/reports/${path.name}/${behind}?${asked}`;
}

/** A report as the server gives it, for the store, view and days that the page looks at. */
import { api, type Shapes } from "@shuke/api";
import type { Period } from "@shuke/core";
import { type Scope, useScope } from "./scope";

export type Report = Shapes["ReportOut"];
export type Column = Shapes["ColumnOut"];
export type Row = unknown[];

/** A report is drawn as a whole; what is longer is a list, and its file holds it all. */
const PAGE = 2_000;

export interface Asked {
  /** Other days than the page looks at. */
  period?: Period;
  params?: Record<string, string>;
  asOf?: string;
  cursor?: string;
  limit?: number;
  enabled?: boolean;
}

export function useReport(name: string, asked: Asked = {}) {
  const scope = useScope();
  const enabled = asked.enabled ?? true;
  return api.useQuery(
    "get",
    "/api/staff/reports/{name}",
    { params: { path: { name }, query: queryOf(scope, asked) } },
    { staleTime: 60_000, enabled },
  );
}

function queryOf(scope: Scope, { params = {}, asOf, cursor, limit = PAGE, period = scope.period }: Asked) {
  return {
    view: scope.view,
    from_date: period.from,
    to_date: period.to,
    param: Object.entries(params).map(([key, value]) => `${key}=${value}`),
    limit,
    ...(scope.storeId ? { store_id: scope.storeId } : {}),
    ...(asOf ? { as_of: asOf } : {}),
    ...(cursor ? { cursor } : {}),
  };
}

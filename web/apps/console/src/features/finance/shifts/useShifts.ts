/**
 * The shifts of the chosen store and days. The server gives all in reach, the latest first, so pages are fetched until
 * the days are reached: a few by themselves, more when somebody asks.
 */
import { api, type Shapes } from "@shuke/api";
import { useEffect } from "react";
import { useScope } from "../../../kit/scope";
import { dayOf } from "./times";

export type Shift = Shapes["ShiftOut"];

const PAGE = 200;
const PAGES_BY_ITSELF = 5;

export function useShifts() {
  const { storeId, period } = useScope();
  const asked = api.useInfiniteQuery(
    "get",
    "/api/staff/shifts",
    { params: { query: { limit: PAGE } } },
    {
      initialPageParam: "",
      pageParamName: "cursor",
      getNextPageParam: (page) => page.next,
      staleTime: 60_000,
    },
  );
  const { fetchNextPage, isFetching, hasNextPage } = asked;
  const loaded = asked.data?.pages.flatMap((page) => page.items) ?? [];
  const last = loaded.at(-1);
  const hasEarlier = hasNextPage && last !== undefined && dayOf(last.opened_at) >= period.from;
  const isFew = (asked.data?.pages.length ?? 0) < PAGES_BY_ITSELF;

  useEffect(() => {
    if (hasEarlier && isFew && !isFetching) void fetchNextPage();
  }, [hasEarlier, isFew, isFetching, fetchNextPage]);

  const shifts = loaded.filter(
    (shift) =>
      (!storeId || shift.store_id === storeId) &&
      dayOf(shift.opened_at) >= period.from &&
      dayOf(shift.opened_at) < period.to,
  );
  return { ...asked, shifts, loaded: loaded.length, hasEarlier };
}

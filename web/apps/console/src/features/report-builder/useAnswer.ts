/** The answer to the report in the making, asked once the hand rests. */
import { api } from "@shuke/api";
import { keepPreviousData } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { asked, type Cut } from "./cut";

const REST_MS = 400;
const ROWS = 200;

export function useAnswer(cut: Cut, cursor: string) {
  const body = useRested(asked(cut));
  return api.useQuery(
    "post",
    "/api/staff/report-runs",
    { params: { query: { limit: ROWS, cursor } }, body: body ?? cut },
    { enabled: body !== null, staleTime: 60_000, placeholderData: keepPreviousData, retry: false },
  );
}

function useRested(cut: Cut | null): Cut | null {
  const text = JSON.stringify(cut);
  const [rested, rest] = useState(cut);
  useEffect(() => {
    const timer = setTimeout(() => rest(JSON.parse(text)), REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}

/** The server's opinion of a document, asked again whenever the typing pauses. */
import { api } from "@shuke/api";
import { keepPreviousData } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Part } from "./model/form";
import type { Checked } from "./rules";

const PAUSE_MS = 500;
const NOTHING: Checked = { faults: [], findings: [], body: null };

export interface Opinion {
  checked: Checked;
  isChecking: boolean;
  error: unknown;
}

export function useCheck(asked: { kind: string; key: string; body: Part; effective_from: string }): Opinion {
  const settled = useSettled(asked);
  const { data, error, isFetching } = api.useQuery(
    "post",
    "/api/staff/rules/check",
    { body: settled },
    { placeholderData: keepPreviousData, staleTime: 60_000, retry: false },
  );
  const isBehind = JSON.stringify(settled) !== JSON.stringify(asked);
  return { checked: data ?? NOTHING, isChecking: isFetching || isBehind, error };
}

function useSettled<T>(value: T): T {
  const [settled, settle] = useState(value);
  const text = JSON.stringify(value);
  useEffect(() => {
    const waiting = setTimeout(() => settle(JSON.parse(text) as T), PAUSE_MS);
    return () => clearTimeout(waiting);
  }, [text]);
  return settled;
}

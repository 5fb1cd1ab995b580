/** What stores and people are called; a dash where the person may not know. */
import { api } from "@shuke/api";
import { useMemo } from "react";
import { useEveryStore } from "../../../kit/stores";
import { useMay } from "../../../session/session";

export interface Names {
  store: (id: string | null | undefined) => string;
  person: (id: string | null | undefined) => string;
}

export function useNames(): Names {
  const stores = useEveryStore();
  const may = useMay();
  const people = api.useQuery(
    "get",
    "/api/staff/staff",
    { params: { query: { limit: 200 } } },
    { staleTime: 300_000, enabled: may("staff.see") },
  );
  return useMemo(() => {
    const storeNames = new Map((stores.data ?? []).map((store) => [store.id, store.name]));
    const personNames = new Map((people.data?.items ?? []).map((person) => [person.id, person.name]));
    return {
      store: (id) => (id && storeNames.get(id)) || "–",
      person: (id) => (id && personNames.get(id)) || "–",
    };
  }, [stores.data, people.data]);
}

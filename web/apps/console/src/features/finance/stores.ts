/** The stores by their codes, as the ledgers name them. */
import { api } from "@shuke/api";
import { useMemo } from "react";
import { useScope } from "../../kit/scope";

export interface Stores {
  /** Code and name of a store; the code alone where the name is not known. */
  called: (code: string) => string;
  byId: (id: string) => string;
  idOf: (code: string) => string | undefined;
  /** The code of the chosen store; null for the whole chain, undefined while it is not known yet. */
  chosen: string | null | undefined;
}

export function useStores(): Stores {
  const { storeId } = useScope();
  const { data } = api.useQuery(
    "get",
    "/api/staff/stores",
    { params: { query: { limit: 200 } } },
    { staleTime: 300_000 },
  );
  return useMemo(() => {
    const stores = data?.items ?? [];
    const names = new Map(stores.map((store) => [store.code, `${store.code} ${store.name}`]));
    const ids = new Map(stores.map((store) => [store.code, store.id]));
    const codes = new Map(stores.map((store) => [store.id, store.code]));
    const called = (code: string) => names.get(code) ?? code;
    return {
      called,
      byId: (id) => called(codes.get(id) ?? id),
      idOf: (code) => ids.get(code),
      chosen: storeId && codes.get(storeId),
    };
  }, [data, storeId]);
}

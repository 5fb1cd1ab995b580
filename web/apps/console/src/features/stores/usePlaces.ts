import { api } from "@shuke/api";

const MOST = 200;

/** Regions and legal entities; a chain has few. */
export function usePlaces() {
  const query = { params: { query: { limit: MOST } } };
  const regions = api.useQuery("get", "/api/staff/regions", query, { staleTime: 60_000 });
  const entities = api.useQuery("get", "/api/staff/entities", query, { staleTime: 60_000 });
  return { regions, entities };
}

/** The regions of the chain, which change seldom. */
import { api } from "@shuke/api";

const MOST = 200;

export function useRegions() {
  return api.useQuery(
    "get",
    "/api/staff/regions",
    { params: { query: { limit: MOST } } },
    { staleTime: 300_000 },
  );
}

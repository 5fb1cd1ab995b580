/** What of a kind the rules offer today, by the names that headquarters gave: drafts and what is still to come are left out. */
import { api, type Shapes } from "@shuke/api";
import { today } from "@shuke/core";

type Document = Shapes["DocumentOut"];

export interface Offered {
  value: string;
  label: string;
}

export function useOffers(kind: string) {
  const { data, isLoading } = api.useQuery(
    "get",
    "/api/staff/rules",
    { params: { query: { kind, limit: 200 } } },
    { staleTime: 60_000 },
  );
  return { offers: offersOf(data?.items ?? [], today()), isLoading };
}

/** Of each key the latest version that holds on the day. */
export function offersOf(documents: readonly Document[], on: string): Offered[] {
  const inForce = documents.filter((each) => each.approved_at !== null && each.effective_from <= on);
  const latest = new Map(inForce.map((each) => [each.key, each]));
  return [...latest.values()].map(({ key, body }) => ({
    value: key,
    label: typeof body.name === "string" && body.name ? body.name : key,
  }));
}

/** What can be asked for: tiers and classes by today's rules, tags, the guides of the chosen store, coupons to give. */
import { api, type Shapes } from "@shuke/api";
import type { Named } from "@shuke/core";
import { useMemo } from "react";
import { useScope } from "../../kit/scope";
import { useMay } from "../../session/session";

export interface Choices
  extends Pick<
    Shapes["MemberChoicesOut"],
    "tier" | "state" | "rfm_class" | "quadrant" | "value_class" | "coupon" | "figures_at"
  > {
  tags: ReadonlyMap<string, ChoosableTag>;
  guides: ReadonlyMap<string, string>;
}

/** A tag may be asked for even when it is retired; then it is put on nobody any more. */
export interface ChoosableTag extends Named {
  isRetired: boolean;
}

const KEPT_MS = 60_000;

export function useChoices(): Choices | null {
  const named = api.useQuery("get", "/api/staff/member-choices", {}, { staleTime: KEPT_MS });
  const tags = useTags();
  const guides = useGuides(useScope().storeId);
  return useMemo(() => (named.data ? { ...named.data, tags, guides } : null), [named.data, tags, guides]);
}

function useTags(): ReadonlyMap<string, ChoosableTag> {
  const { data } = api.useQuery(
    "get",
    "/api/staff/tags",
    { params: { query: { limit: 200, with_retired: true } } },
    { staleTime: KEPT_MS, enabled: useMay()("tags.see") },
  );
  return useMemo(
    () =>
      new Map(
        data?.items.map(({ id, name_zh, name_en, retired_at }) => [
          id,
          { zh: name_zh, en: name_en, isRetired: retired_at !== null },
        ]),
      ),
    [data],
  );
}

export function useGuides(storeId: string | null): ReadonlyMap<string, string> {
  const { data } = api.useQuery(
    "get",
    "/api/staff/member-guides",
    { params: { query: { store_id: storeId ?? "" } } },
    { staleTime: KEPT_MS, enabled: storeId !== null },
  );
  return useMemo(() => new Map(data?.map((guide) => [guide.id, guide.name])), [data]);
}

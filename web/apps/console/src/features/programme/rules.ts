/** Rules as the server keeps them: kinds, forms, versions. */
import { api, type Shapes } from "@shuke/api";

export type Version = Shapes["DocumentOut"];
export type Standing = Shapes["Standing"];
export type Kind = Shapes["KindOut"];
export type Form = Shapes["FormOut"];
export type Checked = Shapes["RuleCheckOut"];
export type Fault = Shapes["RuleFaultOut"];
export type Finding = Shapes["RuleFindingOut"];

const LONG = { staleTime: 600_000 };

export function useKinds() {
  return api.useQuery("get", "/api/staff/rules/kinds", {});
}

export function useForm(kind: string) {
  return api.useQuery(
    "get",
    "/api/staff/rules/form",
    { params: { query: { kind } } },
    { ...LONG, enabled: kind !== "" },
  );
}

export function useVersion(versionId: string | null) {
  return api.useQuery(
    "get",
    "/api/staff/rules/versions/{version_id}",
    { params: { path: { version_id: versionId ?? "" } } },
    { enabled: versionId !== null },
  );
}

interface Wanted {
  kind?: string;
  key?: string;
  standing?: Standing;
  limit?: number;
  enabled?: boolean;
}

/** The latest first; more on demand. */
export function useVersions({ kind, key, standing, limit = 50, enabled = true }: Wanted) {
  const query = {
    latest_first: true,
    limit,
    ...(kind ? { kind } : {}),
    ...(key ? { key } : {}),
    ...(standing ? { standing } : {}),
  };
  return api.useInfiniteQuery(
    "get",
    "/api/staff/rules",
    { params: { query } },
    {
      pageParamName: "cursor",
      initialPageParam: "",
      getNextPageParam: (last) => last.next ?? undefined,
      enabled,
    },
  );
}

/** The version of a rule that holds today; nothing where none does. */
export function useInForce(kind: string, key: string, enabled = true) {
  const found = useVersions({ kind, key, standing: "in_force", limit: 1, enabled: enabled && key !== "" });
  return { ...found, version: found.data?.pages[0]?.items[0] ?? null };
}

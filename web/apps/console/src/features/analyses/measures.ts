/** What analyses there are, by the server's own catalogue. */
import { api, type Shapes } from "@shuke/api";

export type Measure = Shapes["MeasureOut"];

/** One member's own reports stand on her page; they are no analyses of the house. */
export const GROUPS = ["customers", "membership", "business"] as const;

export function useCatalogue(name = "") {
  const asked = api.useQuery("get", "/api/staff/reports", {}, { staleTime: Number.POSITIVE_INFINITY });
  return { ...asked, measure: asked.data?.find((each) => each.name === name) };
}

export function inGroup(measures: readonly Measure[], group: string, wanted: string): Measure[] {
  const text = wanted.trim().toLowerCase();
  return measures.filter(
    (each) =>
      each.group === group &&
      [each.zh, each.en, each.says_zh, each.says_en].some((words) => words.toLowerCase().includes(text)),
  );
}

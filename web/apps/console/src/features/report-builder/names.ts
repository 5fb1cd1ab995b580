/** What fields are called. */
import { api } from "@shuke/api";
import { inLanguage, type Language } from "@shuke/core";
import type { Fields } from "./cut";

export function useFields() {
  return api.useQuery("get", "/api/staff/report-fields", {}, { staleTime: Number.POSITIVE_INFINITY });
}

export function nameOf(fields: Fields, name: string, language: Language): string {
  const field = [...fields.groups, ...fields.figures].find((each) => each.name === name);
  return field ? inLanguage(field, language) : name;
}

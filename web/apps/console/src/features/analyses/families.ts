/** Analyses that answer one question together stand side by side as tabs; each also says which days it needs. */
import type { PeriodName } from "@shuke/core";

export const FAMILIES: readonly (readonly string[])[] = [
  ["rfm-matrix", "rfm", "rfm-members"],
  ["lifecycle", "lifecycle-flow", "lifecycle-history", "lifecycle-members"],
  ["quadrants", "quadrant-map", "quadrant-members"],
  ["value-classes", "value-conversion", "high-value"],
  ["pareto", "pareto-stores", "top-customers", "contribution"],
  ["portrait", "layers", "structure", "spend-bands", "preferences"],
  ["tiers"],
  ["flow", "health"],
  ["repurchase", "ladder", "interval", "visits"],
  ["cohorts"],
  ["new-old", "overview", "member-share", "tenure", "stability"],
  ["sales", "sales-by-guide", "bridge", "bridge-guides"],
];

/** A month says too little here: with no days chosen, these look at a year. */
const OVER_A_YEAR = new Set([
  "pareto",
  "pareto-stores",
  "top-customers",
  "value-conversion",
  "tiers",
  "flow",
  "health",
  "repurchase",
  "ladder",
  "interval",
  "visits",
  "cohorts",
  "new-old",
  "member-share",
  "tenure",
  "preferences",
  "spend-bands",
  "lifecycle-flow",
]);

export function familyOf(name: string): readonly string[] {
  return FAMILIES.find((each) => each.includes(name)) ?? [name];
}

/** The days that an address without a choice should look at; null where the month will do. */
export function firstPeriod(name: string): PeriodName | null {
  return OVER_A_YEAR.has(name) ? "year" : null;
}

/** One sentence above each chart that says what it shows, with its figures. */
import type { Language } from "@shuke/core";
import type { Report } from "../../../kit/useReport";
import * as business from "./business";
import * as customers from "./customers";
import * as membership from "./membership";
import type { Sentence } from "./parts";

const SENTENCES: Record<string, Sentence> = {
  rfm: customers.rfm,
  "rfm-matrix": customers.rfmMatrix,
  lifecycle: customers.lifecycle,
  "lifecycle-flow": customers.lifecycleFlow,
  "lifecycle-history": customers.lifecycleHistory,
  quadrants: customers.quadrants,
  "quadrant-map": customers.quadrantMap,
  "value-classes": customers.valueClasses,
  pareto: customers.pareto,
  layers: customers.layers,
  portrait: customers.layers,
  tiers: membership.tiers,
  flow: membership.flow,
  repurchase: membership.repurchase,
  ladder: membership.ladder,
  cohorts: membership.cohorts,
  interval: membership.interval,
  visits: membership.visits,
  overview: business.newOld,
  "new-old": business.newOld,
  sales: business.sales,
  bridge: business.bridge,
  "bridge-guides": business.bridge,
};

/** What the report shows; null where nothing can be said, or nobody wrote how. */
export function sentence(report: Report, language: Language): string | null {
  return SENTENCES[report.report]?.(report, language) ?? null;
}

/** How each report is drawn. What has no picture of its own is drawn as bars of its first figure. */
import { isFigure, type Language, type Unit } from "@shuke/core";
import type { EChartsCoreOption } from "echarts/core";
import { map, sankey } from "./drawing/flows";
import { scores, triangle } from "./drawing/heat";
import { BEST, bars, best, ladder, pareto, split, stacked } from "./drawing/lines";
import { type Draw, first, isLabelled } from "./drawing/parts";
import type { Report } from "./useReport";

const SHARES = ["member_share_bp", "sales_share_bp"];
const LEFT_AND_CAME = ["repeaters", "may_still", "gave_back", "stayed_away"];

const DRAWINGS: Record<string, Draw> = {
  "rfm-matrix": scores,
  rfm: bars("rfm_class", SHARES),
  lifecycle: bars("state", ["members"]),
  "lifecycle-flow": sankey,
  "lifecycle-history": split("day_on", "state", "members", "line"),
  quadrants: bars("quadrant", SHARES),
  "quadrant-map": map,
  "value-classes": bars("value_class", SHARES),
  "value-conversion": stacked("from_class", ["to_high", "to_potential", "to_ordinary"]),
  portrait: bars("layer", SHARES),
  layers: bars("layer", SHARES),
  pareto,
  "pareto-stores": bars("store_id", ["share_bp"]),
  tiers: bars("level", [...SHARES, "margin_share_bp"]),
  flow: bars("month", ["gained", "reactivated", "lost", "net"]),
  repurchase: stacked("layer", LEFT_AND_CAME),
  ladder,
  cohorts: triangle,
  visits: bars("visits_up_to", ["members"]),
  interval: bars("cohort", ["days_to_second", "days_between"]),
  "new-old": split("month", "customer", "net_minor", "bar"),
  overview: bars("customer", ["net_minor"]),
  sales: bars("name", ["net_minor", "margin_minor"]),
  "sales-by-guide": best("guide_id", ["net_minor"]),
  bridge: bars("store_id", ["sold_minor", "owned_minor"]),
  "bridge-guides": best("guide_id", ["sold_minor", "owned_minor"]),
  days: bars("day_on", ["net_minor", "member_minor"]),
  goods: best("thing", ["net_minor", "returned_minor"]),
  preferences: bars("preferred", ["members"]),
  "spend-bands": bars("from_minor", ["members"]),
};

/** Lists of members, and figures of several units side by side: a picture of them would say nothing. */
const LISTS = new Set([
  "rfm-members",
  "lifecycle-members",
  "quadrant-members",
  "high-value",
  "contribution",
  "top-customers",
  "structure",
  "health",
]);

const LONG = new Set(["sales-by-guide", "bridge-guides", "goods"]);

/** How many of a long report's rows its picture shows; null where it shows them all. */
export function drawnOf(report: Report): number | null {
  return LONG.has(report.report) && report.rows.length > BEST ? BEST : null;
}

export function draw(report: Report, language: Language): EChartsCoreOption | null {
  if (report.rows.length === 0 || LISTS.has(report.report)) return null;
  const own = DRAWINGS[report.report];
  if (own) return own(report, language);
  const figure = report.columns.find((each) => isFigure(each.unit as Unit) && !isLabelled(each));
  return figure && first(report) ? bars(null, [figure.name])(report, language) : null;
}

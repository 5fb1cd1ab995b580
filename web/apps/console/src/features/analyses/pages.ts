import type { Page } from "../../kit/pages";

const load = () => import("./AnalysisPage");

export const pages: readonly Page[] = [
  {
    path: "analyses/rfm-matrix",
    load,
    entry: { group: "customers", zh: "RFM", en: "RFM", right: "reports.see" },
  },
  {
    path: "analyses/lifecycle",
    load,
    entry: { group: "customers", zh: "生命周期", en: "Lifecycle", right: "reports.see" },
  },
  {
    path: "analyses/quadrants",
    load,
    entry: { group: "customers", zh: "四象限", en: "Quadrants", right: "reports.see" },
  },
  {
    path: "analyses/pareto",
    load,
    entry: { group: "customers", zh: "二八分析", en: "80/20", right: "reports.see" },
  },
  {
    path: "analyses/tiers",
    load,
    entry: { group: "membership", zh: "等级", en: "Tiers", right: "reports.see" },
  },
  {
    path: "analyses/flow",
    load,
    entry: { group: "membership", zh: "会员流动", en: "Member flow", right: "reports.see" },
  },
  {
    path: "analyses/repurchase",
    load,
    entry: { group: "membership", zh: "复购", en: "Repurchase", right: "reports.see" },
  },
  {
    path: "analyses/ladder",
    load,
    entry: { group: "membership", zh: "复购阶梯", en: "Repeat ladder", right: "reports.see" },
  },
  {
    path: "analyses/cohorts",
    load,
    entry: { group: "membership", zh: "同期群", en: "Cohorts", right: "reports.see" },
  },
  {
    path: "analyses/new-old",
    load,
    entry: { group: "business", zh: "新老客", en: "New and old", right: "reports.see" },
  },
  {
    path: "analyses/sales",
    load,
    entry: { group: "business", zh: "销售", en: "Sales", right: "reports.see" },
  },
  {
    path: "analyses/days",
    load,
    entry: { group: "business", zh: "逐日销售", en: "Sales by day", right: "reports.see" },
  },
  {
    path: "analyses/goods",
    load,
    entry: { group: "business", zh: "畅销商品", en: "Best sellers", right: "reports.see" },
  },
  {
    path: "analyses",
    load: () => import("./AllAnalysesPage"),
    entry: { group: "business", zh: "全部分析", en: "All analyses", right: "reports.see" },
  },
  { path: "analyses/:name", load },
  { path: "analyses/:name/members", load: () => import("./opened/MembersPage") },
  { path: "analyses/:name/receipts", load: () => import("./opened/ReceiptsPage") },
];

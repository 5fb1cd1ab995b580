import type { Page } from "../../kit/pages";

const load = () => import("./versions/KindPage");
const right = "rules.see";

export const pages: readonly Page[] = [
  {
    path: "programme/growth.tiers",
    load,
    entry: { group: "membership", zh: "等级规则", en: "Tier rules", right },
  },
  {
    path: "programme/points.earn",
    load,
    entry: { group: "membership", zh: "积分规则", en: "Points rules", right },
  },
  {
    path: "programme/stored_value.packages",
    load,
    entry: { group: "membership", zh: "储值方案", en: "Stored-value packages", right },
  },
  {
    path: "programme",
    load: () => import("./ProgrammePage"),
    entry: { group: "marketing", zh: "规则中心", en: "Programme", right },
  },
  {
    path: "programme/promotions.rule",
    load,
    entry: { group: "marketing", zh: "促销", en: "Promotions", right },
  },
  {
    path: "programme/coupons.template",
    load,
    entry: { group: "marketing", zh: "优惠券模板", en: "Coupon templates", right },
  },
  {
    path: "programme/passes.plan",
    load,
    entry: { group: "marketing", zh: "次卡方案", en: "Pass plans", right },
  },
  { path: "programme/:kind", load },
  { path: "programme/:kind/edit", load: () => import("./EditorPage") },
  { path: "programme/:kind/history", load: () => import("./versions/HistoryPage") },
  { path: "programme/versions/:versionId", load: () => import("./versions/VersionPage") },
];

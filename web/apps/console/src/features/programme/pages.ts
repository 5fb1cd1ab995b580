import type { Page } from "../../kit/pages";

const load = () => import("./versions/KindPage");
/** Rules are the whole chain's. */
const obeys = [] as const;

export const pages: readonly Page[] = [
  {
    path: "programme/growth.tiers",
    load,
    obeys,
    entry: { group: "membership", zh: "等级规则", en: "Tier rules", right: "rules.see" },
  },
  {
    path: "programme/points.earn",
    load,
    obeys,
    entry: { group: "membership", zh: "积分规则", en: "Points rules", right: "rules.see" },
  },
  {
    path: "programme/stored_value.packages",
    load,
    obeys,
    entry: { group: "membership", zh: "储值方案", en: "Stored value", right: "rules.see" },
  },
  {
    path: "programme",
    load: () => import("./ProgrammePage"),
    obeys,
    entry: { group: "marketing", zh: "规则中心", en: "Programme", right: "rules.see" },
  },
  {
    path: "programme/promotions.rule",
    load,
    obeys,
    entry: { group: "marketing", zh: "促销", en: "Promotions", right: "rules.see" },
  },
  {
    path: "programme/coupons.template",
    load,
    obeys,
    entry: { group: "marketing", zh: "优惠券模板", en: "Coupon templates", right: "rules.see" },
  },
  {
    path: "programme/passes.plan",
    load,
    obeys,
    entry: { group: "marketing", zh: "次卡方案", en: "Pass plans", right: "rules.see" },
  },
  { path: "programme/:kind", load, obeys },
  { path: "programme/:kind/edit", load: () => import("./EditorPage"), obeys },
  { path: "programme/:kind/history", load: () => import("./versions/HistoryPage"), obeys },
  { path: "programme/versions/:versionId", load: () => import("./versions/VersionPage"), obeys },
];

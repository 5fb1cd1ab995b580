import type { Page } from "../../kit/pages";

/** A report brings its own view, stores and days. */
export const pages: readonly Page[] = [
  {
    path: "reports",
    load: () => import("./list/ReportsPage"),
    obeys: [],
    entry: { group: "business", zh: "自定义报表", en: "Custom reports", right: "reports.see" },
  },
  { path: "reports/new", obeys: [], load: () => import("./BuilderPage") },
  { path: "reports/schedules", obeys: [], load: () => import("./schedules/SchedulesPage") },
  { path: "reports/:reportId", obeys: [], load: () => import("./BuilderPage") },
];

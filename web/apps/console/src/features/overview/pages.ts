import type { Page } from "../../kit/pages";

export const pages: readonly Page[] = [
  {
    path: "overview",
    load: () => import("./OverviewPage"),
    entry: { group: "business", zh: "经营概览", en: "Overview", right: "reports.see" },
  },
];

import type { Page } from "../../kit/pages";

export const pages: readonly Page[] = [
  {
    path: "imports",
    load: () => import("./ImportsPage"),
    obeys: [],
    entry: { group: "stores", zh: "数据导入", en: "Imports", right: "imports" },
  },
  { path: "imports/new", load: () => import("./NewImportPage"), obeys: [] },
  { path: "imports/:importId", load: () => import("./ImportPage"), obeys: [] },
];

import type { Page } from "../../kit/pages";

export const pages: readonly Page[] = [
  {
    path: "imports",
    load: () => import("./ImportsPage"),
    entry: { group: "stores", zh: "数据导入", en: "Imports", right: "imports" },
  },
  { path: "imports/new", load: () => import("./NewImportPage") },
  { path: "imports/:importId", load: () => import("./ImportPage") },
];

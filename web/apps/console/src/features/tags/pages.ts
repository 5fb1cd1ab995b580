import type { Page } from "../../kit/pages";

export const pages: readonly Page[] = [
  {
    path: "tags",
    load: () => import("./TagsPage"),
    obeys: [],
    entry: { group: "customers", zh: "标签", en: "Tags", right: "tags.see" },
  },
];

import type { Page } from "../../kit/pages";

export const pages: readonly Page[] = [
  {
    path: "settings/catalog",
    load: () => import("./CatalogPage"),
    obeys: [],
    entry: { group: "settings", zh: "商品与品类", en: "Catalogue", right: "catalog.see" },
  },
];

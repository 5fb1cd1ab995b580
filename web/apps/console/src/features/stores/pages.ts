import type { Page } from "../../kit/pages";

export const pages: readonly Page[] = [
  {
    path: "stores",
    load: () => import("./StoresPage"),
    obeys: [],
    entry: { group: "stores", zh: "门店与区域", en: "Stores", right: "org.see" },
  },
  { path: "stores/:storeId", load: () => import("./StorePage"), obeys: [] },
];

import type { Page } from "../../kit/pages";

export const pages: readonly Page[] = [
  {
    path: "matters",
    load: () => import("./MattersPage"),
    obeys: ["store"],
    entry: { group: "business", zh: "待办事项", en: "Open matters", right: "own.notices" },
  },
];

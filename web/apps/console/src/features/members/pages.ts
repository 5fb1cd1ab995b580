import type { Page } from "../../kit/pages";

export const pages: readonly Page[] = [
  {
    path: "members",
    load: () => import("./MembersPage"),
    obeys: ["store"],
    entry: { group: "customers", zh: "会员列表", en: "Members", right: "members.list" },
  },
];

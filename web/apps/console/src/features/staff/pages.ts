import type { Page } from "../../kit/pages";

export const pages: readonly Page[] = [
  {
    path: "settings/staff",
    load: () => import("./StaffPage"),
    obeys: [],
    entry: { group: "settings", zh: "员工与角色", en: "Staff and roles", right: "staff.see" },
  },
  { path: "settings/staff/:staffId", load: () => import("./PersonPage"), obeys: [] },
];

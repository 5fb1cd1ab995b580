import type { Page } from "../../kit/pages";

export const pages: readonly Page[] = [
  {
    path: "finance/roll-forward",
    load: () => import("./roll-forward/RollForwardPage"),
    obeys: ["store", "days"],
    entry: { group: "finance", zh: "负债滚动", en: "Liability", right: "liability.see" },
  },
  {
    path: "finance/breakage",
    load: () => import("./breakage/BreakagePage"),
    obeys: ["days"],
    entry: { group: "finance", zh: "沉淀估计", en: "Breakage", right: "liability.see" },
  },
  {
    path: "finance/custody",
    load: () => import("./custody/CustodyPage"),
    obeys: ["days"],
    entry: { group: "finance", zh: "存管与限额", en: "Custody and limit", right: "liability.see" },
  },
  {
    path: "finance/netting",
    load: () => import("./netting/NettingPage"),
    obeys: ["store", "days"],
    entry: { group: "finance", zh: "门店清算", en: "Netting", right: "liability.see" },
  },
  {
    path: "finance/shifts",
    load: () => import("./shifts/ShiftsPage"),
    obeys: ["store", "days"],
    entry: { group: "finance", zh: "班次与交班", en: "Shifts", right: "tills.see" },
  },
];

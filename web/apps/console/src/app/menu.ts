/** The menu: what there is, in the trade's six groups, each entry with the right that it takes. */
export interface Entry {
  path: string;
  word: string;
  right: string;
}

export interface Group {
  word: string;
  entries: readonly Entry[];
}

export const menu: readonly Group[] = [
  {
    word: "customers",
    entries: [
      { path: "/members", word: "members", right: "members.see" },
      { path: "/analyses/rfm-matrix", word: "rfm", right: "reports.see" },
      { path: "/analyses/lifecycle", word: "lifecycle", right: "reports.see" },
      { path: "/analyses/quadrants", word: "quadrants", right: "reports.see" },
      { path: "/analyses/pareto", word: "pareto", right: "reports.see" },
    ],
  },
  {
    word: "membership",
    entries: [
      { path: "/analyses/tiers", word: "tiers", right: "reports.see" },
      { path: "/analyses/flow", word: "flow", right: "reports.see" },
      { path: "/analyses/repurchase", word: "repurchase", right: "reports.see" },
      { path: "/analyses/ladder", word: "ladder", right: "reports.see" },
      { path: "/analyses/cohorts", word: "cohorts", right: "reports.see" },
    ],
  },
  {
    word: "business",
    entries: [
      { path: "/overview", word: "overview", right: "reports.see" },
      { path: "/analyses/new-old", word: "newOld", right: "reports.see" },
      { path: "/analyses/sales", word: "sales", right: "reports.see" },
    ],
  },
  {
    word: "finance",
    entries: [
      { path: "/finance/roll-forward", word: "rollForward", right: "liability.see" },
      { path: "/finance/breakage", word: "breakage", right: "liability.see" },
      { path: "/finance/custody", word: "custody", right: "liability.see" },
      { path: "/finance/netting", word: "netting", right: "liability.see" },
      { path: "/finance/shifts", word: "shifts", right: "tills.see" },
    ],
  },
  {
    word: "stores",
    entries: [{ path: "/imports", word: "imports", right: "imports" }],
  },
];

import type { Page } from "../../kit/pages";

export const pages: readonly Page[] = [
  {
    path: "finance/proofs",
    load: () => import("./proofs/ProofsPage"),
    obeys: [],
    entry: { group: "finance", zh: "对账证明", en: "Proofs", right: "proofs.see" },
  },
  {
    path: "settings/audit",
    load: () => import("./AuditPage"),
    obeys: [],
    entry: { group: "settings", zh: "审计日志", en: "Audit trail", right: "audit.see" },
  },
];

/** The kinds of rule in the trade's groups. A kind that the server knows and nobody has grouped stands last. */
import { useParams } from "react-router";

export const GROUPS: readonly {
  group: "membership" | "marketing" | "classes" | "house";
  kinds: readonly string[];
}[] = [
  {
    group: "membership",
    kinds: [
      "growth.tiers",
      "points.earn",
      "benefits.benefit",
      "benefits.card",
      "stored_value.packages",
      "stored_value.terms",
    ],
  },
  {
    group: "marketing",
    kinds: [
      "promotions.rule",
      "promotions.policy",
      "coupons.template",
      "coupons.bundle",
      "passes.plan",
      "rewards.reward",
      "referrals.rule",
    ],
  },
  {
    group: "classes",
    kinds: [
      "measures.lifecycle",
      "measures.quadrants",
      "measures.rfm",
      "measures.value",
      "measures.repurchase",
      "measures.new_old",
      "measures.activity",
    ],
  },
  {
    group: "house",
    kinds: [
      "members.ownership",
      "members.completeness",
      "members.children",
      "checkout.settings",
      "stock.below_zero",
      "liability.terms",
    ],
  },
];

/** The kind that the address names: in its parameter, or as the last part of a page's own address. */
export function useKind(): string {
  const { kind, "*": rest } = useParams();
  const own = location.pathname.split("/programme/")[1]?.split("/")[0];
  return kind ?? rest ?? own ?? "";
}

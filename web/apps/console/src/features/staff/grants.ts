/** Where a role holds, and whether it does so today. */
import type { Shapes } from "@shuke/api";
import { CHAIN_ROLES } from "../../kit/roles";

export type Grant = Shapes["GrantOut"];
export type Standing = "inForce" | "later" | "over";

/** A role holds from its first day on until the day before `to_date`. */
export function standingOf({ from_date, to_date }: Grant, today: string): Standing {
  if (to_date && to_date <= today) return "over";
  return from_date > today ? "later" : "inForce";
}

/** What kind of place a role is granted for. */
export function placeKindOf(role: Shapes["Role"]): "chain" | "region" | "store" {
  if (CHAIN_ROLES.includes(role)) return "chain";
  return role === "regional" ? "region" : "store";
}

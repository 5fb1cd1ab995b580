/** What is owed to members, and how its amounts are read. */
import type { Unit } from "@shuke/core";

export const CURRENCIES = ["points", "principal", "bonus", "coupon", "pass", "benefit"] as const;

export type Currency = (typeof CURRENCIES)[number];

export function unitOf(currency: Currency): Unit {
  return currency === "principal" || currency === "bonus" ? "minor" : "count";
}

/** Why she has her tier, and what lifts or keeps it: the figures of the rule as a sentence's key and its values. */
import type { Shapes } from "@shuke/api";
import { count, type Language, money } from "@shuke/core";

type Move = Shapes["MoveOut"];
type Need = Shapes["NeedOut"];
type Values = Record<string, string | number>;

export interface Sentence<K extends string> {
  key: K;
  values: Values;
}

type Why = "whySingle" | "whySum" | "whyOrders" | "whyGrowth" | "whyOpen" | "whyFell" | "whyGrant";
type Rise = "toNext" | "toNextBy" | "toNextSingle" | "toNextOrders" | "toNextGrowth";
type Keep = "keep" | "keepOrders";

const BY_NEED = {
  single_order: "whySingle",
  spend_sum: "whySum",
  orders: "whyOrders",
  growth_value: "whyGrowth",
} as const satisfies Record<Need["kind"], Why>;

export function whyOf(move: Move, language: Language): Sentence<Why> {
  if (move.kind === "downgrade")
    return { key: "whyFell", values: { spent: fen(move.reason.spent, language) } };
  if (move.kind === "grant") return { key: "whyGrant", values: {} };
  const kind = needOf(String(move.reason.why));
  if (!kind) return { key: "whyOpen", values: {} };
  const text = (value: unknown) => amount(kind, Number(value ?? 0), language);
  return {
    key: BY_NEED[kind],
    values: { reached: text(move.reason.reached), threshold: text(move.reason.threshold) },
  };
}

export function riseOf(need: Need, language: Language): Sentence<Rise> {
  const text = (value: number) => amount(need.kind, value, language);
  const values = { missing: text(need.missing), threshold: text(need.threshold), day: need.by ?? "" };
  if (need.kind === "single_order") return { key: "toNextSingle", values };
  if (need.kind === "orders") return { key: "toNextOrders", values };
  if (need.kind === "growth_value") return { key: "toNextGrowth", values };
  return { key: need.by ? "toNextBy" : "toNext", values };
}

export function keepOf(need: Need, until: string, language: Language): Sentence<Keep> {
  const values = { missing: amount(need.kind, need.missing, language), day: until };
  return { key: need.kind === "orders" ? "keepOrders" : "keep", values };
}

/** The nearest way of several: the one of which the greatest part is done. */
export function nearest(needs: readonly Need[]): Need | undefined {
  return [...needs].sort((a, b) => part(b) - part(a))[0];
}

export function part(need: Need): number {
  return Math.min(need.reached / Math.max(need.threshold, 1), 1);
}

function needOf(why: string): Need["kind"] | undefined {
  const plain = why.replace(/^kept_/, "");
  return plain in BY_NEED ? (plain as Need["kind"]) : undefined;
}

function amount(kind: Need["kind"], value: number, language: Language): string {
  return kind === "single_order" || kind === "spend_sum" ? money(value, language) : count(value, language);
}

function fen(value: unknown, language: Language): string {
  return money(Number(value ?? 0), language);
}

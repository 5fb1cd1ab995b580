/** Where a proof stands. */
import type { Shapes } from "@shuke/api";

export type Proof = Shapes["ProofOut"];

export function isUnderWay({ state }: Pick<Proof, "state">): boolean {
  return state === "waiting" || state === "running";
}

export type Verdict = "waiting" | "running" | "failed" | "holds" | "fails";

export function verdictOf({ state, holds }: Pick<Proof, "state" | "holds">): Verdict {
  if (state !== "done") return state;
  return holds ? "holds" : "fails";
}

export function percentOf({
  rooms_proved,
  rooms_total,
}: Pick<Proof, "rooms_proved" | "rooms_total">): number {
  return rooms_total > 0 ? Math.round((100 * rooms_proved) / rooms_total) : 0;
}

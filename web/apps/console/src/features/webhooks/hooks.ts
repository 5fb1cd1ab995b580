/** Webhooks as the page reads them: kinds under their heads, and which deliveries are still moving. */
import type { Shapes } from "@shuke/api";

export type Hook = Shapes["HookOut"];
export type HookIn = Shapes["HookIn"];
export type Kind = Shapes["HookKindOut"];
export type Delivery = Shapes["DeliveryOut"];

const SOON_MS = 90_000;

/** The kinds under their heads, both in the order in which they were told. */
export function grouped(kinds: readonly Kind[]): { head: Kind["group"]; kinds: Kind[] }[] {
  const found = new Map<string, { head: Kind["group"]; kinds: Kind[] }>();
  for (const kind of kinds) {
    const group = found.get(kind.group.zh) ?? { head: kind.group, kinds: [] };
    group.kinds.push(kind);
    found.set(kind.group.zh, group);
  }
  return [...found.values()];
}

/** Whether something becomes of it within a moment, so that it is worth asking again soon. */
export function isMoving({ state, next_at: next }: Delivery, now = Date.now()): boolean {
  return state === "waiting" && next !== null && Date.parse(next) < now + SOON_MS;
}

/** The body with a line for each field, for people; as it is where it is no JSON. */
export function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

/** 340 ms, 2.1 s; a dash before the first try. */
export function tookText(ms: number | null): string {
  if (ms === null) return "–";
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** How a notice is read: where it leads, how far it is, and when to ask again. */
import type { Shapes } from "@shuke/api";
import type { Page } from "../../kit/pages";

export type Notice = Shapes["ToldOut"];
export type Notices = Shapes["NoticesOut"];

const SECOND = 1000;
const AT_WORK = 3 * SECOND;
const CALM = 45 * SECOND;
const LONGEST = 10 * 60 * SECOND;

/** Soon while something is on its way, calmly otherwise, and ever more rarely while no answer comes. */
export function pauseFor(notices: Notices | undefined, failures: number): number {
  if (failures > 0) return Math.min(CALM * 2 ** failures, LONGEST);
  return notices?.items.some(({ state }) => state === "running") ? AT_WORK : CALM;
}

/** Whole percents, where it is known how much there is to do; only the end is 100. */
export function percentOf({ done, total }: Notice): number | null {
  return total ? Math.min(99, Math.floor((done * 100) / total)) : null;
}

/** The page of the thing itself first; where none is, the page on which such things stand. */
const PLACES: Record<Notice["kind"], readonly string[]> = {
  import: ["imports/:id"],
  simulation: ["programme/simulations/:id", "programme"],
  rule: ["programme/versions/:id", "programme"],
  proposal: ["finance/approvals", "finance/proposals"],
  job: ["settings/system"],
  webhook: ["settings/webhooks/:id", "settings/webhooks"],
};

/** Where it is dealt with; null where the console has no page for it. */
export function addressOf({ kind, id }: Pick<Notice, "kind" | "id">, pages: readonly Page[]): string | null {
  const there = new Map(pages.map(({ path }) => [path.replace(/:\w+/g, ":id"), path]));
  const path = PLACES[kind].find((each) => there.has(each));
  return path ? `/${path.replace(":id", id)}` : null;
}

/** The latest moment that has been shown: up to then all is seen. */
export function latestOf(notices: Notices): string | null {
  const ended = notices.items.filter(({ state }) => state !== "running").map(({ at }) => at);
  return ended.sort((one, other) => Date.parse(other) - Date.parse(one))[0] ?? null;
}

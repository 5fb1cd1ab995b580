/** The choice of entries as it stands in the address, and what an entry leads to. */
import type { Shapes } from "@shuke/api";

export type Entry = Shapes["AuditOut"];

export interface Choice {
  action: string;
  actor: string;
  subject: string;
  from: string;
  /** The last day, included. */
  until: string;
}

const NAMES = ["action", "actor", "subject", "from", "until"] as const;

/** The choice that an address holds; its names begin with "a-", so that the page's period stays its own. */
export function choiceOf(params: URLSearchParams): Choice {
  const of = (name: (typeof NAMES)[number]) => params.get(`a-${name}`) ?? "";
  return {
    action: of("action"),
    actor: of("actor"),
    subject: of("subject"),
    from: of("from"),
    until: of("until"),
  };
}

export function withChoice(before: URLSearchParams, changes: Partial<Choice>): URLSearchParams {
  const next = new URLSearchParams(before);
  for (const [name, value] of Object.entries(changes)) {
    if (value) next.set(`a-${name}`, value);
    else next.delete(`a-${name}`);
  }
  return next;
}

export function isChosen(choice: Choice): boolean {
  return NAMES.some((name) => choice[name] !== "");
}

/** The choice as the server asks for it; its last day is the first that is not asked for. */
export function queryOf(choice: Choice, dayAfter: (day: string) => string): Record<string, string> {
  const { action, actor, subject, from, until } = choice;
  return {
    ...(action && { action }),
    ...(actor && { actor_id: actor }),
    ...(subject && { subject }),
    ...(from && { from_date: from }),
    ...(until && { to_date: dayAfter(until) }),
  };
}

const PLACES: Record<string, (id: string) => string> = {
  member: (id) => `/members/${id}`,
  staff: (id) => `/settings/staff/${id}`,
  store: (id) => `/stores/${id}`,
  import: (id) => `/imports/${id}`,
  proof: (id) => `/finance/proofs?proof=${id}`,
  webhook: (id) => `/settings/webhooks/${id}`,
};

/** Where the console shows what an entry is about; null where it has no page of its own. */
export function placeOf(subject: string): string | null {
  const [kind = "", id = ""] = subject.split(":");
  return /^\d+$/.test(id) ? (PLACES[kind]?.(id) ?? null) : null;
}

export interface Change {
  field: string;
  before: unknown;
  after: unknown;
}

/** Every item that stands before or after, side by side. */
export function changesOf({ before, after }: Pick<Entry, "before" | "after">): Change[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names].map((field) => ({
    field,
    before: before?.[field],
    after: after?.[field],
  }));
}

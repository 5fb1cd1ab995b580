/** Where a person begins the day: each role has its own first page, and nobody lands on one that is not theirs. */
import type { MenuPage } from "./menu";

export interface Person {
  roles: readonly string[];
  /** The stores of each grant; null is the whole chain. */
  grants: readonly { role: string; stores: readonly string[] | null }[];
}

type Home = (open: readonly MenuPage[]) => MenuPage | undefined;

const byPath =
  (path: string): Home =>
  (open) =>
    open.find((page) => page.path === path);
const byRight =
  (right: string): Home =>
  (open) =>
    open.find((page) => page.entry.right === right);
const byGroup =
  (group: string): Home =>
  (open) =>
    open.find((page) => page.entry.group === group);

const OVERVIEW = byPath("overview");
const MEMBERS = byPath("members");

/** The role that answers for most comes first, for whoever has several. */
const HOMES: readonly (readonly [role: string, home: Home])[] = [
  ["owner", OVERVIEW],
  ["hq", OVERVIEW],
  ["regional", OVERVIEW],
  ["finance", byGroup("finance")],
  ["auditor", byRight("audit.see")],
  ["store_manager", OVERVIEW],
  ["guide", MEMBERS],
  ["cashier", MEMBERS],
];

/** The address of the first page; null where no page is open to the person. */
export function homeOf(person: Person, open: readonly MenuPage[]): string | null {
  for (const [role, home] of HOMES) {
    const page = person.roles.includes(role) && home(open);
    if (page) return `/${page.path}${ownStore(person, role)}`;
  }
  const otherwise = OVERVIEW(open) ?? open[0];
  return otherwise ? `/${otherwise.path}` : null;
}

/** Whoever has the role in one store alone begins with that store. */
function ownStore({ grants }: Person, role: string): string {
  const stores = grants.filter((grant) => grant.role === role).map((grant) => grant.stores);
  if (stores.length === 0 || stores.some((each) => each === null)) return "";
  const own = [...new Set(stores.flatMap((each) => each ?? []))];
  return own.length === 1 ? `?store=${own[0]}` : "";
}

/** Which commands answer to a text, the best first, those of one kind together. */
import { initials } from "./pinyin";

export interface Command {
  id: string;
  kind: "member" | "page" | "store" | "act";
  label: string;
  /** What stands beside it in quiet letters. */
  hint: string;
  /** All that it answers to, in both languages. */
  names: readonly string[];
  act: () => void;
}

const NOT = Number.POSITIVE_INFINITY;

export function matching(commands: readonly Command[], text: string, most: number): Command[] {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return commands.slice(0, most);
  const best = commands
    .map((command) => ({ command, rank: Math.min(...command.names.map((name) => rank(name, wanted))) }))
    .filter(({ rank }) => rank !== NOT)
    .sort((one, other) => one.rank - other.rank)
    .slice(0, most)
    .map(({ command }) => command);
  const kinds = [...new Set(best.map(({ kind }) => kind))];
  return kinds.flatMap((each) => best.filter(({ kind }) => kind === each));
}

/** 0 is the name itself; then its beginning, its inside, its spoken letters. */
function rank(name: string, wanted: string): number {
  const lower = name.toLowerCase();
  if (lower === wanted) return 0;
  if (lower.startsWith(wanted)) return 1;
  if (lower.split(/\s+/).some((word) => word.startsWith(wanted))) return 2;
  if (lower.includes(wanted)) return 3;
  if (!/^[a-z0-9]+$/.test(wanted)) return NOT;
  const letters = initials(name);
  if (letters.startsWith(wanted)) return 4;
  return letters.includes(wanted) ? 5 : NOT;
}

const LEAST = 4;
const PHONE = 8;

/** A text that may be a member: each search is counted and goes by phone, card or their last four, so no half phones. */
export function mayBeMember(text: string): boolean {
  const wanted = text.trim();
  if (/^\d+$/.test(wanted)) return wanted.length === LEAST || wanted.length >= PHONE;
  return wanted.length >= LEAST;
}

/**
 * How a file of the same columns was read the last time, for this browser. Tills export the same columns every month,
 * and an error file has to be read like the file it came from. Only names of columns are kept, never a cell.
 */
import { create } from "zustand";
import { persist } from "zustand/middleware";
import type { Kind } from "./fields";
import { columnsOf, type Draft, draftOf, type Guess } from "./mapping";

const MOST = 30;

interface Memory {
  drafts: Record<string, Draft>;
  remember: (guess: Guess, draft: Draft) => void;
}

export const useMemory = create<Memory>()(
  persist(
    (set) => ({
      drafts: {},
      remember: (guess, draft) => set(({ drafts }) => ({ drafts: kept(drafts, guess, draft) })),
    }),
    { name: "shuke.imports" },
  ),
);

/** The drafts with one more, the latest last; the oldest go. */
export function kept(drafts: Record<string, Draft>, guess: Guess, draft: Draft): Record<string, Draft> {
  const key = keyOf(guess);
  const others = Object.entries(drafts).filter(([each]) => each !== key);
  return Object.fromEntries([...others, [key, draft] as const].slice(-MOST));
}

/** What to begin with: as last time where the columns are the same, else as the server guesses. */
export function begun(drafts: Record<string, Draft>, guess: Guess, chosen: Kind | null) {
  const last = drafts[keyOf(guess)];
  if (last && (chosen === null || chosen === last.kind)) return { draft: last, isRemembered: true };
  return { draft: draftOf(guess, chosen ?? guess.kind), isRemembered: false };
}

function keyOf(guess: Guess): string {
  return JSON.stringify(columnsOf(guess).map(({ name }) => name));
}

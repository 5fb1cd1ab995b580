/** Which rows are chosen: some by their keys, or all that the list would show, loaded or not. */
import { useMemo, useState } from "react";

export interface Chosen {
  keys: ReadonlySet<string>;
  isAll: boolean;
}

export interface Selection extends Chosen {
  change: (chosen: Chosen) => void;
  clear: () => void;
}

const NOTHING: Chosen = { keys: new Set(), isAll: false };

/** The choice of the list that `of` names; another list begins with nothing chosen. */
export function useSelection(of = ""): Selection {
  const [held, hold] = useState({ of, chosen: NOTHING });
  const chosen = held.of === of ? held.chosen : NOTHING;
  return useMemo(
    () => ({
      ...chosen,
      change: (next) => hold({ of, chosen: next }),
      clear: () => hold({ of, chosen: NOTHING }),
    }),
    [of, chosen],
  );
}

export function isChosen({ keys, isAll }: Chosen, key: string): boolean {
  return isAll || keys.has(key);
}

/** With this row chosen, or no longer: whoever takes one out of all has the loaded others. */
export function toggled(chosen: Chosen, key: string, loaded: readonly string[]): Chosen {
  const keys = new Set(chosen.isAll ? loaded : chosen.keys);
  if (!keys.delete(key)) keys.add(key);
  return { keys, isAll: false };
}

/** Whether none, some or every loaded row is chosen. */
export function extent(chosen: Chosen, loaded: readonly string[]): "none" | "some" | "every" {
  if (chosen.isAll) return "every";
  if (chosen.keys.size === 0) return "none";
  return loaded.length > 0 && loaded.every((key) => chosen.keys.has(key)) ? "every" : "some";
}

/** Every loaded row, or none where every one was chosen. */
export function toggledAll(chosen: Chosen, loaded: readonly string[]): Chosen {
  return extent(chosen, loaded) === "every" ? NOTHING : { keys: new Set(loaded), isAll: false };
}

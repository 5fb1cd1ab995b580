/** What somebody has typed and not saved survives a reload of the page; it ends with the browser's tab. */
import { useCallback, useState } from "react";
import type { Part } from "./model/form";

const LONGEST = 500_000;

export function useUnsaved(name: string) {
  const key = `shuke.draft.${name}`;
  const [found] = useState(() => read(key));
  const keep = useCallback(
    (body: Part | null) => {
      const text = body && JSON.stringify(body);
      if (text && text.length < LONGEST) sessionStorage.setItem(key, text);
      else sessionStorage.removeItem(key);
    },
    [key],
  );
  return { found, keep };
}

function read(key: string): Part | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null") as Part | null;
  } catch {
    return null;
  }
}

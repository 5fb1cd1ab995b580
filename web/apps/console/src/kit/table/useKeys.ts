/** A table by keyboard: arrows, page, home and end move from row to row, Enter opens one, the space bar chooses it. */
import { type KeyboardEvent, useState } from "react";

const LEAP = 10;

interface Keys {
  count: number;
  show: (at: number) => void;
  open: ((at: number) => void) | undefined;
  choose: ((at: number) => void) | undefined;
}

export function useKeys({ count, show, open, choose }: Keys) {
  const [at, setAt] = useState(-1);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return;
    const next = moved(event.key, at, count);
    if (next !== null) {
      setAt(next);
      show(next);
    } else if (!act(event.key)) return;
    event.preventDefault();
  };
  const act = (key: string): boolean => {
    const does = key === "Enter" ? open : key === " " ? choose : undefined;
    if (!does || at < 0 || at >= count) return false;
    does(at);
    return true;
  };
  return { at, onKeyDown };
}

/** The row that a key moves to; null where it moves nowhere. */
export function moved(key: string, at: number, count: number): number | null {
  const steps: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + LEAP,
    PageUp: at - LEAP,
    Home: 0,
    End: count - 1,
  };
  const next = steps[key];
  if (next === undefined || count === 0) return null;
  return Math.min(Math.max(next, 0), count - 1);
}

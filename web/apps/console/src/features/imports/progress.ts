/** How far an import is, what may be done with it, and for how long it can be taken back. */
import type { Shapes } from "@shuke/api";

export type Run = Shapes["RunOut"];
export type Summary = Shapes["SummaryOut"];
export type Rehearsal = Shapes["RehearsalOut"];

const DAY_MS = 86_400_000;
const UNDO_DAYS = 7;
const PATIENCE_MS = 15_000;

/** Rows that have been dealt with, whatever came of them. */
export function handled(summary: Summary): number {
  return summary.accepted + summary.rejected + summary.duplicates;
}

/** Whole percents of the rows; null where nobody knows how many rows there are. Only the end is 100. */
export function percentDone(run: Run, rows: number | null): number | null {
  if (run.state === "done") return 100;
  const whole = Math.max(rows ?? 0, run.kind === "receipts" ? run.summary.rows : 0);
  if (whole === 0) return null;
  return Math.min(99, Math.floor((handled(run.summary) * 100) / whole));
}

export function isAtWork(run: Run): boolean {
  return run.state === "started";
}

/** Nothing has come of it for a while: the worker reads a long file, or there is none. */
export function isSilent(run: Run, now: number): boolean {
  return isAtWork(run) && handled(run.summary) === 0 && now - Date.parse(run.started_at) > PATIENCE_MS;
}

/** Until when it can be taken back; null where it cannot be. */
export function undoUntil(run: Run, now: number): Date | null {
  if (!["done", "cancelled", "failed"].includes(run.state)) return null;
  const until = Date.parse(run.finished_at ?? run.started_at) + UNDO_DAYS * DAY_MS;
  return until > now ? new Date(until) : null;
}

/** The rows that the address says the file has, as the rehearsal counted them. */
export function rowsSaid(text: string | null): number | null {
  const rows = Number(text);
  return Number.isInteger(rows) && rows > 0 ? rows : null;
}

export type Verdict = "clean" | "someRejected" | "allKnown" | "nothingNew" | "nothing";

/** What a rehearsal says, in a word. */
export function verdictOf({ rows, accepted, rejected, duplicates }: Summary): Verdict {
  if (rows > 0 && duplicates === rows) return "allKnown";
  if (accepted === 0) return duplicates > 0 ? "nothingNew" : "nothing";
  return rejected > 0 ? "someRejected" : "clean";
}

export function isTrying({ state }: Rehearsal): boolean {
  return state === "waiting" || state === "running";
}

/** Whole percents of the present step of a trial run; null where nobody knows how many rows there are. */
export function triedPercent({ done, total }: Rehearsal): number | null {
  return total ? Math.min(99, Math.floor((done * 100) / total)) : null;
}

/** Moments as the chain's clocks show them. */
const WRITTEN: Intl.DateTimeFormatOptions = {
  timeZone: "Asia/Shanghai",
  dateStyle: "short",
  timeStyle: "short",
};

/** 2026-11-22 09:05; a dash for what has not happened. */
export function momentText(moment: string | null | undefined): string {
  return moment ? new Intl.DateTimeFormat("sv-SE", WRITTEN).format(new Date(moment)) : "–";
}

/** Whole seconds between two moments, as "3 min 5 s". */
export function tookText(from: string | null, to: string | null): string {
  if (!from || !to) return "–";
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

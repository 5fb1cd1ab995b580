/** Lengths of time of a lifecycle, laid along a line. */
import { isPart, type Json } from "./form";

export interface Stretch {
  state: "active" | "silent" | "dormant" | "lost";
  from: number;
  to: number;
}

const MONTH = 30.4;

/** About how many days a span is: months are not all of one length. */
export function daysOf(span: Json | undefined): number {
  if (!isPart(span)) return 0;
  return Math.round(Number(span.months ?? 0) * MONTH + Number(span.days ?? 0));
}

/** From the last purchase on; the last stretch is drawn a quarter longer than the line to it. */
export function stretches(cycle: Json | undefined): Stretch[] {
  if (!isPart(cycle)) return [];
  const [silent, dormant, lost] = [daysOf(cycle.silent), daysOf(cycle.dormant), daysOf(cycle.lost)];
  const edges = [0, silent, Math.max(dormant, silent), Math.max(lost, dormant, silent)];
  const end = Math.max(Math.round((edges[3] ?? 0) * 1.25), 1);
  const states = ["active", "silent", "dormant", "lost"] as const;
  return states.map((state, place) => ({ state, from: edges[place] ?? 0, to: edges[place + 1] ?? end }));
}

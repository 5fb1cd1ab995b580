/** The category tree, and which cycle holds for a category: its own or the nearest above. */
import type { Shapes } from "@shuke/api";

export type Category = Shapes["CategoryOut"];

export interface Cycle {
  unit: "days" | "months";
  count: number;
  isOwn: boolean;
}

export interface Node {
  key: string;
  name: string;
  children: Node[];
}

export function treeOf(categories: readonly Category[], parent: string | null = null): Node[] {
  return categories
    .filter(({ parent_id }) => parent_id === parent)
    .map(({ id, name }) => ({ key: id, name, children: treeOf(categories, id) }));
}

export function cycleOf(id: string, categories: readonly Category[]): Cycle | null {
  const own = categories.find((each) => each.id === id);
  if (!own) return null;
  if (own.cycle_days) return { unit: "days", count: own.cycle_days, isOwn: true };
  if (own.cycle_months) return { unit: "months", count: own.cycle_months, isOwn: true };
  const above = own.parent_id ? cycleOf(own.parent_id, categories) : null;
  return above && { ...above, isOwn: false };
}

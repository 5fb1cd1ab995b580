/** Quadrants as rectangles of a picture: purchases to the right, amount upwards; what has no bound goes to the edge. */
import type { Finding } from "../rules";
import { isPart, type Json } from "./form";

export interface Box {
  left: number;
  right: number;
  bottom: number;
  top: number;
}

export interface Plane {
  purchases: number[];
  amounts: number[];
}

const BEYOND = 2;

/** All bounds that matter, each once, and one beyond the last. */
export function planeOf(boxes: readonly Json[]): Plane {
  const parts = boxes.filter(isPart);
  const bounds = (names: readonly string[]) =>
    parts.flatMap((box) => names.map((name) => box[name])).filter((each) => typeof each === "number");
  return {
    purchases: edges([0, 1, ...bounds(["purchases_from", "purchases_below"])], 1),
    amounts: edges([0, ...bounds(["amount_from_minor", "amount_below_minor"])], 10_000),
  };
}

function edges(bounds: readonly number[], least: number): number[] {
  const found = [...new Set(bounds.filter((each) => each >= 0))].sort((one, other) => one - other);
  const last = found.at(-1) ?? 0;
  return [...found, last + Math.max(least * BEYOND, Math.round(last / BEYOND))];
}

/** Every stretch between two bounds is drawn equally wide, so that a narrow one can be seen. */
export function shareOf(bounds: readonly number[], value: number | null, isEnd: boolean): number {
  const steps = bounds.length - 1;
  if (value === null) return isEnd ? 1 : 0;
  const next = bounds.findIndex((each) => each >= value);
  if (next <= 0) return next < 0 ? 1 : 0;
  const [low, high] = [bounds[next - 1] ?? 0, bounds[next] ?? 1];
  return (next - 1 + (value - low) / (high - low)) / steps;
}

export function boxOf(box: Json, { purchases, amounts }: Plane): Box {
  const part = isPart(box) ? box : {};
  const bound = (name: string) => (typeof part[name] === "number" ? part[name] : null);
  return {
    left: shareOf(purchases, bound("purchases_from"), false),
    right: shareOf(purchases, bound("purchases_below"), true),
    bottom: shareOf(amounts, bound("amount_from_minor"), false),
    top: shareOf(amounts, bound("amount_below_minor"), true),
  };
}

/** Where a hole or an overlap lies; its ends are included, a picture's are not. */
export function areaOf({ area }: Finding, { purchases, amounts }: Plane): Box | null {
  if (!area) return null;
  return {
    left: shareOf(purchases, area.purchases_from, false),
    right: shareOf(purchases, area.purchases_to === null ? null : area.purchases_to + 1, true),
    bottom: shareOf(amounts, area.amount_from_minor, false),
    top: shareOf(amounts, area.amount_to_minor === null ? null : area.amount_to_minor + 1, true),
  };
}

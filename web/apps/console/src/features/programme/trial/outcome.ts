/** What a simulation answers, made ready to be shown. */

import type { Shapes } from "@shuke/api";
import { type Language, money, shown, type Unit } from "@shuke/core";
import { figureText } from "../model/units";

export type Trial = Shapes["AnsweredOut"];
export type Outcome = Shapes["OutcomeOut"];
export type Table = Shapes["TableOut"];
export type Mover = Shapes["MoverOut"];

export function isAtWork({ state }: Pick<Trial, "state">): boolean {
  return state === "waiting" || state === "running";
}

/** A figure of an answer: fen as money, points with their word. */
export function text(value: unknown, unit: string, language: Language): string {
  if (typeof value !== "number")
    return value === null || value === undefined || value === "" ? "–" : String(value);
  if (unit === "minor") return money(value, language);
  if (unit === "points") return figureText(value, "points", language);
  return shown(value, "count" satisfies Unit, language);
}

export interface Sum {
  name: string;
  unit: "minor" | "count";
  old: number;
  new: number;
}

/** The further sums in pairs: `gifts_old` and `gifts_new` are the gifts of both rules. */
export function sumsOf(totals: { [name: string]: number }): Sum[] {
  return Object.keys(totals)
    .filter((name) => /_old(_minor)?$/.test(name))
    .map((name) => {
      const other = name.replace(/_old(_minor)?$/, "_new$1");
      const unit = name.endsWith("_minor") ? ("minor" as const) : ("count" as const);
      const base = name.replace("_old", "");
      return { name: base, unit, old: totals[name] ?? 0, new: totals[other] ?? 0 };
    });
}

/** The columns that a chart draws beside each other, and the one that names a row. */
export function drawable({ columns }: Table): { label: number; old: number; new: number } | null {
  const place = (name: string) => columns.findIndex((each) => each.name === name);
  const label = place("name") >= 0 ? place("name") : columns.findIndex((each) => each.unit === "text");
  const found = { label, old: place("old"), new: place("new") };
  return Object.values(found).every((each) => each >= 0) ? found : null;
}

/** 金卡/Gold as the reader calls it. */
export function ownName(value: unknown, language: Language): string {
  const text = String(value ?? "");
  const [zh, en, ...more] = text.split("/");
  if (en === undefined || more.length > 0) return text;
  return (language === "zh" ? zh : en) ?? text;
}

/** Class → its name, out of the table of moves. */
export function classNames(outcome: Outcome, language: Language): Map<string, string> {
  const names = new Map<string, string>();
  for (const { columns, rows } of outcome.tables) {
    const place = (name: string) => columns.findIndex((each) => each.name === name);
    for (const [key, name] of [
      ["from", "from_name"],
      ["to", "to_name"],
    ] as const) {
      if (place(key) < 0 || place(name) < 0) continue;
      for (const row of rows) names.set(String(row[place(key)]), ownName(row[place(name)], language));
    }
  }
  return names;
}

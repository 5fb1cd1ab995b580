/** The fields of a profile by their groups: the basics first, then the dictionary's, each with what is told of it. */
import type { Shapes } from "@shuke/api";

export type Field = Shapes["ProfileFieldOut"];
export type Entry = Shapes["ProfileEntryOut"];

export const BASICS = ["name", "gender", "birthday"] as const;

export interface Group {
  name: string;
  fields: Field[];
}

/** Fields of one group stand together, in the order in which the dictionary gives them. */
export function grouped(fields: readonly Field[]): Group[] {
  const groups = new Map<string, Field[]>();
  for (const field of fields) groups.set(field.group, [...(groups.get(field.group) ?? []), field]);
  return [...groups].map(([name, own]) => ({ name, fields: own }));
}

/** Only what was changed is sent; an empty text takes a value away. */
export function changed(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const news = Object.entries(after).map(([key, value]) => [key, textOf(value)] as const);
  return Object.fromEntries(news.filter(([key, text]) => text !== (before[key] ?? "")));
}

function textOf(value: string | string[] | undefined): string {
  return Array.isArray(value) ? value.join(",") : (value ?? "");
}

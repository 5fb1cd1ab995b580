/** The mapping while it is being edited, and the text in which the server reads it. */
import type { Shapes } from "@shuke/api";
import { AMOUNTS, type Field, isFieldOf, type Kind, NEEDED } from "./fields";

export type Guess = Shapes["GuessOut"];
export type MemberBy = "phone" | "card" | "legacy_id";
export type DateOrder = "" | "ymd" | "dmy" | "mdy";
export type Unit = "yuan" | "fen";

/** A column of the file with the first of what stands in it. */
export interface Column {
  name: string;
  samples: string[];
}

export interface Draft {
  kind: Kind;
  /** The column that feeds each field. */
  fed: Partial<Record<Field, string>>;
  /** Every row belongs to this store; "" where a column says it. */
  store: string;
  memberBy: MemberBy;
  dateOrder: DateOrder;
  unit: Unit;
  /** The name of a ready mapping, used in place of all above. */
  ready: string;
}

/** What the server proposes, for the kind that was chosen; fields that the kind does not know are left out. */
export function draftOf(guess: Guess, kind: Kind = guess.kind): Draft {
  const fed: Draft["fed"] = {};
  for (const { field, column } of guess.columns) if (isFieldOf(kind, field)) fed[field] = column;
  return {
    kind,
    fed,
    store: "",
    memberBy: guess.mapping.includes('member_by = "legacy_id"') ? "legacy_id" : "phone",
    dateOrder: "",
    unit: "yuan",
    ready: "",
  };
}

/** The columns to be looked at; those that an error file brings for itself are the server's. */
export function columnsOf(guess: Guess): Column[] {
  return guess.header
    .map((name, place) => ({ name, samples: guess.samples.map((row) => row[place] ?? "") }))
    .filter(({ name }) => !/^__\w+__$/.test(name));
}

export function fieldOf(draft: Draft, column: string): Field | null {
  const found = Object.entries(draft.fed).find(([, name]) => name === column)?.[0];
  return found !== undefined && isFieldOf(draft.kind, found) ? found : null;
}

/** Let a column feed a field, or nothing; a field is fed by one column and a column feeds one field. */
export function fedBy(draft: Draft, column: string, field: Field | null): Draft {
  const others = Object.entries(draft.fed).filter(([name, fed]) => fed !== column && name !== field);
  const fed: Draft["fed"] = Object.fromEntries(others);
  if (field) fed[field] = column;
  return { ...draft, fed, store: field === "store" ? "" : draft.store };
}

/** The groups of fields of which none is fed. */
export function missingIn(draft: Draft): readonly (readonly Field[])[] {
  if (draft.ready) return [];
  return NEEDED[draft.kind].filter((group) => !group.some((field) => isFed(draft, field)));
}

export function isFed(draft: Draft, field: Field): boolean {
  return draft.fed[field] !== undefined || (field === "store" && draft.store !== "");
}

/** The mapping as the server reads it: TOML, whose texts are written like those of JSON. */
export function tomlOf(draft: Draft): string {
  const head = [];
  if (draft.kind === "receipts" && draft.fed.member) head.push(`member_by = ${quoted(draft.memberBy)}`);
  if (draft.dateOrder) head.push(`date_order = ${quoted(draft.dateOrder)}`);
  const body = Object.entries(draft.fed).map(([field, column]) => `${field} = ${feed(draft, field, column)}`);
  if (draft.store && !draft.fed.store) body.push(`store = { constant = ${quoted(draft.store)} }`);
  return [...head, `[${draft.kind}.columns]`, ...body, ""].join("\n");
}

/** How the uploaded table is to be read, for a rehearsal and for the start. */
export function readingOf(uploadId: string, draft: Draft): Shapes["Reading"] {
  return {
    upload_id: uploadId,
    kind: draft.kind,
    mapping: draft.ready ? "" : tomlOf(draft),
    ready: draft.ready,
  };
}

function feed(draft: Draft, field: string, column: string): string {
  const isFen = draft.unit === "fen" && isFieldOf(draft.kind, field) && AMOUNTS.has(field);
  return isFen ? `{ column = ${quoted(column)}, unit = "fen" }` : quoted(column);
}

/** TOML forbids one control character that JSON lets stand. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll("\u007f", "\\u007F");
}

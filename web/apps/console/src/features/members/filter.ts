/** The filter of the list: as the address says it, as the server takes it, and part by part as a person reads it. */
import type { Shapes } from "@shuke/api";

export type Filter = Partial<Shapes["MemberFilter"]>;
export type Mark = keyof Filter;

type Kind = "text" | "number" | "flag" | "texts" | "numbers";

/** Every mark that the page asks for. The store is chosen in the header; a choice by hand stands in no address. */
const KINDS = {
  text: "text",
  guide_id: "text",
  unowned: "flag",
  tier: "numbers",
  state: "texts",
  rfm_class: "texts",
  quadrant: "texts",
  value_class: "texts",
  tag_id: "texts",
  last_from: "text",
  last_before: "text",
  quiet_days: "number",
  receipts_least: "number",
  receipts_most: "number",
  spent_least: "number",
  spent_most: "number",
  points_least: "number",
  stored_least: "number",
  joined_from: "text",
  joined_before: "text",
  sex: "texts",
  age_least: "number",
  age_most: "number",
  birth_month: "numbers",
  birthday_within: "number",
  has_phone: "flag",
  marketing: "flag",
} as const satisfies Partial<Record<Mark, Kind>>;

export type Asked = keyof typeof KINDS;

const MARKS = Object.keys(KINDS) as Asked[];

export function filterOf(params: URLSearchParams): Filter {
  return Object.fromEntries(
    MARKS.flatMap((mark) => {
      const value = read(KINDS[mark], params.getAll(mark));
      return value === undefined ? [] : [[mark, value]];
    }),
  );
}

function read(kind: Kind, given: string[]): string | number | boolean | string[] | number[] | undefined {
  const [first] = given;
  if (!first) return undefined;
  switch (kind) {
    case "text":
      return first;
    case "texts":
      return given;
    case "flag":
      return first === "true";
    case "number":
      return numbers([first])[0];
    case "numbers":
      return numbers(given);
  }
}

function numbers(given: string[]): number[] {
  return given.map(Number).filter(Number.isInteger);
}

/** The address with this filter in the place of the one before; all else stays. */
export function withFilter(params: URLSearchParams, filter: Filter): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const mark of MARKS) {
    next.delete(mark);
    const value = filter[mark];
    for (const each of Array.isArray(value) ? value : [value]) {
      if (isSaid(each)) next.append(mark, String(each));
    }
  }
  return next;
}

/** Without what says nothing: no choice, an empty text, a "no" to having no owner. */
export function plain(filter: Filter): Filter {
  return Object.fromEntries(
    MARKS.flatMap((mark) => {
      const value = filter[mark];
      const isEmpty = Array.isArray(value) ? value.length === 0 : !isSaid(value);
      return isEmpty || (mark === "unowned" && !value) ? [] : [[mark, value]];
    }),
  );
}

function isSaid(value: unknown): boolean {
  return value !== null && value !== undefined && value !== "";
}

export function isEmpty(filter: Filter): boolean {
  return Object.keys(plain(filter)).length === 0;
}

export function isSame(one: Filter, other: Filter): boolean {
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other));
}

/** Marks that a person reads as one: a span of days, of figures, of years. */
export const PARTS: readonly (readonly Asked[])[] = [
  ["text"],
  ["guide_id"],
  ["unowned"],
  ["tier"],
  ["state"],
  ["rfm_class"],
  ["quadrant"],
  ["value_class"],
  ["tag_id"],
  ["last_from", "last_before"],
  ["quiet_days"],
  ["receipts_least", "receipts_most"],
  ["spent_least", "spent_most"],
  ["points_least"],
  ["stored_least"],
  ["joined_from", "joined_before"],
  ["sex"],
  ["age_least", "age_most"],
  ["birth_month"],
  ["birthday_within"],
  ["has_phone"],
  ["marketing"],
];

export function without(filter: Filter, marks: readonly Asked[]): Filter {
  return Object.fromEntries(Object.entries(filter).filter(([mark]) => !marks.includes(mark as Asked)));
}

/** The filter as the server wants it: every mark may be left out, as its shape says by its defaults. */
export function whole(filter: Filter): Shapes["MemberFilter"] {
  return {
    text: "",
    unowned: false,
    tier: [],
    rfm_class: [],
    state: [],
    quadrant: [],
    value_class: [],
    birth_month: [],
    sex: [],
    tag_id: [],
    member_id: [],
    ...filter,
  };
}

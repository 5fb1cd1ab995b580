/** The report said in one sentence, so that everybody knows what the figures are of. */
import type { Language } from "@shuke/core";
import { inLanguage, shift } from "@shuke/core";
import type { Answer, Cut, Fields, Filter } from "./cut";
import { nameOf } from "./names";
import type { BuilderWord } from "./words";

export type Say = (word: BuilderWord, values?: Record<string, string | number>) => string;
export type CalledValue = (field: string, value: string) => string;

const SHOWN = 3;

export interface Spoken {
  say: Say;
  language: Language;
  fields: Fields;
  called: CalledValue;
}

export function sentence(cut: Cut, answer: Answer | undefined, spoken: Spoken): string {
  const { say, language, fields } = spoken;
  const list = (names: readonly string[]) =>
    names.map((name) => nameOf(fields, name, language)).join(say("comma"));
  const filters = cut.filters
    .filter((each) => each.values.some((value) => value !== ""))
    .map((each) => only(each, spoken));
  return say("says", {
    period: periodOf(cut, say),
    days: answer ? daysOf(answer, language) : "",
    view: say(cut.view),
    groups: cut.groups.length > 0 ? say("saysGroups", { names: list(cut.groups) }) : say("saysWhole"),
    figures: list(cut.figures),
    filters: filters.length > 0 ? say("saysFilters", { all: filters.join(say("comma")) }) : "",
    compare: `${comparedOf(answer, say)}${cut.top ? say("saysTop", { top: cut.top }) : ""}`,
  });
}

export function periodOf({ period }: Cut, say: Say): string {
  switch (period.kind) {
    case "named":
      return say(period.name);
    case "last":
      return say(({ day: "lastDays", week: "lastWeeks", month: "lastMonths" } as const)[period.unit], {
        count: period.count,
      });
    default:
      return "";
  }
}

function daysOf({ from_date, to_date }: Answer, language: Language): string {
  const last = shift(to_date, -1);
  const text = from_date === last ? from_date : `${from_date} – ${last}`;
  return language === "zh" ? `(${text})` : ` (${text})`;
}

function comparedOf(answer: Answer | undefined, say: Say): string {
  if (!answer?.compared_from || !answer.compared_to) return "";
  return say("saysCompare", { from: answer.compared_from, to: shift(answer.compared_to, -1) });
}

function only({ field, op, values }: Filter, { say, language, fields, called }: Spoken): string {
  const name = nameOf(fields, field, language);
  const told = values.map((value) => (value === null ? say("nothing") : called(field, value)));
  if (op === "between") return say("saysBetween", { field: name, from: told[0] ?? "", to: told[1] ?? "" });
  const first = told.slice(0, SHOWN).join(say("comma"));
  const all = told.length > SHOWN ? say("andMore", { first, count: told.length }) : first;
  return say(op === "in" ? "saysIn" : "saysNot", { field: name, values: all });
}

/** The name that a new report is offered. */
export function offeredName(cut: Cut, fields: Fields, language: Language): string {
  const figure = fields.figures.find((each) => each.name === cut.figures[0]);
  const group = fields.groups.find((each) => each.name === cut.groups[0]);
  const parts = [group, figure].flatMap((each) => (each ? inLanguage(each, language) : []));
  return parts.join(language === "zh" ? "·" : " · ");
}

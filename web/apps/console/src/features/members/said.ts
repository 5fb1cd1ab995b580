/** A filter in words: each part as a chip says it, and the whole as one sentence. */
import { inLanguage, type Language, money, shift } from "@shuke/core";
import type { Choices } from "./choices";
import { type Asked, type Filter, PARTS } from "./filter";
import type { Word } from "./words";

type Say = (word: Word, values?: Record<string, string | number>) => string;

export interface Part {
  marks: readonly Asked[];
  text: string;
}

export function partsOf(filter: Filter, choices: Choices, say: Say, language: Language): Part[] {
  return PARTS.flatMap((marks) => {
    const text = said(marks[0], filter, { choices, say, language });
    return text ? [{ marks, text }] : [];
  });
}

interface Words {
  choices: Choices;
  say: Say;
  language: Language;
}

function said(mark: Asked | undefined, filter: Filter, words: Words): string | null {
  const tell = mark && TOLD[mark];
  return tell ? tell(filter, words) : null;
}

type Tell = (filter: Filter, words: Words) => string | null;

const named =
  (mark: "state" | "rfm_class" | "quadrant" | "value_class"): Tell =>
  (filter, { choices, say, language }) =>
    among(
      say(mark),
      filter[mark]?.map((key) => nameOf(choices[mark], key, language)),
      say,
    );

const TOLD: Partial<Record<Asked, Tell>> = {
  text: ({ text }, { say }) => (text ? say("saidText", { text }) : null),
  guide_id: ({ guide_id }, { say, choices }) =>
    guide_id ? say("saidGuide", { guide: choices.guides.get(guide_id) ?? "…" }) : null,
  unowned: ({ unowned }, { say }) => (unowned ? say("unowned") : null),
  tier: ({ tier }, { say, choices, language }) =>
    among(
      say("tier"),
      tier?.map((level) => levelName(choices, level, language) ?? say("outside")),
      say,
    ),
  state: named("state"),
  rfm_class: named("rfm_class"),
  quadrant: named("quadrant"),
  value_class: named("value_class"),
  tag_id: ({ tag_id }, { say, choices, language }) =>
    among(
      say("tags"),
      tag_id?.map((id) => {
        const tag = choices.tags.get(id);
        return tag ? inLanguage(tag, language) : "…";
      }),
      say,
    ),
  last_from: ({ last_from, last_before }, { say }) => days(say("last"), last_from, last_before, say),
  joined_from: ({ joined_from, joined_before }, { say }) =>
    days(say("joined"), joined_from, joined_before, say),
  quiet_days: ({ quiet_days }, { say }) => (quiet_days ? say("saidQuiet", { days: quiet_days }) : null),
  receipts_least: ({ receipts_least, receipts_most }, { say }) =>
    span(say("visits"), receipts_least, receipts_most, String, say),
  spent_least: ({ spent_least, spent_most }, { say, language }) =>
    span(say("spent"), spent_least, spent_most, (fen) => money(fen, language, 0), say),
  points_least: ({ points_least }, { say }) => span(say("points"), points_least, null, String, say),
  stored_least: ({ stored_least }, { say, language }) =>
    span(say("stored"), stored_least, null, (fen) => money(fen, language, 0), say),
  sex: ({ sex }, { say }) =>
    among(
      say("sex"),
      sex?.map((each) => say(each)),
      say,
    ),
  age_least: ({ age_least, age_most }, { say }) => span(say("age"), age_least, age_most, String, say),
  birth_month: ({ birth_month }, { say }) =>
    among(
      say("birthMonth"),
      birth_month?.map((month) => say("monthOf", { month })),
      say,
    ),
  birthday_within: ({ birthday_within }, { say }) => {
    if (birthday_within === null || birthday_within === undefined) return null;
    return birthday_within === 0 ? say("saidBirthdayToday") : say("saidBirthday", { days: birthday_within });
  },
  has_phone: ({ has_phone }, { say }) => either(has_phone, say("saidPhone"), say("saidNoPhone")),
  marketing: ({ marketing }, { say }) => either(marketing, say("saidMarketing"), say("saidNoMarketing")),
};

function among(what: string, names: string[] | undefined, say: Say): string | null {
  return names && names.length > 0 ? say("saidAmong", { what, names: names.join(say("or")) }) : null;
}

function either(value: boolean | null | undefined, yes: string, no: string): string | null {
  if (value === null || value === undefined) return null;
  return value ? yes : no;
}

type Figure = number | null | undefined;

function span(what: string, least: Figure, most: Figure, tell: (figure: number) => string, say: Say) {
  const [low, high] = [least ?? null, most ?? null];
  if (low !== null && high !== null) return say("saidBetween", { what, least: tell(low), most: tell(high) });
  if (low !== null) return say("saidLeast", { what, least: tell(low) });
  return high === null ? null : say("saidMost", { what, most: tell(high) });
}

type Day = string | null | undefined;

/** The day after the last is what the server is told; a person reads the last itself. */
function days(what: string, from: Day, before: Day, say: Say): string | null {
  if (from && before) return say("saidBetween", { what, least: from, most: shift(before, -1) });
  if (from) return say("saidSince", { what, from });
  return before ? say("saidUntil", { what, last: shift(before, -1) }) : null;
}

export function nameOf(
  named: readonly { key: string; zh: string; en: string }[],
  key: string | null,
  language: Language,
): string {
  const found = named.find((each) => each.key === key);
  return found ? inLanguage(found, language) : "–";
}

export function levelName(choices: Choices, level: number, language: Language): string | null {
  const found = choices.tier.find((each) => each.level === level);
  return found ? inLanguage(found, language) : null;
}

/** What the list shows, in one sentence. */
export function sentence(parts: readonly Part[], where: string, say: Say): string {
  if (parts.length === 0) return say("sentenceAll", { where });
  return say("sentence", { where, parts: parts.map(({ text }) => text).join(say("and")) });
}

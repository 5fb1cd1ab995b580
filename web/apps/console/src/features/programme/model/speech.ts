/** A rule's document in words: what a field is called, what a value says, what a whole part comes to. */
import { inLanguage, type Language } from "@shuke/core";
import { fieldsOf, isPart, type Json, type Node, type Part, plain, variantOf } from "./form";
import { figureText, monthDay, weekday } from "./units";

/** The name of what a unit and a value stand for: a store, a SKU, a level; undefined where it is not known. */
export type NameOf = (unit: string, value: string) => string | undefined;

export interface Speaker {
  language: Language;
  nameOf: NameOf;
}

export function label(node: Node, language: Language): string {
  return (language === "zh" ? node.zh : node.en) ?? "";
}

export function help(node: Node, language: Language): string {
  return (language === "zh" ? node.help_zh : node.help_en) ?? "";
}

const YES = { zh: "是", en: "yes" };
const NO = { zh: "否", en: "no" };
const NOTHING = "–";
/** What makes an entry of a list the same entry after a change, and what it is called by. */
const NAMES = { zh: ["zh", "name", "en", "code"], en: ["en", "name", "zh", "code"] } as const;

/** How the steps of a threshold count: by pieces, not by money. */
function isByPieces(parent: Json | undefined): boolean {
  return isPart(parent) && parent.by === "quantity";
}

/** A scalar in words. */
export function scalarText(node: Node, value: Json | undefined, speaker: Speaker, above?: Json): string {
  if (value === null || value === undefined || value === "") return NOTHING;
  const bare = plain(node);
  const named = bare.named?.[String(value)];
  if (named) return inLanguage(named, speaker.language);
  if (typeof value === "boolean") return inLanguage(value ? YES : NO, speaker.language);
  return unitText(bare.unit ?? "", value, speaker, above);
}

export function unitText(unit: string, value: Json, speaker: Speaker, above?: Json): string {
  const { language, nameOf } = speaker;
  if (unit === "weekday") return weekday(Number(value), language);
  if (unit === "month_day") return monthDay(Number(value), language);
  if (unit === "threshold" && typeof value === "number") {
    return isByPieces(above)
      ? `${value} ${language === "zh" ? "件" : "units"}`
      : figureText(value, "minor", language);
  }
  const name = nameOf(unit, String(value));
  if (name !== undefined) return name;
  return typeof value === "number" ? figureText(value, unit, language) : String(value);
}

/** What an entry of a list is called: by its own name, or by its kind. */
export function entryName(node: Node, value: Json, speaker: Speaker): string {
  const variant = variantOf(node, value);
  if (!isPart(value)) return scalarText(node, value, speaker);
  const own = NAMES[speaker.language]
    .map((name) => value[name])
    .find((name) => typeof name === "string" && name);
  const isVariant = plain(node).oneOf !== undefined;
  if (own && !isVariant) return String(own);
  const reference = Object.entries(variant.properties ?? {}).find(([, each]) =>
    REFERRING.has(each.unit ?? ""),
  );
  if (reference && !isVariant) {
    return scalarText(reference[1], value[reference[0]], speaker);
  }
  return label(variant, speaker.language);
}

const REFERRING = new Set(["sku", "coupon", "benefit", "category"]);

/** A whole value in a line: 累计消费满(¥3,000,最近 12 个月). */
export function describe(node: Node, value: Json | undefined, speaker: Speaker, above?: Json): string {
  if (value === null || value === undefined) return NOTHING;
  if (Array.isArray(value)) return listText(node, value, speaker);
  if (isPart(value)) return partText(node, value, speaker);
  return scalarText(node, value, speaker, above);
}

function listText(node: Node, list: readonly Json[], speaker: Speaker): string {
  if (list.length === 0) return NOTHING;
  const bare = plain(node);
  const unit = bare.unit ?? "";
  const texts = list.map((each, place) => {
    const entry = bare.prefixItems?.[place] ?? bare.items ?? {};
    return describe(unit && !entry.unit ? { ...entry, unit } : entry, each, speaker);
  });
  const isOfParts = list.some(isPart);
  if (speaker.language === "zh") return texts.join(isOfParts ? ";" : "、");
  return texts.join(isOfParts ? "; " : ", ");
}

function partText(node: Node, part: Part, speaker: Speaker): string {
  const variant = variantOf(node, part);
  const comma = speaker.language === "zh" ? "," : ", ";
  if (plain(node).oneOf !== undefined) return variantText(variant, part, speaker, comma);
  const said = variant.properties
    ? fieldTexts(variant, part, speaker)
    : Object.entries(part).map(
        ([key, each]) => `${keyText(plain(node), key, speaker)} ${mapValue(node, each, speaker)}`,
      );
  return said.join(comma) || NOTHING;
}

/** The kind by its name, then what it comes to; what it is called says more than its fields. */
function variantText(variant: Node, part: Part, speaker: Speaker, comma: string): string {
  const name = label(variant, speaker.language);
  const own = NAMES[speaker.language].map((each) => part[each]).find((each) => typeof each === "string");
  const [first, ...rest] = own ? [String(own)] : fieldTexts(variant, part, speaker, true);
  const more =
    rest.length > 0 ? (speaker.language === "zh" ? `(${rest.join(comma)})` : ` (${rest.join(comma)})`) : "";
  return first ? `${name} ${first}${more}` : name;
}

function mapValue(node: Node, value: Json, speaker: Speaker): string {
  const bare = plain(node);
  const values = typeof bare.additionalProperties === "object" ? (bare.additionalProperties ?? {}) : {};
  return describe(bare.unit ? { ...values, unit: bare.unit } : values, value, speaker);
}

/** The key of a mapping in words: a level, a weekday, a store. */
export function keyText(node: Node, key: string, speaker: Speaker): string {
  const named = node.propertyNames?.named?.[key];
  if (named) return inLanguage(named, speaker.language);
  return node.key_unit ? unitText(node.key_unit, key, speaker) : key;
}

function fieldTexts(variant: Node, part: Part, speaker: Speaker, isFirstBare = false): string[] {
  const fields = fieldsOf(variant).filter(([name, each]) => !isLeftOut(each, part[name]));
  return fields.map(([name, each], place) => {
    const text = describe(each, part[name], speaker, part);
    const speaksForItself = plain(each).oneOf !== undefined;
    const isBare = speaksForItself || (isFirstBare && place === 0 && hasOwnWords(plain(each)));
    return isBare ? text : `${label(each, speaker.language)} ${text}`;
  });
}

/** Whether a value is understood without the name of its field: a bare number is not. */
function hasOwnWords({ type, unit, named }: Node): boolean {
  return type !== "integer" || Boolean(unit) || named !== undefined;
}

function isLeftOut(node: Node, value: Json | undefined): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  if (isPart(value) && Object.values(value).every((each) => isLeftOut({}, each))) return true;
  return "default" in node && JSON.stringify(node.default) === JSON.stringify(value);
}

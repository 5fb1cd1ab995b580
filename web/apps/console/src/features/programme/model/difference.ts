/** What two versions of a rule differ in, in words: 金卡 · 累计门槛 ¥2,000 → ¥2,500. */
import { child, inner, isPart, type Json, type Node, type Part, plain, variantOf } from "./form";
import { describe, entryName, keyText, label, type Speaker } from "./speech";

export interface Change {
  where: readonly string[];
  /** Null where there was nothing: something new. */
  before: string | null;
  /** Null where nothing is left. */
  after: string | null;
}

interface Compared {
  node: Node;
  before: Json | undefined;
  after: Json | undefined;
  where: readonly string[];
  above?: Json | undefined;
}

/** By which of its fields an entry of a list stays itself, the first that it has. */
const IDENTITIES = [
  "code",
  "key",
  "path",
  "template",
  "benefit",
  "sku_id",
  "at",
  "after_months",
  "kind",
] as const;

export function differences(form: Node, before: Part, after: Part, speaker: Speaker): Change[] {
  return compare({ node: form, before, after, where: [] }, speaker);
}

function compare(pair: Compared, speaker: Speaker): Change[] {
  const { node, before, after } = pair;
  if (same(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after) && holdsParts(node))
    return ofLists(pair, before, after, speaker);
  if (isPart(before) && isPart(after)) {
    const bare = plain(node);
    if (bare.oneOf && before.kind !== after.kind) return [ofValues(pair, speaker)];
    return variantOf(node, after).properties
      ? ofFields(pair, before, after, speaker)
      : ofMaps(pair, before, after, speaker);
  }
  return [ofValues(pair, speaker)];
}

function ofValues({ node, before, after, where, above }: Compared, speaker: Speaker): Change {
  const text = (value: Json | undefined) => describe(node, value, speaker, above);
  return { where, before: text(before), after: text(after) };
}

function ofFields({ node, where, above }: Compared, before: Part, after: Part, speaker: Speaker): Change[] {
  const fields = variantOf(node, after).properties ?? {};
  return Object.entries(fields).flatMap(([name, each]) =>
    compare(
      {
        node: each,
        before: before[name],
        after: after[name],
        where: [...where, label(each, speaker.language)],
        above: "by" in after ? after : above,
      },
      speaker,
    ),
  );
}

function ofMaps({ node, where }: Compared, before: Part, after: Part, speaker: Speaker): Change[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => {
    const at = [...where, keyText(plain(node), key, speaker)];
    const pair = { node: inner(node, key, after), before: before[key], after: after[key], where: at };
    if (key in before && key in after) return compare(pair, speaker);
    return same(before[key], after[key]) ? [] : [oneSided(pair, speaker)];
  });
}

function ofLists(pair: Compared, before: Json[], after: Json[], speaker: Speaker): Change[] {
  const { node, where, above } = pair;
  const old = identified(before);
  const now = identified(after);
  const list = where.slice(0, -1);
  const changes = [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    const entry = inner(node, 0, undefined);
    const name = entryName(entry, (is ?? was) as Json, speaker);
    const one = { node: entry, before: was, after: is, above };
    if (was !== undefined && is !== undefined) return compare({ ...one, where: [...list, name] }, speaker);
    return [oneSided({ ...one, where }, speaker)];
  });
  return changes.length > 0 ? changes : reordered(pair, old, now, speaker);
}

function reordered(
  { node, where }: Compared,
  old: Map<string, Json>,
  now: Map<string, Json>,
  speaker: Speaker,
): Change[] {
  const names = (entries: Map<string, Json>) =>
    [...entries.values()].map((each) => entryName(inner(node, 0, undefined), each, speaker)).join(" › ");
  return [{ where, before: names(old), after: names(now) }];
}

function oneSided({ node, before, after, where, above }: Compared, speaker: Speaker): Change {
  const text = (value: Json | undefined) =>
    value === undefined ? null : titled(node, value, speaker, above);
  return { where, before: text(before), after: text(after) };
}

function titled(node: Node, value: Json, speaker: Speaker, above: Json | undefined): string {
  const name = isPart(value) && !plain(node).oneOf ? entryName(node, value, speaker) : "";
  const said = describe(node, value, speaker, above);
  return name && !said.startsWith(name) ? `${name}(${said})` : said;
}

/** Entries by what they stay themselves by; twins are told apart by their number. */
function identified(list: readonly Json[]): Map<string, Json> {
  const found = new Map<string, Json>();
  list.forEach((entry, place) => {
    const name = IDENTITIES.find((each) => child(entry, each) !== undefined);
    const key = name ? `${name} ${child(entry, name)}` : String(place);
    found.set(found.has(key) ? `${key} ${place}` : key, entry);
  });
  return found;
}

function holdsParts(node: Node): boolean {
  const { items } = plain(node);
  return items?.properties !== undefined || items?.oneOf !== undefined;
}

/** Ids travel as texts or numbers and mean the same. */
function same(one: Json | undefined, other: Json | undefined): boolean {
  return one === other || JSON.stringify(texts(one)) === JSON.stringify(texts(other));
}

function texts(value: Json | undefined): Json {
  if (Array.isArray(value)) return value.map(texts);
  if (isPart(value)) {
    return Object.fromEntries(
      Object.keys(value)
        .sort()
        .map((name) => [name, texts(value[name])]),
    );
  }
  return value === null || value === undefined ? null : String(value);
}

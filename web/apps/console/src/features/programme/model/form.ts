/** A rule's document and its form, as the server describes it: what stands where, and what a fresh one looks like. */
import type { Shapes } from "@shuke/api";

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type Part = { [name: string]: Json };
export type Node = Shapes["FormNode"];
export type Step = string | number;
export type Path = readonly Step[];

export function isPart(value: Json | undefined): value is Part {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A document as it came over the wire; whoever sends something else has not read its own form. */
export function documentOf(body: { [name: string]: unknown }): Part {
  return body as Part;
}

/** The node without the choice to leave it empty. */
export function plain(node: Node): Node {
  const inner = node.anyOf?.find((each) => each.type !== "null");
  return inner ? { ...inner, ...labels(node), ...(node.unit ? { unit: node.unit } : {}) } : node;
}

function labels({ zh, en, help_zh, help_en }: Node): Node {
  return Object.fromEntries(
    Object.entries({ zh, en, help_zh, help_en }).filter(([, value]) => value !== undefined),
  );
}

export function isOptional(node: Node): boolean {
  return node.anyOf?.some((each) => each.type === "null") ?? false;
}

export function kindOf(variant: Node): string {
  return variant.properties?.kind?.const ?? "";
}

/** The fields of a part by their names, without the mark of its kind: that is chosen with the part itself. */
export function fieldsOf(part: Node): [name: string, node: Node][] {
  return Object.entries(part.properties ?? {}).filter(([, each]) => each.const === undefined);
}

/** The node for the kind that the value says it is. */
export function variantOf(node: Node, value: Json | undefined): Node {
  const bare = plain(node);
  if (!bare.oneOf) return bare;
  const kind = isPart(value) ? value.kind : undefined;
  return bare.oneOf.find((each) => kindOf(each) === kind) ?? {};
}

/** The node one step further in. */
export function inner(node: Node, step: Step, value: Json | undefined): Node {
  const here = variantOf(node, value);
  const field = here.properties?.[String(step)];
  if (field) return field;
  if (here.prefixItems) return withUnit(here.prefixItems[Number(step)] ?? {}, here);
  if (here.items) return withUnit(here.items, here);
  const values = here.additionalProperties;
  return typeof values === "object" && values !== null ? withUnit(values, here) : {};
}

/** Entries and values are read as the field that holds them, unless they say otherwise. */
function withUnit(node: Node, holder: Node): Node {
  return holder.unit && !node.unit ? { ...node, unit: holder.unit } : node;
}

export function nodeAt(form: Node, path: Path, body: Json): Node {
  let node = form;
  let value: Json | undefined = body;
  for (const step of path) {
    node = inner(node, step, value);
    value = child(value, step);
  }
  return node;
}

export function valueAt(body: Json, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((value, step) => child(value, step), body);
}

export function child(value: Json | undefined, step: Step): Json | undefined {
  if (Array.isArray(value)) return value[Number(step)];
  return isPart(value) ? value[String(step)] : undefined;
}

/** The same document with another value at a place; `undefined` takes the place away. */
export function changedAt(body: Json, path: Path, value: Json | undefined): Json {
  const [step, ...rest] = path;
  if (step === undefined) return value ?? null;
  const next = rest.length === 0 ? value : changedAt(child(body, step) ?? null, rest, value);
  if (Array.isArray(body)) {
    return next === undefined
      ? body.filter((_, place) => place !== Number(step))
      : body.with(Number(step), next);
  }
  const { [String(step)]: _, ...others } = isPart(body) ? body : {};
  return next === undefined ? others : { ...(isPart(body) ? body : {}), [String(step)]: next };
}

/** An entry of a list, moved by so many places. */
export function moved(list: readonly Json[], from: number, by: number): Json[] {
  const next = [...list];
  const [entry] = next.splice(from, 1);
  if (entry !== undefined) next.splice(from + by, 0, entry);
  return next;
}

/** What a field begins with: its default, nothing where it may be empty, or the least that makes sense. */
export function fresh(node: Node): Json {
  if ("default" in node) return structuredClone(node.default) as Json;
  if (isOptional(node)) return null;
  const bare = plain(node);
  const first = bare.oneOf?.[0];
  if (first) return fresh(first);
  if (bare.const) return bare.const;
  if (bare.properties) return freshPart(bare.properties);
  if (bare.additionalProperties) return {};
  if (bare.type === "array") return bare.minItems && bare.items?.properties ? [fresh(bare.items)] : [];
  return freshScalar(bare);
}

function freshPart(properties: { [name: string]: Node }): Part {
  return Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, fresh(each)]));
}

function freshScalar(node: Node): Json {
  if (node.enum) return node.enum[0] ?? null;
  if (node.type === "boolean") return false;
  if (isReference(node)) return null;
  if (node.type === "integer") return node.minimum ?? 0;
  return node.format ? null : "";
}

const REFERENCES = new Set([
  "sku",
  "product",
  "brand",
  "category",
  "store",
  "store_code",
  "level",
  "coupon",
  "benefit",
  "plan",
  "promotion",
  "role",
  "template",
  "top_category",
  "funder",
  "profile_field",
  "channel",
]);

/** Whether the value is the name of something that is chosen, not typed. */
export function isReference(node: Node): boolean {
  return REFERENCES.has(node.unit ?? "");
}

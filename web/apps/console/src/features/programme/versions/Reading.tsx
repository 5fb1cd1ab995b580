/** A rule as one reads it: every field by its name, nothing to type. */
import { Flex } from "antd";
import { fieldsOf, inner, isPart, type Json, type Node, plain, variantOf } from "../model/form";
import { describe, entryName, keyText, label, type Speaker } from "../model/speech";

interface Props {
  form: Node;
  body: Json;
  speaker: Speaker;
  /** An entry of a list stands under its own name, and says only what there is to say. */
  isEntry?: boolean;
}

const IN_ITS_HEAD = new Set(["zh", "en", "name"]);

export function Reading({ form, body, speaker, isEntry = false }: Props) {
  if (!isPart(body)) return null;
  const fields = fieldsOf(variantOf(form, body)).filter(([name]) =>
    isEntry ? !IN_ITS_HEAD.has(name) && !isNothing(body[name]) : true,
  );
  return (
    <dl
      style={{
        display: "grid",
        gap: "10px 24px",
        margin: 0,
        gridTemplateColumns: "repeat(auto-fill, minmax(min(220px, 100%), 1fr))",
      }}
    >
      {fields.map(([name, node]) => (
        <Said key={name} node={node} value={body[name]} speaker={speaker} />
      ))}
    </dl>
  );
}

function isNothing(value: Json | undefined): boolean {
  return (
    value === undefined || value === null || value === false || (Array.isArray(value) && value.length === 0)
  );
}

function Said({ node, value, speaker }: { node: Node; value: Json | undefined; speaker: Speaker }) {
  const isLarge = holdsParts(node) && value !== null && value !== undefined;
  return (
    <div style={isLarge ? { gridColumn: "1 / -1" } : {}}>
      <dt style={{ color: "var(--ant-color-text-secondary)", fontSize: 12 }}>
        {label(node, speaker.language)}
      </dt>
      <dd style={{ margin: 0, overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
        {isLarge ? (
          <Entries node={node} value={value ?? null} speaker={speaker} />
        ) : (
          describe(node, value, speaker)
        )}
      </dd>
    </div>
  );
}

function holdsParts(node: Node): boolean {
  const bare = plain(node);
  const values = typeof bare.additionalProperties === "object" ? bare.additionalProperties : undefined;
  return Boolean(
    bare.items?.properties?.zh || bare.items?.properties?.code || values?.properties || bare.properties,
  );
}

const FRAME = {
  border: "1px solid var(--ant-color-border-secondary)",
  borderRadius: 8,
  padding: "8px 12px",
};

function Entries({ node, value, speaker }: { node: Node; value: Json; speaker: Speaker }) {
  const entries = named(node, value, speaker);
  if (entries.length === 0) return "–";
  return (
    <Flex vertical gap={8} style={{ marginTop: 4 }}>
      {entries.map(({ key, name, form, body }) => (
        <div key={key} style={FRAME}>
          {name && <div style={{ fontWeight: 600, marginBottom: 6 }}>{name}</div>}
          <Reading form={form} body={body} speaker={speaker} isEntry />
        </div>
      ))}
    </Flex>
  );
}

function named(node: Node, value: Json, speaker: Speaker) {
  const bare = plain(node);
  if (Array.isArray(value)) {
    const form = inner(node, 0, value);
    return value.map((body, nth) => ({ key: String(nth), name: entryName(form, body, speaker), form, body }));
  }
  if (!isPart(value)) return [];
  if (bare.properties) return [{ key: "own", name: "", form: bare, body: value as Json }];
  return Object.entries(value).map(([key, body]) => {
    const form = inner(node, key, value);
    return { key, name: entryName(form, body, speaker) || keyText(bare, key, speaker), form, body };
  });
}

/** One field of a rule: its name, its control by its form, and what the server finds wrong beside it. */

import { inLanguage } from "@shuke/core";
import { Form, Typography } from "antd";
import { fieldsOf, isPart, type Path, plain, variantOf } from "../model/form";
import { help, label } from "../model/speech";
import { Control } from "./Control";
import { useDraft, usePlace } from "./draft";

interface Props {
  at: Path;
  /** Another name than the form's. */
  name?: string;
  /** Without its name: it stands in the head of a table. */
  isBare?: boolean;
}

export function Field({ at, name, isBare = false }: Props) {
  const place = usePlace(at);
  const node = plain(place.node);
  const title = name ?? label(place.node, place.language);
  const said = help(place.node, place.language);
  const wrong = place.faults.map((each) => inLanguage(each, place.language)).join(" · ");
  return (
    <Form.Item
      {...(isBare ? {} : { label: title, htmlFor: idOf(at) })}
      {...(wrong ? { validateStatus: "error" as const, help: wrong } : {})}
      {...(said && !isBare && !wrong ? { extra: said } : {})}
      style={{ marginBottom: isBare ? 0 : 12, minWidth: 0 }}
    >
      <Control place={place} node={node} title={title} />
    </Form.Item>
  );
}

export function idOf(path: Path): string {
  return `at-${path.join("-")}`;
}

/** The fields of a part beside each other, as many as there is room for. */
export function Fields({ at, leaveOut = [] }: { at: Path; leaveOut?: readonly string[] }) {
  const { body } = useDraft();
  const { node, value } = usePlace(at);
  const variant = variantOf(node, value ?? body);
  const names = fieldsOf(variant)
    .map(([name]) => name)
    .filter((name) => !leaveOut.includes(name));
  if (!isPart(value) || names.length === 0) return null;
  return (
    <Grid>
      {names.map((name) => (
        <div key={name} style={isWide(variant.properties?.[name] ?? {}) ? { gridColumn: "1 / -1" } : {}}>
          <Field at={[...at, name]} />
        </div>
      ))}
    </Grid>
  );
}

export function Grid({ children, least = 200 }: { children: React.ReactNode; least?: number }) {
  return (
    <div
      style={{
        display: "grid",
        columnGap: 16,
        alignItems: "start",
        gridTemplateColumns: `repeat(auto-fill, minmax(min(${least}px, 100%), 1fr))`,
      }}
    >
      {children}
    </div>
  );
}

function isWide(node: Parameters<typeof plain>[0]): boolean {
  const bare = plain(node);
  return Boolean(
    bare.properties || bare.oneOf || bare.items?.properties || bare.items?.oneOf || bare.additionalProperties,
  );
}

/** Faults of a whole part, which belong to none of its fields. */
export function PartFaults({ at }: { at: Path }) {
  const { faults, language } = usePlace(at);
  if (faults.length === 0) return null;
  return (
    <Typography.Text type="danger" role="alert">
      {faults.map((each) => inLanguage(each, language)).join(" · ")}
    </Typography.Text>
  );
}

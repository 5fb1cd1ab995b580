/** Some fields of a document under a heading. */
import { Card } from "antd";
import type { ReactNode } from "react";
import { usePlace } from "../fields/draft";
import { Field, Grid } from "../fields/Field";
import { type Path, plain } from "../model/form";

interface Props {
  title: string;
  fields?: readonly string[];
  at?: Path;
  children?: ReactNode;
  /** What stands below the fields. */
  below?: ReactNode;
  extra?: ReactNode;
}

const ROOT: Path = [];

export function Section({ title, fields = [], at = ROOT, children, below, extra }: Props) {
  return (
    <Card size="small" title={title} extra={extra}>
      {children}
      <Grid>
        {fields.map((name) => (
          <Placed key={name} at={[...at, name]} />
        ))}
      </Grid>
      {below}
    </Card>
  );
}

function Placed({ at }: { at: Path }) {
  const node = plain(usePlace(at).node);
  const isWide = node.properties || node.oneOf || node.items?.properties || node.items?.oneOf;
  return (
    <div style={isWide ? { gridColumn: "1 / -1" } : {}}>
      <Field at={at} />
    </div>
  );
}

/** A figure as people type it: yuan, percent, days; kept in the smallest unit. */
import { InputNumber } from "antd";
import { useSettings } from "../../../kit/settings";
import { isPart, type Json, type Node } from "../model/form";
import { decimals, kept, suffix, typed } from "../model/units";
import { useProgrammeTexts } from "../words";

interface Props {
  id: string;
  title: string;
  node: Node;
  value: Json | undefined;
  onChange: (value: Json) => void;
  above?: Json | undefined;
  width?: number | string;
}

export function Figure({ id, title, node, value, onChange, above, width = "100%" }: Props) {
  const { say } = useProgrammeTexts();
  const language = useSettings((settings) => settings.language);
  const unit = node.unit === "threshold" ? ofThreshold(above) : node.unit;
  const words = suffix(unit, language);
  return (
    <InputNumber
      id={id}
      aria-label={title}
      value={typeof value === "number" ? typed(value, unit) : null}
      onChange={(number) => onChange(number === null ? null : kept(number, unit))}
      precision={decimals(unit)}
      {...(unit === "minor" ? { prefix: "¥" } : {})}
      {...(words ? { suffix: words } : {})}
      placeholder={say("unlimited")}
      controls={false}
      style={{ width }}
    />
  );
}

/** Steps of a threshold are amounts, unless the offer counts by pieces. */
function ofThreshold(above: Json | undefined): string | undefined {
  return isPart(above) && above.by === "quantity" ? undefined : "minor";
}

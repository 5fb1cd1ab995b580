/** A mapping: a level, a weekday or a store on the left, what holds for it on the right. */
import { DeleteOutlined } from "@ant-design/icons";
import { inLanguage } from "@shuke/core";
import { Button, Flex, Select, Typography } from "antd";
import { fresh, inner, isPart, type Node, type Part } from "../model/form";
import { keyText } from "../model/speech";
import { monthDay, weekday } from "../model/units";
import { type Option, useOptions } from "../useNames";
import { useProgrammeTexts } from "../words";
import type { ControlProps } from "./Control";
import { useDraft } from "./draft";
import { Field } from "./Field";

export function MapOf({ place, node, title }: ControlProps) {
  const { speaker } = useDraft();
  const { say } = useProgrammeTexts();
  const map: Part = isPart(place.value) ? place.value : {};
  const options = useKeys(node, place.language).filter(({ value }) => !(String(value) in map));
  const without = (key: string) => {
    const { [key]: _, ...others } = map;
    place.set(others);
  };
  return (
    <Flex vertical gap={8} style={{ maxWidth: 420 }}>
      {Object.keys(map).map((key) => (
        <Flex key={key} gap={8} align="center">
          <Typography.Text style={{ flex: 1, minWidth: 0 }}>{keyText(node, key, speaker)}</Typography.Text>
          <div style={{ width: 170 }}>
            <Field at={[...place.path, key]} name={keyText(node, key, speaker)} isBare />
          </div>
          <Button
            type="text"
            size="small"
            danger
            icon={<DeleteOutlined />}
            aria-label={`${say("remove")} ${keyText(node, key, speaker)}`}
            onClick={() => without(key)}
          />
        </Flex>
      ))}
      <Select
        aria-label={say("addOf", { what: title })}
        placeholder={say("addOf", { what: title })}
        value={null}
        options={options}
        showSearch={{ optionFilterProp: "label" }}
        onChange={(key: string | number | null) => {
          if (key !== null) place.set({ ...map, [String(key)]: begun(node, String(key)) });
        }}
        style={{ maxWidth: 240 }}
      />
    </Flex>
  );
}

/** A new multiplier begins at what changes nothing. */
function begun(node: Node, key: string) {
  const value = inner(node, key, {});
  if (value.unit === "percent")
    return Math.min(100, value.maximum ?? 100) === 100 && value.minimum === 0 ? 100 : 10;
  return fresh(value);
}

function useKeys(node: Node, language: "zh" | "en"): Option[] {
  const listed = useOptions(node.key_unit ?? "");
  if (node.key_unit === "weekday") return days(7, (day) => weekday(day, language));
  if (node.key_unit === "month_day") return days(31, (day) => monthDay(day, language));
  const named = Object.entries(node.propertyNames?.named ?? {});
  if (named.length > 0) return named.map(([value, name]) => ({ value, label: inLanguage(name, language) }));
  return listed.filter(({ value }) => value !== 0);
}

function days(most: number, say: (day: number) => string): Option[] {
  return Array.from({ length: most }, (_, place) => ({ value: place + 1, label: say(place + 1) }));
}

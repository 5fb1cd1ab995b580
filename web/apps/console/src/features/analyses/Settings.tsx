/** What can be set for a report besides store, view and days; it stands in the address like them. */
import type { Shapes } from "@shuke/api";
import { inLanguage } from "@shuke/core";
import { Flex, Input, InputNumber, Select, Switch, Typography } from "antd";
import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { useSettings } from "../../kit/settings";

type Measure = Shapes["MeasureOut"];
type Param = Shapes["ParamOut"];

const PREFIX = "p.";

export function useChosenParams(): Record<string, string> {
  const [params] = useSearchParams();
  return useMemo(() => {
    const own = [...params].filter(([name]) => name.startsWith(PREFIX));
    return Object.fromEntries(own.map(([name, value]) => [name.slice(PREFIX.length), value]));
  }, [params]);
}

export function Settings({ measure }: { measure: Measure }) {
  const language = useSettings((settings) => settings.language);
  const [params, setParams] = useSearchParams();
  const shown = measure.params.filter((param) => param.name !== "member");
  if (shown.length === 0) return null;
  const set = (name: string, value: string) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      if (value) next.set(PREFIX + name, value);
      else next.delete(PREFIX + name);
      return next;
    });
  return (
    <Flex gap={16} wrap style={{ marginBottom: 16 }}>
      {shown.map((param) => (
        <Flex key={param.name} gap={8} align="center" component="label">
          <Typography.Text type="secondary">{inLanguage(param, language)}</Typography.Text>
          <Field
            param={param}
            value={params.get(PREFIX + param.name) ?? ""}
            set={(value) => set(param.name, value)}
          />
        </Flex>
      ))}
    </Flex>
  );
}

function Field({ param, value, set }: { param: Param; value: string; set: (value: string) => void }) {
  switch (param.kind) {
    case "choice":
      return (
        <Select
          value={value || undefined}
          onChange={(chosen) => set(chosen ?? "")}
          allowClear
          placeholder="–"
          options={param.choices.map((choice) => ({ value: choice, label: choice }))}
          style={{ minWidth: 120 }}
        />
      );
    case "flag":
      return <Switch checked={value === "1"} onChange={(isOn) => set(isOn ? "1" : "0")} />;
    case "int":
      return (
        <InputNumber
          value={value ? Number(value) : null}
          onChange={(number) => set(number?.toString() ?? "")}
        />
      );
    default:
      return (
        <Input
          value={value}
          onChange={(event) => set(event.target.value)}
          style={{ width: 140 }}
          allowClear
        />
      );
  }
}

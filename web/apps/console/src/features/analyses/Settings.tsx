/** What can be set for a report besides store, view and days; it stands in the address like them. */
import type { Shapes } from "@shuke/api";
import { inLanguage } from "@shuke/core";
import { DatePicker, Flex, Input, InputNumber, Select, Switch, Typography } from "antd";
import dayjs from "dayjs";
import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { useScope } from "../../kit/scope";
import { useSettings } from "../../kit/settings";
import type { Report } from "../../kit/useReport";
import type { Measure } from "./measures";
import { useAnalysisTexts } from "./words";

type Param = Shapes["ParamOut"];

const PREFIX = "p.";

export function useChosenParams(): Record<string, string> {
  const [params] = useSearchParams();
  return useMemo(() => {
    const own = [...params].filter(([name]) => name.startsWith(PREFIX));
    return Object.fromEntries(own.map(([name, value]) => [name.slice(PREFIX.length), value]));
  }, [params]);
}

interface Props {
  measure: Measure;
  /** What holds where nothing is chosen: the report says it of itself. */
  inForce: Report["params"] | undefined;
}

export function Settings({ measure, inForce }: Props) {
  const language = useSettings((settings) => settings.language);
  const [params, setParams] = useSearchParams();
  const shown = measure.params.filter((param) => isOffered(param, inForce));
  const isBetweenDays = measure.name === "lifecycle-flow";
  if (shown.length === 0 && !isBetweenDays) return null;
  const set = (name: string, value: string) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      if (value) next.set(PREFIX + name, value);
      else next.delete(PREFIX + name);
      return next;
    });
  return (
    <Flex gap={16} wrap style={{ marginBottom: 16 }}>
      {isBetweenDays && <TwoDays />}
      {shown.map((param) => (
        <Flex key={param.name} gap={8} align="center" component="label">
          <Typography.Text type="secondary">{inLanguage(param, language)}</Typography.Text>
          <Field
            param={param}
            value={params.get(PREFIX + param.name) ?? text(inForce?.[param.name])}
            set={(value) => set(param.name, value)}
          />
        </Flex>
      ))}
    </Flex>
  );
}

/** The field of the profile only matters where members are parted by one. */
function isOffered(param: Param, inForce: Report["params"] | undefined): boolean {
  if (param.name === "member") return false;
  return param.name !== "field" || inForce?.by === "field";
}

function text(value: unknown): string {
  return value === null || value === undefined ? "" : String(value);
}

/** From which day to which day: the same days as the header's, chosen where they are needed. */
function TwoDays() {
  const { say } = useAnalysisTexts();
  const { period, change } = useScope();
  return (
    <Flex gap={8} align="center" component="label">
      <Typography.Text type="secondary">{say("twoDays")}</Typography.Text>
      <DatePicker.RangePicker
        value={[dayjs(period.from), dayjs(period.to)]}
        allowClear={false}
        maxDate={dayjs().add(1, "day")}
        onChange={(days) => {
          const [from, to] = days ?? [];
          if (from && to)
            change({ from: from.format("YYYY-MM-DD"), to: to.format("YYYY-MM-DD"), period: null });
        }}
      />
    </Flex>
  );
}

function Field({ param, value, set }: { param: Param; value: string; set: (value: string) => void }) {
  const language = useSettings((settings) => settings.language);
  switch (param.kind) {
    case "choice":
      return (
        <Select
          value={value || undefined}
          onChange={(chosen: string | undefined) => set(chosen ?? "")}
          allowClear={param.default === null}
          placeholder="–"
          options={param.choices.map((choice) => ({
            value: choice,
            label: labelOf(param, choice, language),
          }))}
          style={{ minWidth: 130 }}
        />
      );
    case "flag":
      return <Switch checked={value === "1"} onChange={(isOn) => set(isOn ? "1" : "0")} />;
    case "int":
      return (
        <InputNumber
          value={value ? Number(value) : null}
          min={param.least}
          max={param.most}
          style={{ width: 100 }}
          changeOnWheel={false}
          onBlur={(event) => set(event.target.value)}
          onPressEnter={(event) => set(event.currentTarget.value)}
        />
      );
    default:
      return <TextField value={value} set={set} />;
  }
}

function TextField({ value, set }: { value: string; set: (value: string) => void }) {
  return (
    <Input
      key={value}
      defaultValue={value}
      onBlur={(event) => set(event.target.value)}
      onPressEnter={(event) => set(event.currentTarget.value)}
      style={{ width: 140 }}
      allowClear
    />
  );
}

function labelOf(param: Param, choice: string, language: "zh" | "en"): string {
  const label = param.labels[choice];
  return label ? inLanguage(label, language) : choice;
}

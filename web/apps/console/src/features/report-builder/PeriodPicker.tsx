/** Over which days: by a name that moves with the calendar, the last so many, or two days of one's own. */
import { DatePicker, Flex, InputNumber, Select } from "antd";
import dayjs from "dayjs";
import type { CutPeriod } from "./cut";
import { useBuilderTexts } from "./words";

const NAMES = [
  "today",
  "yesterday",
  "this_week",
  "last_week",
  "this_month",
  "last_month",
  "this_quarter",
  "last_quarter",
  "this_year",
  "last_year",
] as const;
const UNITS = ["day", "week", "month"] as const;
const DAY = "YYYY-MM-DD";
const MOST = 400;

interface Props {
  period: CutPeriod;
  change: (period: CutPeriod) => void;
}

export function PeriodPicker({ period, change }: Props) {
  const { say } = useBuilderTexts();
  const chosen = period.kind === "named" ? period.name : period.kind;
  const choose = (value: string) => {
    const name = NAMES.find((each) => each === value);
    if (name) change({ kind: "named", name });
    else if (value === "last") change({ kind: "last", count: 30, unit: "day" });
    else change({ kind: "fixed", from_date: firstOfMonth(), to_date: tomorrow() });
  };
  return (
    <Flex gap={8} wrap>
      <Select
        aria-label={say("period")}
        value={chosen}
        onChange={choose}
        options={[...NAMES, "last" as const, "fixed" as const].map((value) => ({ value, label: say(value) }))}
        style={{ width: 130 }}
      />
      {period.kind === "last" && <Last period={period} change={change} />}
      {period.kind === "fixed" && (
        <DatePicker.RangePicker
          value={[dayjs(period.from_date), dayjs(period.to_date).subtract(1, "day")]}
          allowClear={false}
          onChange={(days) => {
            const [from, last] = days ?? [];
            if (!from || !last) return;
            change({ kind: "fixed", from_date: from.format(DAY), to_date: last.add(1, "day").format(DAY) });
          }}
        />
      )}
    </Flex>
  );
}

function Last({ period, change }: { period: Extract<CutPeriod, { kind: "last" }>; change: Props["change"] }) {
  const { say } = useBuilderTexts();
  return (
    <>
      <InputNumber
        aria-label={say("count")}
        min={1}
        max={MOST}
        precision={0}
        value={period.count}
        onChange={(count) => count && change({ ...period, count })}
        style={{ width: 80 }}
      />
      <Select
        aria-label={say("unit")}
        value={period.unit}
        onChange={(unit) => change({ ...period, unit })}
        options={UNITS.map((value) => ({ value, label: say(value) }))}
        style={{ width: 90 }}
      />
    </>
  );
}

function firstOfMonth(): string {
  return dayjs().startOf("month").format(DAY);
}

function tomorrow(): string {
  return dayjs().add(1, "day").format(DAY);
}

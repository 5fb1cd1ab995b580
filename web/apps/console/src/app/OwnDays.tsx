/** Two days of one's own choice; the calendar is fetched only when somebody wants one. */
import { DatePicker } from "antd";
import dayjs from "dayjs";
import { useScope } from "../kit/scope";

const DAY = "YYYY-MM-DD";

export default function OwnDays() {
  const { period, change } = useScope();
  return (
    <DatePicker.RangePicker
      value={[dayjs(period.from), dayjs(period.to).subtract(1, "day")]}
      allowClear={false}
      onChange={(days) => {
        const [from, last] = days ?? [];
        if (from && last) change({ from: from.format(DAY), to: last.add(1, "day").format(DAY) });
      }}
    />
  );
}

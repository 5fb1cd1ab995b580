/** Closing balances month by month; of a single month, store by store. */
import { Card } from "antd";
import { useMemo } from "react";
import { Chart } from "../../../kit/Chart";
import { frame } from "../charts";
import { type Currency, unitOf } from "../currency";
import { linesBy, type Rolled } from "./rolling";
import { useRollTexts } from "./words";

export function ClosingChart({
  rows,
  first,
  currency,
}: {
  rows: Rolled[];
  first: string;
  currency: Currency;
}) {
  const { say, language } = useRollTexts();
  const hasMonths = linesBy(rows, "month", first).length > 1;
  const closing = say("closing");
  const title = say(hasMonths ? "chartMonths" : "chartStores");
  const option = useMemo(() => {
    const lines = linesBy(rows, hasMonths ? "month" : "store", first);
    return {
      ...frame(unitOf(currency), language),
      legend: { show: false },
      grid: { left: 8, right: 16, top: 16, bottom: 8, containLabel: true },
      xAxis: { type: "category", data: lines.map((line) => line.key || "–") },
      series: [{ type: "bar", name: closing, barMaxWidth: 36, data: lines.map((line) => line.closing) }],
    };
  }, [rows, first, hasMonths, currency, language, closing]);
  if (!hasMonths && isOne(rows)) return null;
  return (
    <Card size="small" title={title}>
      <Chart option={option} label={title} height={280} />
    </Card>
  );
}

/** A single bar says no more than the figure above it. */
function isOne(rows: Rolled[]): boolean {
  return new Set(rows.map((row) => row.store)).size < 2;
}

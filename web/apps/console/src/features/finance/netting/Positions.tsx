/** Where everyone stands: as bars, and by month with the sums that must be zero. */
import { series } from "@shuke/tokens";
import { Card, Grid, Tag } from "antd";
import { useMemo } from "react";
import { Chart } from "../../../kit/Chart";
import { frame } from "../charts";
import { GridTable } from "./GridTable";
import type { Grid as Amounts } from "./netting";
import { useParty } from "./useParty";
import { useNettingTexts } from "./words";

const ROW = 28;
const LEAST = 120;
/** How much of a party's name stands beside its bar. */
const WIDE = 160;
const NARROW = 90;

/** `isWhole`: everybody is shown, so the sum must be zero. */
export function Positions({ grid, isWhole }: { grid: Amounts; isWhole: boolean }) {
  const { say } = useNettingTexts();
  const isZero = grid.total === 0 && grid.columns.every((month) => grid.ofColumn(month) === 0);
  const check = isWhole && <Tag color={isZero ? "success" : "error"}>{say(isZero ? "zero" : "notZero")}</Tag>;
  return (
    <>
      {isWhole && (
        <Card size="small" title={say("positions")}>
          <Picture grid={grid} />
        </Card>
      )}
      <Card size="small" title={say("stands")} extra={check}>
        <GridTable grid={grid} corner={say("party")} hasSigns />
      </Card>
    </>
  );
}

/** Who receives and who pays are told apart by colour as well. */
function bar(amount: number) {
  return { value: amount, itemStyle: { color: amount < 0 ? series[0] : series[1] } };
}

function Picture({ grid }: { grid: Amounts }) {
  const { say, language } = useNettingTexts();
  const called = useParty();
  const drawn = JSON.stringify(grid.rows.map((party) => [called(party), grid.ofRow(party)]).reverse());
  const position = say("position");
  const width = (Grid.useBreakpoint().md ?? true) ? WIDE : NARROW;
  const option = useMemo(() => {
    const bars = JSON.parse(drawn) as [string, number][];
    const { yAxis, ...rest } = frame("minor", language);
    return {
      ...rest,
      legend: { show: false },
      grid: { left: 8, right: 32, top: 8, bottom: 8, containLabel: true },
      xAxis: yAxis,
      yAxis: {
        type: "category",
        data: bars.map(([name]) => name),
        axisLabel: { width, overflow: "truncate" },
      },
      series: [{ type: "bar", name: position, barMaxWidth: 18, data: bars.map(([, amount]) => bar(amount)) }],
    };
  }, [drawn, position, width, language]);
  return <Chart option={option} label={say("positions")} height={LEAST + grid.rows.length * ROW} />;
}

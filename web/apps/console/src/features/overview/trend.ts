/** The line of the chosen days, with the days before and those of last year beneath it, day against day. */
import { drawn, type Language, type Period, shift, short, shown, today } from "@shuke/core";
import type { EChartsCoreOption } from "echarts/core";
import { records } from "../../kit/records";
import type { Report } from "../../kit/useReport";
import { lengthOf } from "./spans";

/** The amount of each day of the span; a day without a sale is nothing, not a gap. */
export function amountsOf(report: Report, period: Period, upTo: string): (number | null)[] {
  const sold = new Map(records(report).map((row) => [String(row.day_on), Number(row.net_minor)]));
  return daysOf(period).map((day) => (day > upTo ? null : (sold.get(day) ?? 0)));
}

/** The last day that is over: today's sales are still to come, and a line that falls for that would alarm for nothing. */
export function lastWhole(period: Period, now = today()): string {
  return lengthOf(period) > 1 ? shift(now, -1) : now;
}

export function daysOf(period: Period): string[] {
  return Array.from({ length: lengthOf(period) }, (_, place) => shift(period.from, place));
}

interface Line {
  name: string;
  amounts: (number | null)[];
}

/** The first line is what is looked at; the others lie quietly behind it. */
export function trendOf(days: string[], lines: readonly Line[], language: Language): EChartsCoreOption {
  return {
    grid: { left: 8, right: 16, top: 36, bottom: 8, containLabel: true },
    legend: { top: 0 },
    tooltip: {
      trigger: "axis",
      valueFormatter: (value: unknown) =>
        typeof value === "number" ? shown(value * 100, "minor", language) : "–",
    },
    xAxis: { type: "category", data: days.map((day) => day.slice(5)), boundaryGap: false },
    yAxis: { type: "value", axisLabel: { formatter: (value: number) => `¥${short(value, language)}` } },
    series: lines.map(({ name, amounts }, place) => ({
      type: "line",
      name,
      data: amounts.map((fen) => (fen === null ? null : drawn(fen, "minor"))),
      showSymbol: days.length === 1,
      smooth: 0.2,
      z: lines.length - place,
      lineStyle: place === 0 ? { width: 2.5 } : { width: 1.5, type: place === 1 ? "dashed" : "dotted" },
      ...(place === 0 ? { areaStyle: { opacity: 0.08 } } : {}),
    })),
  };
}

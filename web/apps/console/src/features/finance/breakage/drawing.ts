/** Each earlier estimate as a bar within its bounds, beside the bar of what happened. */
import type { Shapes } from "@shuke/api";
import { type Language, shown, type Unit } from "@shuke/core";
import type { EChartsCoreOption } from "echarts/core";
import { frame } from "../charts";

export type BackTest = Shapes["BackTestOut"];

interface Names {
  range: string;
  expected: string;
  happened: string;
}

export function drawTests(
  tests: readonly BackTest[],
  labels: string[],
  names: Names,
  unit: Unit,
  language: Language,
): EChartsCoreOption {
  const text = (value: number) => shown(value, unit, language);
  return {
    ...frame(unit, language),
    legend: { top: 4, type: "scroll", data: [names.expected, names.range, names.happened] },
    tooltip: {
      trigger: "axis",
      formatter: (points: { dataIndex: number }[]) => told(tests[points[0]?.dataIndex ?? 0], names, text),
    },
    xAxis: { type: "category", data: labels, axisLabel: { interval: 0, lineHeight: 16 } },
    series: [
      { type: "bar", name: names.expected, barMaxWidth: 36, data: tests.map((test) => test.used) },
      // The bounds are a bar that stands on an unseen one.
      {
        type: "bar",
        name: " ",
        stack: "bounds",
        silent: true,
        barMaxWidth: 36,
        itemStyle: { color: "transparent" },
        data: tests.map((test) => test.low),
      },
      {
        type: "bar",
        name: names.range,
        stack: "bounds",
        barMaxWidth: 36,
        barMinHeight: 2,
        itemStyle: { opacity: 0.5 },
        data: tests.map((test) => test.high - test.low),
      },
      { type: "bar", name: names.happened, barMaxWidth: 36, data: tests.map((test) => test.happened) },
    ],
  };
}

function told(test: BackTest | undefined, names: Names, text: (value: number) => string): string {
  if (!test) return "";
  return [
    `${names.expected} ${text(test.used)}`,
    `${names.range} ${text(test.low)} – ${text(test.high)}`,
    `${names.happened} ${text(test.happened)}`,
  ].join("<br>");
}

/** Bars and lines along one column of a report. */
import { drawn, inLanguage, type Unit } from "@shuke/core";
import type { Column, Report, Row } from "../useReport";
import { axisOf } from "./axis";
import { columnOf, columnsOf, type Draw, first, frame, inRow, labelOf, names, points } from "./parts";

export const bars =
  (name: string | null, figures: readonly string[]): Draw =>
  (report, language) => {
    const columns = columnsOf(report, figures);
    const over = name ? columnOf(report, name) : first(report);
    return {
      ...frame(columns, language),
      ...axisOf(names(report, over, language)),
      series: columns.map((each) => ({
        type: "bar",
        name: inLanguage(each, language),
        barMaxWidth: 36,
        cursor: "pointer",
        data: points(report, each),
        markLine: benchmark(report, each),
      })),
    };
  };

export const BEST = 20;

/** Of many goods or people the first by the first figure; bars of all would be a hatching. */
export const best =
  (name: string, figures: readonly string[]): Draw =>
  (report, language) => {
    const sum = (row: Row) => Number(inRow(report, row, figures[0] ?? "") ?? 0);
    const rows = [...report.rows].sort((one, other) => sum(other) - sum(one)).slice(0, BEST);
    return bars(name, figures)({ ...report, rows }, language);
  };

export const stacked =
  (over: string, figures: readonly string[]): Draw =>
  (report, language) => {
    const columns = columnsOf(report, figures);
    return {
      ...frame(columns, language),
      ...axisOf(names(report, columnOf(report, over), language)),
      series: columns.map((each) => ({
        type: "bar",
        stack: "all",
        name: inLanguage(each, language),
        barMaxWidth: 56,
        data: points(report, each),
      })),
    };
  };

/** One series for each value of `by`, along another column: new and old customers month by month. */
export const split =
  (along: string, by: string, figure: string, how: "bar" | "line"): Draw =>
  (report, language) => {
    const [over, of, figures] = [columnOf(report, along), columnOf(report, by), columnsOf(report, [figure])];
    const measured = figures[0];
    if (!over || !of || !measured) return {};
    const places = distinct(report, along);
    const all = points(report, measured);
    return {
      ...frame(figures, language),
      xAxis: { type: "category", data: places.map((value) => labelOf(over, value, language)) },
      series: distinct(report, by).map((value) => ({
        type: how,
        stack: "all",
        ...(how === "line" ? { areaStyle: { opacity: 0.6 }, showSymbol: false } : { barMaxWidth: 48 }),
        name: labelOf(of, value, language),
        data: places.map((place) => {
          const at = report.rows.findIndex(
            (row) => inRow(report, row, along) === place && inRow(report, row, by) === value,
          );
          return all[at] ?? { value: 0, cell: null };
        }),
      })),
    };
  };

/** The curve of the best: how much the best so many percent bring, with the textbook's 80 and 20 beside it. */
export const pareto: Draw = (report, language) => {
  const share = columnOf(report, "share_bp");
  if (!share) return {};
  const all = points(report, share);
  const data = report.rows.map((row, at) => ({
    ...all[at],
    value: [Number(inRow(report, row, "percent")), all[at]?.value],
  }));
  return {
    ...frame([share], language),
    legend: { show: false },
    xAxis: {
      type: "value",
      min: 0,
      max: 100,
      name: language === "zh" ? "贡献最大的前百分之几的顾客" : "Best percent of buyers",
      nameLocation: "middle",
      nameGap: 28,
      axisLabel: { formatter: "{value}%" },
    },
    grid: { left: 8, right: 24, top: 24, bottom: 28, containLabel: true },
    series: [
      {
        type: "line",
        name: inLanguage(share, language),
        symbolSize: 9,
        cursor: "pointer",
        areaStyle: { opacity: 0.12 },
        data: [{ value: [0, 0], cell: null }, ...data],
        markLine: {
          symbol: "none",
          silent: true,
          lineStyle: { type: "dashed" },
          label: { position: "insideEndTop", formatter: ({ name }: { name: string }) => name },
          data: [
            { name: "80%", yAxis: 0.8 },
            { name: "20%", xAxis: 20 },
          ],
        },
      },
    ],
  };
};

/** How many of those who came once came again, and again: summed over the stores that are shown. */
export const ladder: Draw = (report, language) => {
  const rungs = distinct(report, "rung")
    .map(Number)
    .sort((a, b) => a - b);
  const members = columnsOf(report, ["members"]);
  const reached = (rung: number) =>
    report.rows
      .filter((row) => Number(inRow(report, row, "rung")) === rung)
      .reduce((sum, row) => sum + Number(inRow(report, row, "members")), 0);
  return {
    ...frame(members, language),
    legend: { show: false },
    xAxis: {
      type: "category",
      data: rungs.map((rung) => (language === "zh" ? `第 ${rung} 次` : `${rung}`)),
      axisLabel: { hideOverlap: true },
    },
    series: [
      {
        type: "bar",
        name: members[0] ? inLanguage(members[0], language) : "",
        barMaxWidth: 48,
        label: { show: true, position: "top", formatter: "{c}" },
        labelLayout: { hideOverlap: true },
        data: rungs.map((rung) => ({
          value: reached(rung),
          cell: { behind: "members", figure: "members", at: [`rung=${rung}`] },
        })),
      },
    ],
  };
};

/** The textbook's or the rule's line that the figure is held against. */
function benchmark(report: Report, figure: Column) {
  const line = report.lines[figure.name];
  return line === undefined
    ? undefined
    : { symbol: "none", silent: true, data: [{ yAxis: drawn(line, figure.unit as Unit) }] };
}

function distinct(report: Report, name: string): unknown[] {
  return [...new Set(report.rows.map((row) => inRow(report, row, name)))];
}

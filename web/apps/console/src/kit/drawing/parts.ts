/** What all drawings of reports are made of: figures that open, names of values, frames. */
import { drawn, inLanguage, isFigure, type Language, shown, type Unit } from "@shuke/core";
import type { EChartsCoreOption } from "echarts/core";
import { type Cell, cellOfRow } from "../opening";
import type { Column, Report, Row } from "../useReport";

/** A figure of a chart and what it opens; ECharts hands it back when it is clicked. */
export interface Point {
  value: unknown;
  cell: Cell | null;
}

export type Draw = (report: Report, language: Language) => EChartsCoreOption;

export function columnOf(report: Report, name: string): Column | undefined {
  return report.columns.find((each) => each.name === name);
}

export function columnsOf(report: Report, names: readonly string[]): Column[] {
  return names.flatMap((name) => columnOf(report, name) ?? []);
}

export function inRow(report: Report, row: Row, name: string): unknown {
  return row[report.columns.findIndex((each) => each.name === name)];
}

export function points(report: Report, figure: Column): Point[] {
  return report.rows.map((row) => ({
    value: valueIn(report, row, figure),
    cell: cellOfRow(report, figure, row),
  }));
}

export function valueIn(report: Report, row: Row, figure: Column): number | null {
  const value = inRow(report, row, figure.name);
  return typeof value === "number" ? drawn(value, figure.unit as Unit) : null;
}

export function labelOf(each: Column, value: unknown, language: Language): string {
  const label = each.labels[value === null || value === undefined ? "" : String(value)];
  return label ? inLanguage(label, language) : shown(value, each.unit as Unit, language);
}

export function isLabelled(each: Column): boolean {
  return Object.keys(each.labels).length > 0;
}

/** The column along which a report is read where nothing else is said. */
export function first(report: Report): Column | undefined {
  return (
    report.columns.find((each) => each.name === "name") ??
    report.columns.find((each) => each.unit !== "id" || isLabelled(each))
  );
}

export function names(report: Report, along: Column | undefined, language: Language): string[] {
  return along ? report.rows.map((row) => labelOf(along, inRow(report, row, along.name), language)) : [];
}

export function frame(columns: readonly Column[], language: Language): EChartsCoreOption {
  const unit = columns[0]?.unit as Unit | undefined;
  return {
    grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
    legend: { top: 4, type: "scroll" },
    tooltip: {
      trigger: "axis",
      confine: true,
      valueFormatter: (value: unknown) => (typeof value === "number" ? exact(value, unit, language) : "–"),
    },
    yAxis: { type: "value", axisLabel: { formatter: (value: number) => short(value, unit, language) } },
  };
}

/** A value on an axis, in as few letters as will do. */
export function short(value: number, unit: Unit | undefined, language: Language): string {
  if (unit === "bp") return `${Math.round(value * 100)}%`;
  const text = new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en", { notation: "compact" }).format(
    value,
  );
  return unit === "minor" ? `¥${text}` : text;
}

/** A value as a tooltip tells it; what is drawn in yuan or pieces is told so. */
export function exact(value: number, unit: Unit | undefined, language: Language): string {
  if (!unit || !isFigure(unit)) return String(value);
  const scale = unit === "minor" ? 100 : unit === "milli" ? 1_000 : unit === "bp" ? 10_000 : 1;
  return shown(Math.round(value * scale), unit, language);
}

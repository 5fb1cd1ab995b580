/** What the sentences above the charts are made of. All of them are worked out from the report alone. */
import { count, type Language, money, ratio } from "@shuke/core";
import { records } from "../../../kit/records";
import type { Report } from "../../../kit/useReport";

export type Line = Record<string, unknown>;
export type Sentence = (report: Report, language: Language) => string | null;

export function rowsOf(report: Report): Line[] {
  return records(report);
}

export function figure(row: Line | undefined, name: string): number {
  return Number(row?.[name] ?? 0);
}

export function sum(rows: readonly Line[], name: string): number {
  return rows.reduce((all, row) => all + figure(row, name), 0);
}

export function most(rows: readonly Line[], name: string): Line | undefined {
  return rows.reduce<Line | undefined>(
    (best, row) => (best === undefined || figure(row, name) > figure(best, name) ? row : best),
    undefined,
  );
}

export function share(part: number, whole: number, language: Language): string {
  return whole > 0 ? ratio(Math.round((part * 10_000) / whole), language) : "–";
}

export function people(number: number, language: Language): string {
  return count(number, language);
}

export function yuan(fen: number, language: Language): string {
  return money(fen, language, 0);
}

/** The name of a row's coded value. */
export function nameOf(report: Report, column: string, value: unknown, language: Language): string {
  const label = report.columns.find((each) => each.name === column)?.labels[
    value === null ? "" : String(value)
  ];
  const text = value === null || value === undefined ? "–" : String(value);
  return label ? label[language] : text;
}

export function month(value: unknown, language: Language): string {
  const number = Number(value);
  const [year, of] = [Math.trunc(number / 100), number % 100];
  return language === "zh" ? `${year} 年 ${of} 月` : `${year}-${String(of).padStart(2, "0")}`;
}

/** The last day of a period that ends before a day. */
export function lastDay(to: string): string {
  return new Date(Date.parse(to) - 86_400_000).toISOString().slice(0, 10);
}

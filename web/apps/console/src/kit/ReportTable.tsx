/** A report as a table: figures to the right, coded values by their names, totals below, every figure a way in. */
import { inLanguage, isFigure, type Language, shown, type Unit } from "@shuke/core";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { cellOf, useAddress } from "./opening";
import { useScope } from "./scope";
import { useSettings } from "./settings";
import { Table } from "./Table";
import { texts } from "./texts";
import type { Column, Report, Row } from "./useReport";

interface Props {
  report: Report;
  /** What stands in a cell in place of its text. */
  cell?: (column: Column, value: unknown, row: Row) => ReactNode | undefined;
  pageSize?: number;
}

const useTexts = texts("report-table", { total: "合计" }, { total: "Total" });

export function cellText(column: Column, value: unknown, language: Language): string {
  const label = column.labels[value === null || value === undefined ? "" : String(value)];
  return label ? inLanguage(label, language) : shown(value, column.unit as Unit, language);
}

export function ReportTable({ report, cell, pageSize = 20 }: Props) {
  const language = useSettings((settings) => settings.language);
  const { search } = useScope();
  const addressOf = useAddress(report);
  const visible = visibleColumns(report);
  const inCell = (each: Column, value: unknown, row: Row) => {
    const text = cellText(each, value, language);
    const address =
      each.name === "member_id" && value
        ? `/members/${value}${search}`
        : value
          ? addressOf(cellOf(report, each, row))
          : null;
    return address ? <Link to={address}>{text}</Link> : text;
  };
  return (
    <Table<Row>
      size="small"
      rowKey={(row) => JSON.stringify(row)}
      dataSource={report.rows}
      pagination={report.rows.length > pageSize ? { pageSize, showSizeChanger: false } : false}
      columns={visible.map(({ each, place }) => ({
        key: each.name,
        title: inLanguage(each, language),
        align: isFigure(each.unit as Unit) && !hasLabels(each) ? "right" : "left",
        render: (_: unknown, row: Row) => cell?.(each, row[place], row) ?? inCell(each, row[place], row),
      }))}
      summary={() => <Totals report={report} language={language} visible={visible.map(({ each }) => each)} />}
    />
  );
}

/** Numbers that only the system knows are shown by their names, or not at all. */
function visibleColumns(report: Report): { each: Column; place: number }[] {
  const isNamed = report.columns.some((each) => each.name === "name");
  return report.columns
    .map((each, place) => ({ each, place }))
    .filter(({ each }) => each.unit !== "id" || (hasLabels(each) && !isNamed));
}

function hasLabels(column: Column): boolean {
  return Object.keys(column.labels).length > 0;
}

function Totals({ report, language, visible }: { report: Report; language: Language; visible: Column[] }) {
  const { say } = useTexts();
  const addressOf = useAddress(report);
  const hasTotals = visible.some((each) => report.totals[each.name] != null);
  if (!hasTotals || report.rows.length < 2) return null;
  return (
    <Table.Summary.Row>
      {visible.map((each, place) => {
        const total = report.totals[each.name];
        const text =
          total == null ? (place === 0 ? say("total") : "") : shown(total, each.unit as Unit, language);
        const address = total ? addressOf(cellOf(report, each, null)) : null;
        return (
          <Table.Summary.Cell key={each.name} index={place} align={place === 0 ? "left" : "right"}>
            <strong>{address ? <Link to={address}>{text}</Link> : text}</strong>
          </Table.Summary.Cell>
        );
      })}
    </Table.Summary.Row>
  );
}

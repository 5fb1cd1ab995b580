/** A report as a table: figures to the right, coded values by their names, totals below. */
import { inLanguage, isFigure, type Language, shown, type Unit } from "@shuke/core";
import { Table } from "antd";
import type { ReactNode } from "react";
import { useSettings } from "./settings";
import type { Column, Report, Row } from "./useReport";

interface Props {
  report: Report;
  /** What stands in a cell in place of its text, e.g. a link to the members behind it. */
  cell?: (column: Column, value: unknown, row: Row) => ReactNode | undefined;
  pageSize?: number;
}

export function cellText(column: Column, value: unknown, language: Language): string {
  const label = column.labels[String(value)];
  return label ? inLanguage(label, language) : shown(value, column.unit as Unit, language);
}

export function ReportTable({ report, cell, pageSize = 20 }: Props) {
  const language = useSettings((settings) => settings.language);
  const visible = report.columns
    .map((each, place) => ({ each, place }))
    .filter(({ each }) => each.unit !== "id");
  return (
    <Table<Row>
      size="small"
      rowKey={(row) => JSON.stringify(row)}
      dataSource={report.rows}
      scroll={{ x: "max-content" }}
      pagination={report.rows.length > pageSize ? { pageSize, showSizeChanger: false } : false}
      columns={visible.map(({ each, place }) => ({
        key: each.name,
        title: inLanguage(each, language),
        align: isFigure(each.unit as Unit) && !hasLabels(each) ? "right" : "left",
        render: (_: unknown, row: Row) =>
          cell?.(each, row[place], row) ?? cellText(each, row[place], language),
      }))}
      summary={() => <Totals report={report} language={language} visible={visible.map(({ each }) => each)} />}
    />
  );
}

function hasLabels(column: Column): boolean {
  return Object.keys(column.labels).length > 0;
}

function Totals({ report, language, visible }: { report: Report; language: Language; visible: Column[] }) {
  if (Object.keys(report.totals).length === 0 || report.rows.length < 2) return null;
  return (
    <Table.Summary.Row>
      {visible.map((each, place) => {
        const total = report.totals[each.name];
        const text = total == null ? (place === 0 ? "Σ" : "") : shown(total, each.unit as Unit, language);
        return (
          <Table.Summary.Cell key={each.name} index={place} align={place === 0 ? "left" : "right"}>
            <strong>{text}</strong>
          </Table.Summary.Cell>
        );
      })}
    </Table.Summary.Row>
  );
}

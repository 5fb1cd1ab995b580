/** Amounts of parties against parties or months, with sums at the right and below. */
import { money } from "@shuke/core";
import { Typography } from "antd";
import { Table } from "../../../kit/Table";
import type { Grid } from "./netting";
import { useParty } from "./useParty";
import { useNettingTexts } from "./words";

/** Longer tables scroll below their heads. */
const MOST = 20;
const HEIGHT = 640;

interface Props {
  grid: Grid;
  corner: string;
  /** Amounts below zero are to be paid, and stand out. */
  hasSigns?: boolean;
}

interface Line {
  party: string;
}

export function GridTable({ grid, corner, hasSigns = false }: Props) {
  const { say } = useNettingTexts();
  const called = useParty();
  const hasSum = grid.columns.length > 1;
  const cell = (amount: number) => <Amount amount={amount} hasSigns={hasSigns} />;
  return (
    <Table<Line>
      size="small"
      rowKey="party"
      dataSource={grid.rows.map((party) => ({ party }))}
      pagination={false}
      scroll={{ x: "max-content", ...(grid.rows.length > MOST ? { y: HEIGHT } : {}) }}
      columns={[
        { key: "party", title: corner, fixed: "left", width: 200, render: (_, line) => called(line.party) },
        ...grid.columns.map((column) => ({
          key: column,
          title: called(column),
          align: "right" as const,
          render: (_: unknown, line: Line) => cell(grid.at(line.party, column)),
        })),
        ...(hasSum
          ? [
              {
                key: "sum",
                title: say("sum"),
                align: "right" as const,
                render: (_: unknown, line: Line) => cell(grid.ofRow(line.party)),
              },
            ]
          : []),
      ]}
      summary={() => (
        <Table.Summary fixed>
          <Table.Summary.Row>
            <Table.Summary.Cell index={0}>
              <strong>{say("sum")}</strong>
            </Table.Summary.Cell>
            {grid.columns.map((column, place) => (
              <Table.Summary.Cell key={column} index={place + 1} align="right">
                <strong>{cell(grid.ofColumn(column))}</strong>
              </Table.Summary.Cell>
            ))}
            {hasSum && (
              <Table.Summary.Cell index={grid.columns.length + 1} align="right">
                <strong>{cell(grid.total)}</strong>
              </Table.Summary.Cell>
            )}
          </Table.Summary.Row>
        </Table.Summary>
      )}
    />
  );
}

function Amount({ amount, hasSigns }: { amount: number; hasSigns: boolean }) {
  const { language } = useNettingTexts();
  if (hasSigns && amount < 0)
    return <Typography.Text type="danger">{money(amount, language)}</Typography.Text>;
  return amount === 0 && !hasSigns ? "–" : money(amount, language);
}

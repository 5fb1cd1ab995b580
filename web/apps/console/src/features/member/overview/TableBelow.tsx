/** The figures of a chart as a table, folded below it. */
import { Collapse, type TableProps } from "antd";
import { Table } from "../../../kit/Table";
import { useOverviewTexts } from "./words";

interface Props<R> {
  rows: readonly R[];
  keyOf: (row: R) => string;
  columns: NonNullable<TableProps<R>["columns"]>;
}

export function TableBelow<R extends object>({ rows, keyOf, columns }: Props<R>) {
  const { say } = useOverviewTexts();
  const table = (
    <Table<R>
      rowKey={keyOf}
      dataSource={rows}
      pagination={rows.length > 12 ? { pageSize: 10, showSizeChanger: false } : false}
      columns={columns}
    />
  );
  return <Collapse ghost size="small" items={[{ key: "table", label: say("table"), children: table }]} />;
}

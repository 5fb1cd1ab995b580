/** A list that is empty when all is well: what is asked, what went wrong, and what waits. */
import { CheckCircleFilled } from "@ant-design/icons";
import { Flex, Skeleton, type TableProps, Typography } from "antd";
import { ProblemView } from "../../kit/Problem";
import { Table } from "../../kit/Table";
import { useMatterTexts } from "./words";

interface Props<R> {
  rows: readonly R[] | undefined;
  error: unknown;
  again: () => void;
  columns: NonNullable<TableProps<R>["columns"]>;
  rowKey?: (row: R) => string;
}

const BY_FIFTY = { pageSize: 50, hideOnSinglePage: true, showSizeChanger: false } as const;

export function Waiting<R extends object>({ rows, error, again, columns, rowKey }: Props<R>) {
  const { say } = useMatterTexts();
  if (error) return <ProblemView thrown={error} again={again} />;
  if (!rows) return <Skeleton active paragraph={{ rows: 6 }} />;
  if (rows.length === 0)
    return (
      <Flex gap={8} align="center" style={{ padding: "24px 4px" }}>
        <CheckCircleFilled style={{ color: "var(--ant-color-success)" }} />
        <Typography.Text>{say("none")}</Typography.Text>
      </Flex>
    );
  return (
    <Table<R> stacks rowKey={rowKey ?? "id"} dataSource={rows} pagination={BY_FIFTY} columns={columns} />
  );
}

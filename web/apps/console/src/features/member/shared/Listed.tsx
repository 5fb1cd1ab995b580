/** A short list that the server gives whole, in a card of its own: waiting, empty, failed or shown. */
import { Card, Empty, Skeleton, type TableProps } from "antd";
import type { ReactNode } from "react";
import { ProblemView } from "../../../kit/Problem";
import { Table } from "../../../kit/Table";

interface Asked<R> {
  data: R[] | undefined;
  error: unknown;
  isLoading: boolean;
  refetch: () => unknown;
}

interface Props<R> {
  title: ReactNode;
  extra?: ReactNode;
  asked: Asked<R>;
  empty: string;
  keyOf: (row: R) => string;
  columns: NonNullable<TableProps<R>["columns"]>;
}

export function Listed<R extends object>({ title, extra, asked, empty, keyOf, columns }: Props<R>) {
  const { data, error, isLoading, refetch } = asked;
  return (
    <Card size="small" title={title} extra={extra}>
      {error ? <ProblemView thrown={error} again={() => void refetch()} /> : null}
      {isLoading && <Skeleton active paragraph={{ rows: 2 }} />}
      {data?.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty} />}
      {data && data.length > 0 && (
        <Table<R>
          stacks
          rowKey={keyOf}
          dataSource={data}
          pagination={data.length > 10 ? { pageSize: 10, showSizeChanger: false } : false}
          columns={columns}
        />
      )}
    </Card>
  );
}

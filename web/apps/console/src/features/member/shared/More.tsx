/** A list of the server as a table: its first page, and more when somebody asks. */
import { Button, Empty, Flex, type TableProps } from "antd";
import { ProblemView } from "../../../kit/Problem";
import { Table } from "../../../kit/Table";
import type { Rows } from "../../../kit/table/rows";
import { useSharedTexts } from "./words";

interface Props<R> extends Pick<TableProps<R>, "columns" | "expandable" | "onRow"> {
  rows: Rows<R>;
  keyOf: (row: R) => string;
  empty: string;
}

export function More<R extends object>({ rows, keyOf, empty, ...table }: Props<R>) {
  const { say } = useSharedTexts();
  if (rows.error && rows.loaded.length === 0) return <ProblemView thrown={rows.error} again={rows.again} />;
  return (
    <Flex vertical gap={12}>
      <Table<R>
        stacks
        rowKey={keyOf}
        loading={rows.isLoading}
        dataSource={[...rows.loaded]}
        pagination={false}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty} /> }}
        {...table}
      />
      {rows.isMore && (
        <Flex justify="center">
          <Button loading={rows.isFetchingMore} onClick={rows.more}>
            {say("more")}
          </Button>
        </Flex>
      )}
    </Flex>
  );
}

/** A list that is empty when all is well: what is asked, what went wrong, and what waits. */
import { CheckCircleFilled } from "@ant-design/icons";
import { Flex, Skeleton, Typography } from "antd";
import type { ReactNode } from "react";
import { ProblemView } from "../../kit/Problem";
import { useMatterTexts } from "./words";

interface Props<R> {
  rows: readonly R[] | undefined;
  error: unknown;
  again: () => void;
  children: (rows: R[]) => ReactNode;
}

export function Waiting<R>({ rows, error, again, children }: Props<R>) {
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
  return children([...rows]);
}

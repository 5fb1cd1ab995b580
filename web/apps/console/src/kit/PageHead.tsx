/** The name of a page, what it says in one sentence, and what can be done on it. */
import { Flex, Typography } from "antd";
import { type ReactNode, useEffect } from "react";

export function PageHead({ title, says, actions }: { title: string; says?: ReactNode; actions?: ReactNode }) {
  useEffect(() => {
    if (title) document.title = `${title} · 熟客`;
  }, [title]);
  return (
    <Flex justify="space-between" align="flex-start" gap={16} wrap style={{ marginBottom: 16 }}>
      <div style={{ minWidth: 0 }}>
        <Typography.Title level={3} style={{ margin: 0 }}>
          {title}
        </Typography.Title>
        {says && <Typography.Text type="secondary">{says}</Typography.Text>}
      </div>
      {actions && (
        <Flex gap={8} wrap>
          {actions}
        </Flex>
      )}
    </Flex>
  );
}

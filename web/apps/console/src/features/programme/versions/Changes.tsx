/** What two versions differ in, line by line, in words. */
import { ArrowRightOutlined } from "@ant-design/icons";
import { Empty, Flex, Tag, Typography } from "antd";
import type { Change } from "../model/difference";
import { useProgrammeTexts } from "../words";

export function Changes({ changes }: { changes: readonly Change[] }) {
  const { say } = useProgrammeTexts();
  if (changes.length === 0)
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say("noChanges")} />;
  return (
    <Flex vertical gap={10}>
      {changes.map((change) => (
        <One key={JSON.stringify(change)} change={change} />
      ))}
    </Flex>
  );
}

function One({ change: { where, before, after } }: { change: Change }) {
  const { say } = useProgrammeTexts();
  return (
    <div>
      <Typography.Text type="secondary" style={{ fontSize: 12 }}>
        {where.join(" · ")}
      </Typography.Text>
      <Flex gap={8} wrap align="baseline">
        {before === null && <Tag color="success">{say("added")}</Tag>}
        {after === null && <Tag color="error">{say("removed")}</Tag>}
        {before !== null && <Typography.Text delete={after !== null}>{before}</Typography.Text>}
        {before !== null && after !== null && <ArrowRightOutlined aria-hidden style={{ fontSize: 11 }} />}
        {after !== null && <Typography.Text strong>{after}</Typography.Text>}
      </Flex>
    </div>
  );
}

/** Which classes the member falls into today, each with the reason that the rule gives. */
import { api, type Shapes } from "@shuke/api";
import { inLanguage } from "@shuke/core";
import { Card, Empty, Flex, Skeleton, Tag, Typography } from "antd";
import { ProblemView } from "../../../kit/Problem";
import { useOverviewTexts } from "./words";

const KINDS = ["lifecycle", "rfm", "quadrants", "value"] as const;

export function Classes({ memberId }: { memberId: string }) {
  const { say } = useOverviewTexts();
  const { data, error, isLoading, refetch } = api.useQuery("get", "/api/staff/members/{member_id}/classes", {
    params: { path: { member_id: memberId } },
  });
  return (
    <Card size="small" title={say("classes")} style={{ height: "100%" }}>
      {error && <ProblemView thrown={error} again={() => void refetch()} />}
      {isLoading && <Skeleton active />}
      {data?.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say("noClasses")} />}
      <Flex vertical gap={12}>
        {data?.map((reason) => (
          <Reason key={reason.kind} reason={reason} />
        ))}
      </Flex>
    </Card>
  );
}

function Reason({ reason }: { reason: Shapes["ReasonOut"] }) {
  const { say, language } = useOverviewTexts();
  const kind = KINDS.find((each) => each === reason.kind);
  return (
    <div>
      <Flex gap={8} align="center">
        {kind && <Typography.Text strong>{say(kind)}</Typography.Text>}
        <Tag color="processing">{inLanguage({ zh: reason.name_zh, en: reason.name_en }, language)}</Tag>
      </Flex>
      <Typography.Text type="secondary">
        {inLanguage({ zh: reason.because_zh, en: reason.because_en }, language)}
      </Typography.Text>
    </div>
  );
}

/** Which classes the member falls into today, each with the reason that the rule gives. */
import { api, type Shapes } from "@shuke/api";
import { Card, Flex, Skeleton, Steps, Tag, Typography } from "antd";
import { ProblemView } from "../../kit/Problem";
import { useMemberTexts } from "./words";

export function Classes({ memberId, rhythm }: { memberId: string; rhythm: Shapes["RhythmOut"] | null }) {
  const { say, language } = useMemberTexts();
  const { data, error, isLoading } = api.useQuery("get", "/api/staff/members/{member_id}/classes", {
    params: { path: { member_id: memberId } },
  });
  return (
    <Card size="small" title={say("classes")} style={{ height: "100%" }}>
      {rhythm && <Rhythm rhythm={rhythm} />}
      {error && <ProblemView thrown={error} />}
      {isLoading && <Skeleton active />}
      {data?.map((reason) => (
        <Flex key={reason.kind} gap={8} align="baseline" style={{ marginTop: 8 }}>
          <Tag>{language === "zh" ? reason.name_zh : reason.name_en}</Tag>
          <Typography.Text type="secondary">
            {language === "zh" ? reason.because_zh : reason.because_en}
          </Typography.Text>
        </Flex>
      ))}
    </Card>
  );
}

/** The line of visits: the last one, and the days on which silence would mean something. */
function Rhythm({ rhythm }: { rhythm: Shapes["RhythmOut"] }) {
  const { say, language } = useMemberTexts();
  const ahead = [
    { day: rhythm.silent_on, word: "silentOn" },
    { day: rhythm.dormant_on, word: "dormantOn" },
    { day: rhythm.lost_on, word: "lostOn" },
  ] as const;
  const state = language === "zh" ? rhythm.state_zh : rhythm.state_en;
  return (
    <Steps
      size="small"
      current={0}
      titlePlacement="vertical"
      items={[
        { title: state, content: rhythm.last_on ?? "" },
        ...ahead.flatMap(({ day, word }) => (day ? [{ title: say(word, { day }) }] : [])),
      ]}
    />
  );
}

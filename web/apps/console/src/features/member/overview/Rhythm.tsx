/** How she comes: each visit on a line of time, the days between two, and when the next is expected. */
import type { Shapes } from "@shuke/api";
import { count, money } from "@shuke/core";
import { Card, Empty, Flex, Typography } from "antd";
import { useMemo } from "react";
import { Chart } from "../../../kit/Chart";
import { Mark } from "../shared/Mark";
import { ChartFiles } from "./ChartFiles";
import { drawRhythm } from "./drawing";
import { TableBelow } from "./TableBelow";
import { useOverviewTexts } from "./words";

type Visits = Shapes["VisitsOut"];

export function Rhythm({ found, memberId }: { found: Visits; memberId: string }) {
  const { say, language } = useOverviewTexts();
  const came = found.visits.filter((each) => each.sales > 0).length;
  const [expected, today, visit] = [say("expected"), say("today"), say("visit")];
  const option = useMemo(
    () => drawRhythm(found, { expected, today, visit }, language),
    [found, expected, today, visit, language],
  );
  const extra = (
    <Flex gap={8} align="center">
      {found.overdue_days > 0 && (
        <Mark tone="bad">{say("overdue", { days: count(found.overdue_days, language) })}</Mark>
      )}
      {found.visits.length > 0 && <ChartFiles memberId={memberId} chart="visits" label={say("rhythm")} />}
    </Flex>
  );
  return (
    <Card size="small" title={say("rhythm")} extra={extra}>
      {came === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say("noVisits")} />
      ) : (
        <Flex vertical gap={4}>
          <Typography.Text>
            <Sentence found={found} came={came} />
          </Typography.Text>
          <Chart option={option} label={say("rhythm")} height={200} />
          <Typography.Text type="secondary">{say("how")}</Typography.Text>
          <Days found={found} />
        </Flex>
      )}
    </Card>
  );
}

function Sentence({ found, came }: { found: Visits; came: number }) {
  const { say, language } = useOverviewTexts();
  const visits = count(came, language);
  if (found.median_gap_days === null || !found.expected_on) return say("noRhythm", { visits });
  return say("rhythmSays", { visits, gap: found.median_gap_days, day: found.expected_on });
}

function Days({ found }: { found: Visits }) {
  const { say, language } = useOverviewTexts();
  const latestFirst = useMemo(() => [...found.visits].reverse(), [found]);
  return (
    <TableBelow
      rows={latestFirst}
      keyOf={({ day }) => day}
      columns={[
        { title: say("day"), dataIndex: "day" },
        { title: say("sales"), align: "right", render: (_, each) => count(each.sales, language) },
        { title: say("net"), align: "right", render: (_, each) => money(each.net_minor, language) },
      ]}
    />
  );
}

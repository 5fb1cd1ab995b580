/** What each receipt earned or took back, and why, line by line. */
import { api, type Shapes } from "@shuke/api";
import { count, money } from "@shuke/core";
import { Button, Card, Flex, Tag, Typography } from "antd";
import { byCursor, rowsOf } from "../../../kit/table/rows";
import { useOpenReceipt } from "../receipts/useOpenReceipt";
import { Mark } from "../shared/Mark";
import { More } from "../shared/More";
import { useCodes } from "../shared/useCodes";
import { useSharedTexts } from "../shared/words";
import { useBalanceTexts } from "./words";

type Earning = Shapes["EarningOut"];
type Line = Shapes["EarningLineOut"];

const PAGE = 20;

export function Earnings({ memberId }: { memberId: string }) {
  const { say, language } = useBalanceTexts();
  const { called } = useCodes();
  const shared = useSharedTexts();
  const { open } = useOpenReceipt();
  const asked = api.useInfiniteQuery(
    "get",
    "/api/staff/members/{member_id}/points/earnings",
    { params: { path: { member_id: memberId }, query: { limit: PAGE } } },
    byCursor,
  );
  return (
    <Card size="small" title={say("earnings")}>
      <More
        rows={rowsOf(asked)}
        keyOf={(earning) => earning.receipt_id}
        empty={say("noEarnings")}
        expandable={{
          expandedRowRender: (earning) => <EarningLines earning={earning} />,
          rowExpandable: (earning) => earning.lines.length > 0,
        }}
        columns={[
          { title: shared.say("day"), dataIndex: "business_date" },
          { title: say("outcome"), render: (_, earning) => <Tag>{called("outcome", earning.outcome)}</Tag> },
          { title: say("change"), align: "right", render: (_, earning) => count(earning.points, language) },
          { title: say("availableOn"), render: (_, earning) => earning.available_on ?? "–" },
          { title: say("expires"), render: (_, earning) => earning.expires_on ?? "–" },
          {
            title: "",
            render: (_, earning) => (
              <Button size="small" type="link" onClick={() => open(earning.receipt_id)}>
                {say("showReceipt")}
              </Button>
            ),
          },
        ]}
      />
    </Card>
  );
}

export function EarningLines({ earning }: { earning: Earning }) {
  const { say } = useBalanceTexts();
  return (
    <Flex vertical gap={4}>
      {earning.capped_by && <Mark tone="note">{say("capped")}</Mark>}
      {earning.lines.map((line) => (
        <OneLine key={JSON.stringify(line)} line={line} />
      ))}
    </Flex>
  );
}

function OneLine({ line }: { line: Line }) {
  const { say, language } = useBalanceTexts();
  const { called } = useCodes();
  const points = count(Math.abs(line.points), language);
  const no = line.line_no ?? "–";
  if (line.receipt_id) return <Typography.Text>{say("claim", { points })}</Typography.Text>;
  if (line.returned_minor != null)
    return (
      <Typography.Text>
        {say("lineBack", { line: no, points, back: money(Math.abs(line.returned_minor), language) })}
      </Typography.Text>
    );
  if (line.excluded)
    return <Typography.Text type="secondary">{say("lineExcluded", { line: no })}</Typography.Text>;
  return (
    <Flex gap={6} wrap align="center">
      <Typography.Text>
        {say("line", { line: no, points, base: money(line.base_minor ?? 0, language) })}
      </Typography.Text>
      {line.multipliers?.map((each) => (
        <Tag key={`${each.kind} ${each.code}`}>
          {say("multiplier", { kind: called("multiplier", each.kind), percent: each.percent })}
        </Tag>
      ))}
    </Flex>
  );
}

/** What she had for points, and what was given to her for nothing. */
import { api, type Shapes } from "@shuke/api";
import { count, inLanguage } from "@shuke/core";
import { Card, Tag } from "antd";
import { byCursor, rowsOf } from "../../../kit/table/rows";
import { Mark } from "../shared/Mark";
import { More } from "../shared/More";
import { dayOf } from "../shared/times";
import { useCodes } from "../shared/useCodes";
import { useNames } from "../shared/useNames";
import { useBalanceTexts } from "./words";

export function Rewards({ memberId }: { memberId: string }) {
  const { say, language } = useBalanceTexts();
  const { called } = useCodes();
  const names = useNames();
  const path = { params: { path: { member_id: memberId } } };
  const catalogue = api.useQuery("get", "/api/staff/members/{member_id}/reward-catalogue", path);
  const asked = api.useInfiniteQuery(
    "get",
    "/api/staff/members/{member_id}/rewards",
    { params: { path: { member_id: memberId }, query: { limit: 20 } } },
    byCursor,
  );
  const nameOf = (row: Shapes["ExchangeOut"]) => {
    const offer = catalogue.data?.find((each) => each.reward === row.reward);
    return offer ? inLanguage(offer, language) : called("reward", row.kind);
  };
  return (
    <Card size="small" title={say("rewards")}>
      <More
        rows={rowsOf(asked)}
        keyOf={(row) => row.id}
        empty={say("noRewards")}
        columns={[
          { title: say("asked"), render: (_, row) => dayOf(row.asked_at) },
          { title: say("reward"), render: (_, row) => nameOf(row) },
          { title: say("occasion"), render: (_, row) => called("occasion", row.occasion) },
          { title: say("pointsPaid"), align: "right", render: (_, row) => count(row.points, language) },
          { title: say("store"), render: (_, row) => names.store(row.store_id) },
          { title: say("collect"), render: (_, row) => <Collection row={row} /> },
        ]}
      />
    </Card>
  );
}

function Collection({ row }: { row: Shapes["ExchangeOut"] }) {
  const { say } = useBalanceTexts();
  const { called } = useCodes();
  if (row.collected_at) return say("collectedAt", { day: dayOf(row.collected_at) });
  if (row.state === "waiting" && row.collect_until)
    return <Mark tone="going">{say("collectUntil", { day: row.collect_until })}</Mark>;
  return <Tag>{called("exchange", row.state)}</Tag>;
}

/** Points: the balance, the lots that make it up, every change with what was left, and what each receipt earned. */
import { api } from "@shuke/api";
import { count } from "@shuke/core";
import { Card, Flex, Skeleton, Tag } from "antd";
import { ProblemView } from "../../../kit/Problem";
import { byCursor, rowsOf } from "../../../kit/table/rows";
import { Listed } from "../shared/Listed";
import { More } from "../shared/More";
import { clockTime } from "../shared/times";
import { useCodes } from "../shared/useCodes";
import { useNames } from "../shared/useNames";
import { useSharedTexts } from "../shared/words";
import { Buckets } from "./Buckets";
import { Earnings } from "./Earnings";
import { Change } from "./Parts";
import { useBalanceTexts } from "./words";

const PAGE = 20;

export function Points({ memberId }: { memberId: string }) {
  const { say, language } = useBalanceTexts();
  const { called } = useCodes();
  const names = useNames();
  const shared = useSharedTexts();
  const asked = api.useQuery("get", "/api/staff/members/{member_id}/points", {
    params: { path: { member_id: memberId } },
  });
  const text = (points: number) => count(points, language);
  if (asked.error) return <ProblemView thrown={asked.error} again={() => void asked.refetch()} />;
  if (!asked.data) return <Skeleton active />;
  return (
    <Flex vertical gap={16}>
      <Buckets balance={asked.data.balance} text={text} />
      <Listed
        title={say("lots")}
        empty={say("noLots")}
        asked={{ ...asked, data: asked.data.lots }}
        keyOf={(lot) => lot.id}
        columns={[
          { title: say("left"), align: "right", render: (_, lot) => text(lot.remaining) },
          { title: say("issued"), align: "right", render: (_, lot) => text(lot.issued) },
          { title: say("state"), render: (_, lot) => <Tag>{called("state", lot.state)}</Tag> },
          { title: say("availableOn"), render: (_, lot) => lot.available_on ?? "–" },
          { title: say("expires"), render: (_, lot) => lot.expires_on ?? shared.say("forever") },
          { title: say("cause"), render: (_, lot) => called("cause", lot.source_kind) },
          { title: say("store"), render: (_, lot) => names.store(lot.store_id) },
        ]}
      />
      <Statement memberId={memberId} />
      <Earnings memberId={memberId} />
    </Flex>
  );
}

function Statement({ memberId }: { memberId: string }) {
  const { say, language } = useBalanceTexts();
  const { called } = useCodes();
  const names = useNames();
  const shared = useSharedTexts();
  const asked = api.useInfiniteQuery(
    "get",
    "/api/staff/members/{member_id}/points/statement",
    { params: { path: { member_id: memberId }, query: { limit: PAGE } } },
    byCursor,
  );
  const text = (points: number) => count(points, language);
  return (
    <Card size="small" title={say("statement")}>
      <More
        rows={rowsOf(asked)}
        keyOf={(line) => line.set_id}
        empty={say("noStatement")}
        columns={[
          { title: shared.say("time"), render: (_, line) => clockTime(line.occurred_at) },
          { title: say("what"), render: (_, line) => called("posting", line.kind) },
          { title: say("cause"), render: (_, line) => called("cause", line.source_kind) },
          { title: say("store"), render: (_, line) => names.store(line.store_id) },
          {
            title: say("change"),
            align: "right",
            render: (_, line) => <Change change={line.change} text={text} />,
          },
          { title: say("after"), align: "right", render: (_, line) => text(line.after.available) },
        ]}
      />
    </Card>
  );
}

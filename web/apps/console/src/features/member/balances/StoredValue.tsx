/** Stored value: principal and bonus, their lots, every change, what was paid in, and what a refund would be. */
import { api, type Shapes } from "@shuke/api";
import { money } from "@shuke/core";
import { Card, Flex, Skeleton, Tag } from "antd";
import { ProblemView } from "../../../kit/Problem";
import { byCursor, rowsOf } from "../../../kit/table/rows";
import { Listed } from "../shared/Listed";
import { More } from "../shared/More";
import { clockTime, dayOf } from "../shared/times";
import { useCodes } from "../shared/useCodes";
import { useNames } from "../shared/useNames";
import { useSharedTexts } from "../shared/words";
import { Buckets } from "./Buckets";
import { Change } from "./Parts";
import { RefundQuote } from "./RefundQuote";
import { useBalanceTexts } from "./words";

const PAGE = 20;

export function StoredValue({ memberId }: { memberId: string }) {
  const { say, language } = useBalanceTexts();
  const asked = api.useQuery("get", "/api/staff/members/{member_id}/stored-value", {
    params: { path: { member_id: memberId } },
  });
  const text = (fen: number) => money(fen, language);
  if (asked.error) return <ProblemView thrown={asked.error} again={() => void asked.refetch()} />;
  if (!asked.data) return <Skeleton active />;
  const { principal, bonus, lots } = asked.data;
  return (
    <Flex vertical gap={16}>
      <Flex gap={12} wrap>
        <div style={{ flex: "1 1 300px" }}>
          <Buckets balance={principal} text={text} named={say("principal")} />
        </div>
        <div style={{ flex: "1 1 300px" }}>
          <Buckets balance={bonus} text={text} named={say("bonus")} />
        </div>
      </Flex>
      <Lots lots={lots} />
      <Statement memberId={memberId} />
      <TopUps memberId={memberId} />
      <RefundQuote memberId={memberId} />
    </Flex>
  );
}

function Lots({ lots }: { lots: Shapes["ValueLotOut"][] }) {
  const { say, language } = useBalanceTexts();
  const { called } = useCodes();
  const names = useNames();
  const shared = useSharedTexts();
  return (
    <Listed
      title={say("lots")}
      empty={say("noLots")}
      asked={{ data: lots, error: null, isLoading: false, refetch: () => undefined }}
      keyOf={(lot) => lot.id}
      columns={[
        { title: say("currency"), render: (_, lot) => say(lot.currency === "bonus" ? "bonus" : "principal") },
        { title: say("left"), align: "right", render: (_, lot) => money(lot.remaining, language) },
        { title: say("issued"), align: "right", render: (_, lot) => money(lot.issued, language) },
        { title: say("state"), render: (_, lot) => <Tag>{called("state", lot.state)}</Tag> },
        { title: say("availableOn"), render: (_, lot) => lot.available_on ?? "–" },
        { title: say("expires"), render: (_, lot) => lot.expires_on ?? shared.say("forever") },
        { title: say("store"), render: (_, lot) => names.store(lot.store_id) },
      ]}
    />
  );
}

function Statement({ memberId }: { memberId: string }) {
  const { say, language } = useBalanceTexts();
  const { called } = useCodes();
  const names = useNames();
  const shared = useSharedTexts();
  const asked = api.useInfiniteQuery(
    "get",
    "/api/staff/members/{member_id}/stored-value/statement",
    { params: { path: { member_id: memberId }, query: { limit: PAGE } } },
    byCursor,
  );
  const text = (fen: number) => money(fen, language);
  return (
    <Card size="small" title={say("statement")}>
      <More
        rows={rowsOf(asked)}
        keyOf={(line) => `${line.set_id} ${line.currency}`}
        empty={say("noStatement")}
        columns={[
          { title: shared.say("time"), render: (_, line) => clockTime(line.occurred_at) },
          {
            title: say("currency"),
            render: (_, line) => say(line.currency === "bonus" ? "bonus" : "principal"),
          },
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

function TopUps({ memberId }: { memberId: string }) {
  const { say, language } = useBalanceTexts();
  const names = useNames();
  const shared = useSharedTexts();
  const asked = api.useQuery("get", "/api/staff/members/{member_id}/stored-value/top-ups", {
    params: { path: { member_id: memberId } },
  });
  return (
    <Listed
      title={say("topUps")}
      empty={say("noTopUps")}
      asked={asked}
      keyOf={(each) => each.id}
      columns={[
        { title: shared.say("day"), render: (_, each) => dayOf(each.topped_up_at) },
        { title: say("paid"), align: "right", render: (_, each) => money(each.paid_minor, language) },
        { title: say("bonus"), align: "right", render: (_, each) => money(each.bonus_minor, language) },
        { title: say("store"), render: (_, each) => names.store(each.store_id) },
        { title: say("contract"), render: (_, each) => <code>{each.contract_hash.slice(0, 12)}</code> },
      ]}
    />
  );
}

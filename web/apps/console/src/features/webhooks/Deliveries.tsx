/** The log: what a webhook was told or is to be told, the latest first; asked for again while something is on its way. */
import { api } from "@shuke/api";
import { Card, Empty, Flex, Segmented, Typography } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { byCursor, type DataColumn, DataTable, rowsOf } from "../../kit/DataTable";
import { momentText } from "../../kit/moments";
import { DeliveryDrawer } from "./DeliveryDrawer";
import { type Delivery, isMoving, tookText } from "./hooks";
import { DeliveryState, useAnswer } from "./StateTag";
import { useKindName } from "./useKindName";
import { useHookTexts } from "./words";

const STATES = ["sent", "waiting", "given_up"] as const;
const POLL_MS = 3_000;
const HEIGHT = 420;

export function Deliveries({ hookId, again }: { hookId: string; again: () => void }) {
  const { say } = useHookTexts();
  const [params, setParams] = useSearchParams();
  const [opened, open] = useState<string | null>(null);
  const state = STATES.find((each) => each === params.get("state"));
  const rows = useRows(hookId, state);
  const columns = useColumns();
  const choose = (chosen: string) =>
    setParams(
      (before) => {
        before.delete("state");
        if (chosen) before.set("state", chosen);
        return before;
      },
      { replace: true },
    );
  return (
    <Card size="small" title={say("log")}>
      <Flex vertical gap={12}>
        <Typography.Text type="secondary">{say("logSays")}</Typography.Text>
        <Segmented
          value={state ?? ""}
          onChange={choose}
          aria-label={say("state")}
          options={[
            { value: "", label: say("allStates") },
            ...STATES.map((each) => ({ value: each, label: say(each) })),
          ]}
          style={{ alignSelf: "flex-start", maxWidth: "100%" }}
        />
        <DataTable
          name="webhook-deliveries"
          label={say("log")}
          columns={columns}
          rows={rows}
          keyOf={({ id }) => id}
          height={HEIGHT}
          onOpen={({ id }) => open(id)}
          card={(delivery) => <DeliveryCard delivery={delivery} />}
          empty={<Empty description={`${say("noLog")} · ${say("noLogHow")}`} />}
        />
      </Flex>
      <DeliveryDrawer id={opened} close={() => open(null)} again={again} />
    </Card>
  );
}

function useRows(hookId: string, state: Delivery["state"] | undefined) {
  const query = { limit: 100, ...(state ? { state } : {}) };
  return rowsOf<Delivery>(
    api.useInfiniteQuery(
      "get",
      "/api/staff/webhooks/{hook_id}/deliveries",
      { params: { path: { hook_id: hookId }, query } },
      {
        ...byCursor,
        refetchInterval: (asked) =>
          asked.state.data?.pages.some(({ items }) => items.some((each) => isMoving(each))) ? POLL_MS : false,
      },
    ),
  );
}

function DeliveryCard({ delivery }: { delivery: Delivery }) {
  const nameOf = useKindName();
  const answerOf = useAnswer();
  return (
    <Flex vertical gap={4}>
      <Flex justify="space-between" gap={8}>
        <strong>{nameOf(delivery.kind)}</strong>
        <DeliveryState state={delivery.state} />
      </Flex>
      <span>{`${momentText(delivery.occurred_at)} · ${answerOf(delivery)}`}</span>
    </Flex>
  );
}

function useColumns(): DataColumn<Delivery>[] {
  const { say } = useHookTexts();
  const nameOf = useKindName();
  const answerOf = useAnswer();
  return [
    {
      key: "occurred",
      title: say("occurred"),
      width: 150,
      render: ({ occurred_at }) => momentText(occurred_at),
    },
    { key: "kind", title: say("kind"), width: 170, isKept: true, render: ({ kind }) => nameOf(kind) },
    { key: "state", title: say("state"), width: 110, render: ({ state }) => <DeliveryState state={state} /> },
    { key: "answer", title: say("answer"), width: 200, render: answerOf },
    { key: "tries", title: say("tries"), width: 80, isFigure: true, render: ({ attempts }) => attempts },
    {
      key: "took",
      title: say("took"),
      width: 90,
      isFigure: true,
      render: ({ took_ms }) => tookText(took_ms),
    },
    { key: "tried", title: say("tried"), width: 150, render: ({ tried_at }) => momentText(tried_at) },
    { key: "next", title: say("next"), width: 150, render: ({ next_at }) => momentText(next_at) },
  ];
}

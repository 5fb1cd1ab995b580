/** One delivery in full: how it stands, what is sent, and sending it again. */
import { api } from "@shuke/api";
import { App, Button, Descriptions, Drawer, Flex, Skeleton, Typography } from "antd";
import { momentText } from "../../kit/moments";
import { ProblemView } from "../../kit/Problem";
import { Code } from "./Check";
import { useLogAgain, useRefused } from "./HookActs";
import { type Delivery, isMoving, readable, tookText } from "./hooks";
import { DeliveryState, useAnswer } from "./StateTag";
import { useKindName } from "./useKindName";
import { useHookTexts } from "./words";

const POLL_MS = 2_000;

interface Props {
  id: string | null;
  close: () => void;
  again: () => void;
}

export function DeliveryDrawer({ id, close, again }: Props) {
  const { say } = useHookTexts();
  return (
    <Drawer open={id !== null} onClose={close} title={say("log")} size={560}>
      {id && <Body id={id} again={again} />}
    </Drawer>
  );
}

function Body({ id, again }: { id: string; again: () => void }) {
  const { say } = useHookTexts();
  const { message } = App.useApp();
  const logAgain = useLogAgain();
  const params = { path: { delivery_id: id } };
  const { data, error, refetch } = api.useQuery(
    "get",
    "/api/staff/webhook-deliveries/{delivery_id}",
    { params },
    { refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? POLL_MS : false) },
  );
  const resend = api.useMutation("post", "/api/staff/webhook-deliveries/{delivery_id}/resending", {
    ...useRefused(),
    onSuccess: () => {
      void message.success(say("resent"));
      void refetch();
      logAgain();
      again();
    },
  });
  if (error && !data) return <ProblemView thrown={error} again={() => void refetch()} />;
  if (!data) return <Skeleton active />;
  return (
    <Flex vertical gap={20}>
      <Facts delivery={data} />
      <Button
        type="primary"
        loading={resend.isPending}
        onClick={() => resend.mutate({ params })}
        style={{ alignSelf: "flex-start" }}
      >
        {say("resend")}
      </Button>
      <div>
        <Typography.Title level={5}>{say("body")}</Typography.Title>
        <Code text={readable(data.body)} />
      </div>
    </Flex>
  );
}

function Facts({ delivery }: { delivery: Delivery }) {
  const { say } = useHookTexts();
  const nameOf = useKindName();
  const answerOf = useAnswer();
  const facts = [
    [say("kind"), nameOf(delivery.kind)],
    [say("state"), <DeliveryState key="state" state={delivery.state} />],
    [say("answer"), answerOf(delivery)],
    [say("occurred"), momentText(delivery.occurred_at)],
    [say("tried"), momentText(delivery.tried_at)],
    [say("next"), momentText(delivery.next_at)],
    [say("tries"), delivery.attempts],
    [say("took"), tookText(delivery.took_ms)],
  ] as const;
  return (
    <Descriptions
      size="small"
      bordered
      column={1}
      items={facts.map(([label, children]) => ({ key: label, label, children }))}
    />
  );
}

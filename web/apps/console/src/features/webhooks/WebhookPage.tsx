/** One webhook: where it leads, what it hears of, and what became of each delivery. Its id stands in the address. */
import { api } from "@shuke/api";
import { inLanguage } from "@shuke/core";
import { Alert, Descriptions, Flex, Skeleton, Typography } from "antd";
import { useParams } from "react-router";
import { momentText } from "../../kit/moments";
import { PageHead } from "../../kit/PageHead";
import { NotAllowed, ProblemView } from "../../kit/Problem";
import { useMay } from "../../session/session";
import { Deliveries } from "./Deliveries";
import { HookActs } from "./HookActs";
import type { Hook } from "./hooks";
import { useKinds } from "./KindsPicker";
import { HookState } from "./StateTag";
import { useHookTexts } from "./words";

export default function WebhookPage() {
  const { say } = useHookTexts();
  const { hookId = "" } = useParams();
  const isAllowed = useMay()("webhooks");
  const { data, error, refetch } = api.useQuery(
    "get",
    "/api/staff/webhooks/{hook_id}",
    { params: { path: { hook_id: hookId } } },
    { enabled: isAllowed },
  );
  if (!isAllowed) return <NotAllowed />;
  if (error && !data)
    return (
      <>
        <PageHead title={say("title")} />
        <ProblemView thrown={error} again={() => void refetch()} />
      </>
    );
  if (!data) return <Skeleton active paragraph={{ rows: 8 }} />;
  const actions = <HookActs hook={data} again={() => void refetch()} />;
  return (
    <>
      <PageHead title={data.name} says={<HookState hook={data} />} actions={actions} />
      <Flex vertical gap={16}>
        <Paused hook={data} />
        <Facts hook={data} />
        <Deliveries hookId={data.id} again={() => void refetch()} />
      </Flex>
    </>
  );
}

function Paused({ hook }: { hook: Hook }) {
  const { say } = useHookTexts();
  if (hook.state === "active") return null;
  if (hook.why === "gave_up") return <Alert type="error" showIcon title={say("pausedGaveUp")} />;
  return <Alert type="warning" showIcon title={say("pausedByHand")} />;
}

function Facts({ hook }: { hook: Hook }) {
  const { say } = useHookTexts();
  const items = [
    {
      key: "address",
      label: say("address"),
      children: (
        <Typography.Text copyable style={{ wordBreak: "break-all" }}>
          {hook.address}
        </Typography.Text>
      ),
    },
    { key: "kinds", label: say("kinds"), children: <Wants hook={hook} /> },
    {
      key: "made",
      label: say("madeBy"),
      children: [hook.made_by, momentText(hook.made_at)].filter(Boolean).join(" · "),
    },
  ];
  const old = { key: "old", label: say("oldUntil"), children: momentText(hook.old_until) };
  return (
    <Descriptions
      size="small"
      bordered
      column={1}
      styles={{ label: { width: 160 } }}
      items={hook.old_until ? [...items, old] : items}
    />
  );
}

function Wants({ hook }: { hook: Hook }) {
  const { language } = useHookTexts();
  const { data } = useKinds();
  const wanted = (data ?? []).filter(({ kind }) => hook.kinds.includes(kind));
  return wanted.map(({ name }) => inLanguage(name, language)).join(" · ");
}

/** The chain's webhooks: where each leads, how it stands, and what came of the last month's deliveries. */
import { PlusOutlined } from "@ant-design/icons";
import { api } from "@shuke/api";
import { count } from "@shuke/core";
import { Button, Empty, Flex, Skeleton, type TableColumnsType, Typography } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { Once } from "../../kit/Once";
import { PageHead } from "../../kit/PageHead";
import { NotAllowed, ProblemView } from "../../kit/Problem";
import { Table } from "../../kit/Table";
import { useMay } from "../../session/session";
import { Check } from "./Check";
import { HookForm } from "./HookForm";
import type { Hook } from "./hooks";
import { HookState } from "./StateTag";
import { useHookTexts } from "./words";

export default function WebhooksPage() {
  const { say } = useHookTexts();
  const isAllowed = useMay()("webhooks");
  const [isMaking, make] = useState(false);
  const [secret, show] = useState<string | null>(null);
  const { data, error, refetch } = api.useQuery("get", "/api/staff/webhooks", {}, { enabled: isAllowed });
  const post = api.useMutation("post", "/api/staff/webhooks", {
    onSuccess: (made) => {
      make(false);
      show(made.secret);
      void refetch();
    },
  });
  if (!isAllowed) return <NotAllowed />;
  const fresh = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => make(true)}>
      {say("make")}
    </Button>
  );
  const actions = (
    <>
      <Check />
      {fresh}
    </>
  );
  return (
    <>
      <PageHead title={say("title")} says={say("says")} actions={actions} />
      {error && <ProblemView thrown={error} again={() => void refetch()} />}
      {!data && !error && <Skeleton active />}
      {data?.length === 0 && <Empty description={`${say("none")} · ${say("noneHow")}`}>{fresh}</Empty>}
      {data && data.length > 0 && <List hooks={data} />}
      <HookForm
        title={say("make")}
        isOpen={isMaking}
        isBusy={post.isPending}
        error={post.error}
        initial={{ kinds: [] }}
        close={() => make(false)}
        send={(body) => post.mutate({ body })}
      />
      <Once title={say("secret")} says={say("secretHow")} secret={secret} close={() => show(null)} />
    </>
  );
}

function List({ hooks }: { hooks: Hook[] }) {
  return <Table<Hook> stacks rowKey="id" dataSource={hooks} columns={useColumns()} pagination={false} />;
}

function useColumns(): TableColumnsType<Hook> {
  const { say, language } = useHookTexts();
  const figure = (name: "sent" | "waiting" | "given_up", title: string) => ({
    title,
    align: "right" as const,
    render: (_: unknown, hook: Hook) => count(hook[name], language),
  });
  return [
    { title: say("name"), render: (_, hook) => <Named hook={hook} /> },
    { title: say("state"), render: (_, hook) => <HookState hook={hook} /> },
    { title: say("kind"), render: (_, { kinds }) => say("wants", { count: kinds.length }) },
    figure("sent", say("sentMonth")),
    figure("waiting", say("waiting")),
    figure("given_up", say("givenUpMonth")),
    { title: say("madeBy"), render: (_, { made_by }) => made_by || "–" },
  ];
}

function Named({ hook }: { hook: Hook }) {
  return (
    <Flex vertical style={{ maxWidth: "min(360px, 60vw)", minWidth: 0 }}>
      <Link to={`/settings/webhooks/${hook.id}`}>{hook.name}</Link>
      <Typography.Text type="secondary" ellipsis={{ tooltip: hook.address }}>
        {hook.address}
      </Typography.Text>
    </Flex>
  );
}

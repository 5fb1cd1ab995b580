/** The own tokens for programs: made with a secret that is shown once, and ended. */
import { PlusOutlined } from "@ant-design/icons";
import { api, type Shapes } from "@shuke/api";
import { today } from "@shuke/core";
import { Button, Empty, Flex, Popconfirm, Skeleton, Tag } from "antd";
import { useState } from "react";
import { Once } from "../../../kit/Once";
import { PageHead } from "../../../kit/PageHead";
import { NotAllowed, ProblemView } from "../../../kit/Problem";
import { Table } from "../../../kit/Table";
import { useMay } from "../../../session/session";
import { NewToken } from "./NewToken";
import { useTokenTexts } from "./words";

type Token = Shapes["TokenOut"];

export default function TokensPage() {
  const { say } = useTokenTexts();
  const isAllowed = useMay()("own.tokens");
  const [isMaking, make] = useState(false);
  const [secret, show] = useState<string | null>(null);
  const { data, error, refetch } = api.useQuery("get", "/api/staff/me/tokens", {}, { enabled: isAllowed });
  if (!isAllowed) return <NotAllowed />;
  const fresh = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => make(true)}>
      {say("make")}
    </Button>
  );
  const docs = (
    <Button href="/api/staff/docs" target="_blank">
      {say("docs")}
    </Button>
  );
  return (
    <>
      <PageHead
        title={say("title")}
        says={say("says")}
        actions={
          <>
            {docs}
            {fresh}
          </>
        }
      />
      {error && <ProblemView thrown={error} again={() => void refetch()} />}
      {!data && !error && <Skeleton active />}
      {data?.length === 0 && <Empty description={`${say("none")} · ${say("noneHow")}`}>{fresh}</Empty>}
      {data && data.length > 0 && <List tokens={data} again={() => void refetch()} />}
      <NewToken
        isOpen={isMaking}
        close={() => make(false)}
        made={(fresh) => {
          make(false);
          show(fresh);
          void refetch();
        }}
      />
      <Once title={say("secret")} says={say("secretHow")} secret={secret} close={() => show(null)} />
    </>
  );
}

function List({ tokens, again }: { tokens: Token[]; again: () => void }) {
  const { say } = useTokenTexts();
  return (
    <Table<Token>
      stacks
      rowKey="id"
      dataSource={tokens}
      pagination={tokens.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
      columns={[
        { title: say("name"), dataIndex: "name" },
        { title: say("access"), render: (_, { access }) => say(access) },
        { title: say("expires"), render: (_, { expires_on }) => expires_on ?? say("never") },
        { title: say("state"), render: (_, token) => <State token={token} /> },
        {
          title: "",
          align: "right",
          render: (_, token) => !token.is_revoked && <End token={token} again={again} />,
        },
      ]}
    />
  );
}

function State({ token }: { token: Token }) {
  const { say } = useTokenTexts();
  if (token.is_revoked) return <Tag>{say("ended")}</Tag>;
  if (token.expires_on && token.expires_on <= today()) return <Tag color="warning">{say("expired")}</Tag>;
  return <Tag color="success">{say("live")}</Tag>;
}

function End({ token, again }: { token: Token; again: () => void }) {
  const { say } = useTokenTexts();
  const end = api.useMutation("delete", "/api/staff/me/tokens/{token_id}", { onSuccess: again });
  if (end.error) return <ProblemView thrown={end.error} again={() => end.reset()} />;
  return (
    <Flex justify="flex-end">
      <Popconfirm
        title={say("endSure")}
        description={<div style={{ maxWidth: 280 }}>{say("endHow")}</div>}
        okText={say("end")}
        cancelText={say("cancel")}
        okButtonProps={{ danger: true }}
        onConfirm={() => end.mutate({ params: { path: { token_id: token.id } } })}
      >
        <Button size="small" danger loading={end.isPending}>
          {say("end")}
        </Button>
      </Popconfirm>
    </Flex>
  );
}

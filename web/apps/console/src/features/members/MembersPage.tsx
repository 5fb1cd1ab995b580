/** The members of a store, page by page as the server gives them; names and phones masked. */
import { api, type Shapes } from "@shuke/api";
import { Alert, Button, Flex, Table, Tag } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { PageHead } from "../../kit/PageHead";
import { ProblemView } from "../../kit/Problem";
import { useScope } from "../../kit/scope";
import { useMe } from "../../session/session";
import { useMemberTexts } from "./words";

type Found = Shapes["FoundOut"];

export default function MembersPage() {
  const { say } = useMemberTexts();
  const scope = useScope();
  const storeId = useStore(scope.storeId);
  return (
    <>
      <PageHead title={say("title")} says={say("says")} />
      {storeId ? (
        <List key={storeId} storeId={storeId} />
      ) : (
        <Alert type="info" showIcon title={say("chooseStore")} />
      )}
    </>
  );
}

/** The chosen store; whoever belongs to one store need not choose it. */
function useStore(chosen: string | null): string | null {
  const own = useMe().grants?.flatMap((grant) => grant.stores ?? []) ?? [];
  return chosen ?? (own.length === 1 ? (own[0] ?? null) : null);
}

function List({ storeId }: { storeId: string }) {
  const { say } = useMemberTexts();
  const { search } = useScope();
  const [cursor, setCursor] = useState("");
  const { data, error, isLoading, refetch } = api.useQuery("get", "/api/staff/members", {
    params: { query: { store_id: storeId, limit: 50, cursor } },
  });
  if (error) return <ProblemView thrown={error} again={() => void refetch()} />;
  return (
    <Flex vertical gap={12}>
      <Table<Found>
        size="small"
        rowKey="member_id"
        loading={isLoading}
        dataSource={data?.items ?? []}
        pagination={false}
        scroll={{ x: "max-content" }}
        columns={[
          {
            title: say("name"),
            render: (_, member) => (
              <Link to={`/members/${member.member_id}${search}`}>{member.name_masked || "–"}</Link>
            ),
          },
          { title: say("phone"), dataIndex: "phone_masked" },
          { title: say("number"), dataIndex: "number" },
          { title: say("status"), render: (_, member) => <Tag>{say(member.status)}</Tag> },
        ]}
      />
      <Flex gap={8} justify="flex-end">
        {cursor && <Button onClick={() => setCursor("")}>{say("first")}</Button>}
        <Button disabled={!data?.next} onClick={() => setCursor(data?.next ?? "")}>
          {say("next")}
        </Button>
      </Flex>
    </Flex>
  );
}

/** The members of a store, page by page as the server gives them; names and phones masked. */
import { api, type Shapes } from "@shuke/api";
import { Alert, Flex, Tag } from "antd";
import { Link, useNavigate } from "react-router";
import { byCursor, type DataColumn, DataTable, rowsOf, useSelection } from "../../kit/DataTable";
import { PageHead } from "../../kit/PageHead";
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
  const go = useNavigate();
  const selection = useSelection(storeId);
  const rows = rowsOf<Found>(
    api.useInfiniteQuery(
      "get",
      "/api/staff/members",
      { params: { query: { store_id: storeId, limit: 100 } } },
      byCursor,
    ),
  );
  const address = (member: Found) => `/members/${member.member_id}${search}`;
  const columns: DataColumn<Found>[] = [
    {
      key: "name",
      title: say("name"),
      width: 160,
      isKept: true,
      isFixed: true,
      render: (member) => <Link to={address(member)}>{member.name_masked || "–"}</Link>,
    },
    { key: "phone", title: say("phone"), width: 140, render: (member) => member.phone_masked },
    { key: "number", title: say("number"), width: 160, render: (member) => member.number },
    { key: "status", title: say("status"), width: 120, render: (member) => <Tag>{say(member.status)}</Tag> },
  ];
  return (
    <DataTable
      name="members"
      label={say("title")}
      columns={columns}
      rows={rows}
      keyOf={(member) => member.member_id}
      selection={selection}
      onOpen={(member) => go(address(member))}
      card={(member) => (
        <Flex vertical>
          <Link to={address(member)}>{member.name_masked || member.number}</Link>
          <span>
            {member.phone_masked} · {member.number}
          </span>
        </Flex>
      )}
    />
  );
}

/** The table of members, ordered and chosen by the server's cursors; its cards on a phone; and what an empty one says. */
import { api, type Shapes } from "@shuke/api";
import { Button, Empty, Flex } from "antd";
import { Link, useNavigate, useSearchParams } from "react-router";
import { byCursor, DataTable, rowsOf, useSelection } from "../../kit/DataTable";
import { useScope } from "../../kit/scope";
import { useMay } from "../../session/session";
import { BulkBar } from "./BulkBar";
import type { Choices } from "./choices";
import { useMemberColumns } from "./columns";
import { type Filter, isEmpty } from "./filter";
import { MemberCard } from "./MemberCard";
import type { Member } from "./member";
import { useMemberTexts } from "./words";

type Sort = Shapes["Sort"];

const PAGE = 100;
const FIRST: Sort = "-last";

export function MemberTable({ filter, choices }: { filter: Filter; choices: Choices }) {
  const { say } = useMemberTexts();
  const { search, storeId } = useScope();
  const go = useNavigate();
  const order = useOrder();
  const asked = { ...filter, ...(storeId ? { store_id: storeId } : {}) };
  const selection = useSelection(JSON.stringify(asked));
  const total = api.useQuery(
    "get",
    "/api/staff/member-count",
    { params: { query: asked } },
    { staleTime: 30_000 },
  );
  const list = api.useInfiniteQuery(
    "get",
    "/api/staff/members",
    { params: { query: { ...asked, sort: order.by ?? FIRST, limit: PAGE } } },
    byCursor,
  );
  const rows = rowsOf<Member>(list, total.data?.members ?? null);
  const columns = useMemberColumns(choices, search);
  return (
    <DataTable
      name="members"
      label={say("title")}
      columns={columns}
      rows={rows}
      keyOf={keyOf}
      order={order}
      selection={selection}
      bulk={<BulkBar filter={asked} selection={selection} total={rows.total} choices={choices} />}
      onOpen={(member) => go(`/members/${member.member_id}${search}`)}
      card={(member) => <MemberCard member={member} choices={choices} search={search} />}
      empty={<Nobody isFiltered={!isEmpty(filter)} />}
    />
  );
}

function keyOf(member: Member): string {
  return member.member_id;
}

/** The order, which stands in the address too; without a word of it, who bought last comes first. */
function useOrder() {
  const [params, setParams] = useSearchParams();
  const by = (params.get("sort") as Sort | null) ?? FIRST;
  const change = (next: string | null) =>
    setParams((before) => {
      const changed = new URLSearchParams(before);
      if (next) changed.set("sort", next);
      else changed.delete("sort");
      return changed;
    });
  return { by, change };
}

function Nobody({ isFiltered }: { isFiltered: boolean }) {
  const { say } = useMemberTexts();
  const { search } = useScope();
  const mayImport = useMay()("imports");
  return (
    <Empty
      style={{ padding: 48 }}
      description={
        <Flex vertical>
          <strong>{say(isFiltered ? "none" : "noMembers")}</strong>
          <span>{say(isFiltered ? "noneHow" : "noMembersHow")}</span>
        </Flex>
      }
    >
      {!isFiltered && mayImport && (
        <Link to={`/imports/new${search}`}>
          <Button>{say("importThem")}</Button>
        </Link>
      )}
    </Empty>
  );
}

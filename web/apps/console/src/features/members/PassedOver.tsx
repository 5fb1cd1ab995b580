/** Whom an act on many passed over, each with the reason. */
import { api, type Shapes } from "@shuke/api";
import { Button, Flex, Skeleton } from "antd";
import { Link } from "react-router";
import { byCursor, rowsOf } from "../../kit/DataTable";
import { ProblemView } from "../../kit/Problem";
import { useScope } from "../../kit/scope";
import { useMemberTexts } from "./words";

const PAGE = 20;

export function PassedOver({ runId }: { runId: string }) {
  const { say, language } = useMemberTexts();
  const { search } = useScope();
  const rows = rowsOf<Shapes["PassedOverOut"]>(
    api.useInfiniteQuery(
      "get",
      "/api/staff/member-runs/{run_id}/refusals",
      { params: { path: { run_id: runId }, query: { limit: PAGE } } },
      byCursor,
    ),
  );
  if (rows.error) return <ProblemView thrown={rows.error} again={rows.again} />;
  if (rows.isLoading) return <Skeleton active title={false} />;
  return (
    <Flex vertical gap={4}>
      {rows.loaded.map((row) => (
        <Flex key={row.member_id} justify="space-between" gap={8}>
          <span>{language === "zh" ? row.zh : row.en}</span>
          <Link to={`/members/${row.member_id}${search}`}>{say("openMember")}</Link>
        </Flex>
      ))}
      {rows.isMore && (
        <Button size="small" loading={rows.isFetchingMore} onClick={rows.more}>
          {say("more")}
        </Button>
      )}
    </Flex>
  );
}

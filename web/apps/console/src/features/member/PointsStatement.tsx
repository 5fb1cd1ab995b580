/** The points ledger, newest first: what moved, by what cause, and what was left. */
import { api } from "@shuke/api";
import { count } from "@shuke/core";
import { Card, Table } from "antd";
import { ProblemView } from "../../kit/Problem";
import { useMemberTexts } from "./words";

export function PointsStatement({ memberId }: { memberId: string }) {
  const { say, language } = useMemberTexts();
  const { data, error, isLoading } = api.useQuery("get", "/api/staff/members/{member_id}/points/statement", {
    params: { path: { member_id: memberId }, query: { limit: 20 } },
  });
  return (
    <Card size="small" title={say("statement")}>
      {error && <ProblemView thrown={error} />}
      <Table
        size="small"
        rowKey="set_id"
        loading={isLoading}
        dataSource={data?.items ?? []}
        pagination={false}
        scroll={{ x: "max-content" }}
        columns={[
          { title: say("day"), dataIndex: "business_date" },
          { title: say("kind"), dataIndex: "kind" },
          {
            title: say("change"),
            align: "right",
            render: (_, line) => count(line.change.available, language),
          },
          { title: say("after"), align: "right", render: (_, line) => count(line.after.available, language) },
        ]}
      />
    </Card>
  );
}

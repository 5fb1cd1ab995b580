/** What would be paid back if the contract ended today, by whose cause; nothing is changed by looking. */
import { api } from "@shuke/api";
import { money } from "@shuke/core";
import { Card, Empty, Flex, Segmented, Skeleton, Typography } from "antd";
import { useState } from "react";
import { ProblemView } from "../../../kit/Problem";
import { Table } from "../../../kit/Table";
import { useCodes } from "../shared/useCodes";
import { useBalanceTexts } from "./words";

const CAUSES = ["consumer", "operator"] as const;

type Cause = (typeof CAUSES)[number];

export function RefundQuote({ memberId }: { memberId: string }) {
  const { say, language } = useBalanceTexts();
  const { called } = useCodes();
  const choices = CAUSES.map((value) => ({ value, label: called("refundCause", value) }));
  const [cause, choose] = useState<Cause>("consumer");
  const { data, error, isLoading } = api.useQuery(
    "get",
    "/api/staff/members/{member_id}/stored-value/refund-quote",
    { params: { path: { member_id: memberId }, query: { cause } } },
    { retry: false },
  );
  const text = (fen: number) => money(fen, language);
  return (
    <Card
      size="small"
      title={say("quote")}
      extra={<Segmented size="small" value={cause} onChange={choose} options={choices} />}
    >
      {error && <ProblemView thrown={error} />}
      {isLoading && <Skeleton active paragraph={{ rows: 2 }} />}
      {data && data.parts.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say("quoteNothing")} />
      )}
      {data && data.parts.length > 0 && (
        <Flex vertical gap={8}>
          <Typography.Text>
            {say("quoteSays", {
              cause: called("refundCause", cause),
              refund: text(data.refund_minor),
              interest: text(data.interest_minor),
              due: data.due_on,
            })}
          </Typography.Text>
          <Table
            stacks
            rowKey={(part) => part.top_up_id ?? "opening"}
            dataSource={data.parts}
            pagination={false}
            columns={[
              { title: say("paid"), align: "right", render: (_, part) => text(part.paid_minor) },
              { title: say("used"), align: "right", render: (_, part) => text(part.used_minor) },
              { title: say("refund"), align: "right", render: (_, part) => text(part.refund_minor) },
              { title: say("interest"), align: "right", render: (_, part) => text(part.interest_minor) },
              { title: say("articles"), render: (_, part) => part.articles.join(" · ") },
            ]}
          />
        </Flex>
      )}
    </Card>
  );
}

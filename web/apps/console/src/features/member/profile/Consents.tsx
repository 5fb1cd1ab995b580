/** The consent ledger: what she said of each purpose, by which channel and when; the latest first. */
import { Button, Card, Empty, Flex, Typography } from "antd";
import { Table } from "../../../kit/Table";
import { useMay } from "../../../session/session";
import type { Page } from "../page";
import { Mark } from "../shared/Mark";
import { useActing } from "../shared/section";
import { clockTime } from "../shared/times";
import { useCodes } from "../shared/useCodes";
import { useProfileTexts } from "./words";

export function Consents({ page }: { page: Page }) {
  const { say } = useProfileTexts();
  const { called } = useCodes();
  const may = useMay();
  const { open } = useActing();
  const rows = [...page.profile.consents].sort((a, b) => b.at.localeCompare(a.at));
  const isOpen = page.profile.status !== "erased";
  const change = isOpen && may("members.consent") && (
    <Button size="small" onClick={() => open("consent")}>
      {say("change")}
    </Button>
  );
  return (
    <Card size="small" title={say("consents")} extra={change}>
      {rows.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say("noConsents")} />
      ) : (
        <Flex vertical gap={8}>
          <Typography.Text type="secondary">{say("consentHow")}</Typography.Text>
          <Table
            stacks
            rowKey={(row) => `${row.purpose} ${row.channel} ${row.at}`}
            dataSource={rows}
            pagination={rows.length > 10 ? { pageSize: 10, showSizeChanger: false } : false}
            columns={[
              { title: say("purpose"), render: (_, row) => called("purpose", row.purpose) },
              { title: say("channel"), render: (_, row) => called("channel", row.channel) },
              {
                title: say("decision"),
                render: (_, row) => (
                  <Mark tone={row.decision === "granted" ? "good" : "plain"}>
                    {called("decision", row.decision)}
                  </Mark>
                ),
              },
              { title: say("at"), render: (_, row) => clockTime(row.at) },
            ]}
          />
        </Flex>
      )}
    </Card>
  );
}

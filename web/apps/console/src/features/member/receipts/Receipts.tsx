/** Her receipts in the stores that the person may see; each opens beside the list. */
import { api } from "@shuke/api";
import { count, money } from "@shuke/core";
import { Button, Card } from "antd";
import { byCursor, rowsOf } from "../../../kit/table/rows";
import { Mark } from "../shared/Mark";
import { More } from "../shared/More";
import { clockTime } from "../shared/times";
import { useNames } from "../shared/useNames";
import { useOpenReceipt } from "./useOpenReceipt";
import { useReceiptTexts } from "./words";

export default function Receipts({ memberId }: { memberId: string }) {
  const { say, language } = useReceiptTexts();
  const names = useNames();
  const { open } = useOpenReceipt();
  const asked = api.useInfiniteQuery(
    "get",
    "/api/staff/members/{member_id}/receipts",
    { params: { path: { member_id: memberId }, query: { limit: 30 } } },
    byCursor,
  );
  const isCostKnown =
    asked.data?.pages.some((page) => page.items.some((each) => each.cost_minor !== null)) ?? false;
  return (
    <Card size="small" title={say("receipts")}>
      <More
        rows={rowsOf(asked)}
        keyOf={(receipt) => receipt.id}
        empty={say("none")}
        onRow={(receipt) => ({ onClick: () => open(receipt.id), style: { cursor: "pointer" } })}
        columns={[
          { title: say("soldAt"), render: (_, receipt) => clockTime(receipt.sold_at) },
          {
            title: say("number"),
            render: (_, receipt) => (
              <Button type="link" size="small" style={{ padding: 0 }} onClick={() => open(receipt.id)}>
                {receipt.external_id}
              </Button>
            ),
          },
          {
            title: say("kind"),
            render: (_, receipt) =>
              receipt.kind === "return" ? (
                <Mark tone="note">{say("return")}</Mark>
              ) : (
                <Mark>{say("sale")}</Mark>
              ),
          },
          { title: say("store"), render: (_, receipt) => names.store(receipt.store_id) },
          { title: say("guide"), render: (_, receipt) => names.person(receipt.guide_id) },
          {
            title: say("lines"),
            align: "right",
            render: (_, receipt) => count(receipt.line_count, language),
          },
          { title: say("list"), align: "right", render: (_, receipt) => money(receipt.list_minor, language) },
          {
            title: say("discount"),
            align: "right",
            render: (_, receipt) => money(receipt.discount_minor, language),
          },
          { title: say("net"), align: "right", render: (_, receipt) => money(receipt.net_minor, language) },
          ...(isCostKnown
            ? [
                {
                  title: say("cost"),
                  align: "right" as const,
                  render: (_: unknown, receipt: { cost_minor: number | null }) =>
                    receipt.cost_minor === null ? "–" : money(receipt.cost_minor, language),
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}

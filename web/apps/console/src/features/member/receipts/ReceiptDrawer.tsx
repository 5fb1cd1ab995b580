/** One receipt whole: who sold what where, what was let off, and what it earned. */
import { api, type Shapes } from "@shuke/api";
import { count, money, quantity } from "@shuke/core";
import { Descriptions, Drawer, Flex, Skeleton, Typography } from "antd";
import { ProblemView } from "../../../kit/Problem";
import { Table } from "../../../kit/Table";
import { useMay } from "../../../session/session";
import { EarningLines } from "../balances/Earnings";
import { clockTime } from "../shared/times";
import { useCodes } from "../shared/useCodes";
import { useNames } from "../shared/useNames";
import { useOpenReceipt } from "./useOpenReceipt";
import { useReceiptTexts } from "./words";

type Receipt = Shapes["WholeReceiptOut"];

const MOST = 200;

export function ReceiptDrawer({ memberId }: { memberId: string }) {
  const { say } = useReceiptTexts();
  const { opened, close } = useOpenReceipt();
  const { data, error, isLoading, refetch } = api.useQuery(
    "get",
    "/api/staff/receipts/{receipt_id}",
    { params: { path: { receipt_id: opened ?? "" } } },
    { enabled: opened !== null },
  );
  const title = data ? say("receipt", { number: data.external_id }) : say("receipts");
  return (
    <Drawer open={opened !== null} onClose={close} title={title} size={560}>
      {error && <ProblemView thrown={error} again={() => void refetch()} />}
      {isLoading && <Skeleton active paragraph={{ rows: 8 }} />}
      {data && opened && <Body receipt={data} memberId={memberId} />}
    </Drawer>
  );
}

function Body({ receipt, memberId }: { receipt: Receipt; memberId: string }) {
  const may = useMay();
  return (
    <Flex vertical gap={20}>
      <Facts receipt={receipt} />
      <Lines receipt={receipt} />
      {may("points.see") && <Earned receiptId={receipt.id} memberId={memberId} />}
    </Flex>
  );
}

function Facts({ receipt }: { receipt: Receipt }) {
  const { say, language } = useReceiptTexts();
  const { called } = useCodes();
  const names = useNames();
  const { open } = useOpenReceipt();
  const original = receipt.original_id;
  return (
    <Descriptions
      size="small"
      bordered
      column={{ xs: 1, sm: 2 }}
      items={[
        { key: "at", label: say("soldAt"), children: clockTime(receipt.sold_at) },
        { key: "kind", label: say("kind"), children: say(receipt.kind === "return" ? "return" : "sale") },
        { key: "store", label: say("store"), children: names.store(receipt.store_id) },
        { key: "guide", label: say("guide"), children: names.person(receipt.guide_id) },
        { key: "channel", label: say("channel"), children: called("channel", receipt.channel) },
        { key: "list", label: say("list"), children: money(receipt.list_minor, language) },
        { key: "discount", label: say("discount"), children: money(receipt.discount_minor, language) },
        { key: "net", label: say("net"), children: <strong>{money(receipt.net_minor, language)}</strong> },
        ...(original
          ? [
              {
                key: "original",
                label: say("original"),
                children: <Typography.Link onClick={() => open(original)}>{say("open")}</Typography.Link>,
              },
            ]
          : []),
      ]}
    />
  );
}

function Lines({ receipt }: { receipt: Receipt }) {
  const { say, language } = useReceiptTexts();
  return (
    <Table<Receipt["lines"][number]>
      stacks
      rowKey="line_no"
      dataSource={receipt.lines}
      pagination={false}
      columns={[
        { title: say("goods"), render: (_, line) => line.goods || say("unknownGoods") },
        {
          title: say("quantity"),
          align: "right",
          render: (_, line) => quantity(line.quantity_milli, language),
        },
        { title: say("list"), align: "right", render: (_, line) => money(line.list_minor, language) },
        { title: say("discount"), align: "right", render: (_, line) => money(line.discount_minor, language) },
        { title: say("net"), align: "right", render: (_, line) => money(line.net_minor, language) },
      ]}
    />
  );
}

/** Looked for among the latest receipts that the points books know. */
function Earned({ receiptId, memberId }: { receiptId: string; memberId: string }) {
  const { say, language } = useReceiptTexts();
  const { called } = useCodes();
  const { data, isLoading } = api.useQuery("get", "/api/staff/members/{member_id}/points/earnings", {
    params: { path: { member_id: memberId }, query: { limit: MOST } },
  });
  const earning = data?.items.find((each) => each.receipt_id === receiptId);
  if (isLoading) return <Skeleton active paragraph={{ rows: 2 }} />;
  return (
    <div>
      <Typography.Title level={5}>{say("earned")}</Typography.Title>
      {earning ? (
        <Flex vertical gap={6}>
          <Typography.Text strong>
            {called("outcome", earning.outcome)} ·{" "}
            {say("earnedPoints", { points: count(earning.points, language) })}
          </Typography.Text>
          <EarningLines earning={earning} />
        </Flex>
      ) : (
        <Typography.Text type="secondary">{say("notEarned")}</Typography.Text>
      )}
    </div>
  );
}

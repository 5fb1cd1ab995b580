/** The receipts that a figure of an analysis sums up, the latest first. */
import { api, type Shapes } from "@shuke/api";
import { count, inLanguage, money, quantity, shown, type Unit } from "@shuke/core";
import { Empty, Flex, Tag, Typography } from "antd";
import { Link } from "react-router";
import { byCursor, type DataColumn, DataTable, rowsOf } from "../../../kit/DataTable";
import { useScope } from "../../../kit/scope";
import { useEveryStore } from "../../../kit/stores";
import { useAnalysisTexts } from "../words";
import { OpenedHead } from "./OpenedHead";
import { useQuestion } from "./question";

type Receipt = Shapes["ReceiptOut"];

export default function ReceiptsPage() {
  const { say, language } = useAnalysisTexts();
  const question = useQuestion();
  const columns = useColumns();
  const asked = api.useInfiniteQuery(
    "get",
    "/api/staff/reports/{name}/receipts",
    { params: question },
    byCursor,
  );
  const opened = asked.data?.pages[0];
  const rows = rowsOf<Receipt>(asked, opened ? opened.count - opened.out_of_reach : null);
  const figure = opened && shown(opened.amount, opened.unit as Unit, language);
  return (
    <>
      <OpenedHead
        opened={opened}
        behind="receipts"
        question={question}
        many={opened ? say("receipts", { count: count(opened.count, language) }) : ""}
        says={opened ? `${inLanguage(opened.figure, language)} ${figure}` : ""}
      />
      <DataTable
        name="opened-receipts"
        label={say("receipt")}
        columns={columns}
        rows={rows}
        keyOf={(receipt) => receipt.id}
        empty={<Empty description={say("noReceipts")} />}
        card={(receipt) => (
          <Flex justify="space-between" gap={12}>
            <span>
              {receipt.business_date} {receipt.external_id}
            </span>
            <strong>{money(receipt.net_minor, language)}</strong>
          </Flex>
        )}
      />
    </>
  );
}

function useColumns(): DataColumn<Receipt>[] {
  const { say, language } = useAnalysisTexts();
  const { search } = useScope();
  const stores = useEveryStore();
  const storeName = (id: string) => stores.data?.find((store) => store.id === id)?.name ?? "–";
  return [
    { key: "day", title: say("day"), width: 120, isKept: true, render: (receipt) => receipt.business_date },
    { key: "receipt", title: say("receipt"), width: 190, render: (receipt) => receipt.external_id },
    { key: "store", title: say("store"), width: 160, render: (receipt) => storeName(receipt.store_id) },
    {
      key: "kind",
      title: say("kind"),
      width: 90,
      render: (receipt) => <Tag>{say(receipt.kind === "return" ? "return" : "sale")}</Tag>,
    },
    {
      key: "items",
      title: say("items"),
      width: 90,
      isFigure: true,
      render: (receipt) => quantity(receipt.quantity_milli, language),
    },
    {
      key: "net",
      title: say("net"),
      width: 130,
      isFigure: true,
      render: (receipt) => money(receipt.net_minor, language),
    },
    {
      key: "member",
      title: say("member"),
      width: 110,
      render: (receipt) =>
        receipt.member_id ? (
          <Link to={`/members/${receipt.member_id}${search}`}>{say("see")}</Link>
        ) : (
          <Typography.Text type="secondary">{say("unidentified")}</Typography.Text>
        ),
    },
  ];
}

/** What a store has on its shelves, what came and went, and the acts that change it. */
import { api, type Shapes } from "@shuke/api";
import { quantity } from "@shuke/core";
import { Alert, Button, Empty, Flex, Segmented, Tag, Typography } from "antd";
import { useState } from "react";
import { byCursor, type DataColumn, DataTable, rowsOf } from "../../kit/DataTable";
import { momentText } from "../../kit/moments";
import { useMay } from "../../session/session";
import { type Act, StockAct } from "./StockAct";
import { useStoreTexts } from "./words";

type Level = Shapes["LevelOut"];
type Move = Shapes["StockMoveOut"];

const HEIGHT = 420;
const KINDS = ["in", "out", "return", "transfer", "adjustment", "reservation"] as const;

export function Stock({ storeId }: { storeId: string }) {
  const { say } = useStoreTexts();
  const [shown, show] = useState<"levels" | "moves">("levels");
  const [act, begin] = useState<Act | null>(null);
  const isAble = useMay()("stock.move");
  return (
    <Flex vertical gap={12}>
      <Typography.Text type="secondary">{say("stockHow")}</Typography.Text>
      <BelowZero storeId={storeId} />
      <Flex justify="space-between" gap={12} wrap>
        <Segmented
          value={shown}
          onChange={show}
          options={[
            { value: "levels", label: say("stock") },
            { value: "moves", label: say("moves") },
          ]}
        />
        {isAble && (
          <Flex gap={8} wrap>
            <Button onClick={() => begin("adjust")}>{say("adjust")}</Button>
            <Button onClick={() => begin("transfer")}>{say("transfer")}</Button>
            <Button type="primary" onClick={() => begin("receive")}>
              {say("receive")}
            </Button>
          </Flex>
        )}
      </Flex>
      {shown === "levels" ? <Levels storeId={storeId} /> : <Moves storeId={storeId} />}
      <StockAct act={act} storeId={storeId} close={() => begin(null)} />
    </Flex>
  );
}

function BelowZero({ storeId }: { storeId: string }) {
  const { say, language } = useStoreTexts();
  const { data } = api.useQuery("get", "/api/staff/stock/below-zero", {});
  const below = data?.levels.filter((level) => level.store_id === storeId) ?? [];
  if (below.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={say("belowZeroSays", { count: below.length })}
      description={below
        .slice(0, 10)
        .map((level) => `${level.product} ${quantity(level.on_hand, language)}`)
        .join(" · ")}
    />
  );
}

function Goods({ row }: { row: { sku: string; product: string } }) {
  return (
    <>
      {row.product} <Typography.Text type="secondary">{row.sku}</Typography.Text>
    </>
  );
}

function Levels({ storeId }: { storeId: string }) {
  const { say, language } = useStoreTexts();
  const rows = rowsOf<Level>(
    api.useInfiniteQuery(
      "get",
      "/api/staff/stores/{store_id}/stock",
      { params: { path: { store_id: storeId }, query: { limit: 100 } } },
      byCursor,
    ),
  );
  const columns: DataColumn<Level>[] = [
    { key: "sku", title: say("sku"), width: 320, isKept: true, render: (row) => <Goods row={row} /> },
    {
      key: "onHand",
      title: say("onHand"),
      width: 140,
      isFigure: true,
      render: ({ on_hand }) =>
        on_hand < 0 ? <Tag color="error">{quantity(on_hand, language)}</Tag> : quantity(on_hand, language),
    },
    {
      key: "reserved",
      title: say("reserved"),
      width: 120,
      isFigure: true,
      render: ({ reserved }) => (reserved ? quantity(reserved, language) : "–"),
    },
  ];
  return (
    <DataTable
      name="stock"
      label={say("stock")}
      columns={columns}
      rows={rows}
      keyOf={(row) => row.sku_id}
      height={HEIGHT}
      card={(row) => (
        <Flex justify="space-between" gap={8}>
          <span>{row.product}</span>
          <strong>{quantity(row.on_hand, language)}</strong>
        </Flex>
      )}
      empty={<Empty description={say("noStock")} />}
    />
  );
}

function Moves({ storeId }: { storeId: string }) {
  const { say, language } = useStoreTexts();
  const rows = rowsOf<Move>(
    api.useInfiniteQuery(
      "get",
      "/api/staff/stores/{store_id}/stock/moves",
      { params: { path: { store_id: storeId }, query: { limit: 100 } } },
      byCursor,
    ),
  );
  const named = (kind: string) => {
    const known = KINDS.find((each) => each === kind);
    return known ? say(`move_${known}`) : kind;
  };
  const columns: DataColumn<Move>[] = [
    { key: "at", title: say("at"), width: 150, render: ({ at }) => momentText(at) },
    { key: "sku", title: say("sku"), width: 300, isKept: true, render: (row) => <Goods row={row} /> },
    { key: "kind", title: say("move"), width: 110, render: ({ kind }) => <Tag>{named(kind)}</Tag> },
    {
      key: "quantity",
      title: say("quantity"),
      width: 120,
      isFigure: true,
      render: ({ quantity_milli }) => quantity(quantity_milli, language),
    },
    { key: "reason", title: say("reason"), width: 240, render: ({ reason }) => reason || "–" },
  ];
  return (
    <DataTable
      name="stock-moves"
      label={say("moves")}
      columns={columns}
      rows={rows}
      keyOf={(row) => row.id}
      height={HEIGHT}
      card={(row) => (
        <Flex vertical>
          <span>
            {row.product} <strong>{quantity(row.quantity_milli, language)}</strong>
          </span>
          <Typography.Text type="secondary">
            {momentText(row.at)} · {named(row.kind)}
          </Typography.Text>
        </Flex>
      )}
      empty={<Empty description={say("noStock")} />}
    />
  );
}

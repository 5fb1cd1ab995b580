/** The products of a branch of the tree, found by words or by barcode. */
import { api, isProblem, type Shapes, staff } from "@shuke/api";
import { money } from "@shuke/core";
import { App, Empty, Flex, Input, Tag } from "antd";
import { useDeferredValue, useState } from "react";
import { byCursor, type DataColumn, DataTable, rowsOf } from "../../kit/DataTable";
import { wordsOf } from "../../kit/Problem";
import { useMay } from "../../session/session";
import type { Category } from "./cycles";
import { useCatalogTexts } from "./words";

type Sku = Shapes["SkuOut"];

const LINES = ["low", "middle", "high"] as const;

interface Props {
  categoryId: string | null;
  categories: readonly Category[];
}

export function Products({ categoryId, categories }: Props) {
  const { say, language } = useCatalogTexts();
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.trim());
  const columns = useColumns(categories);
  const query = { limit: 100, text: wanted, ...(categoryId ? { category_id: categoryId } : {}) };
  const rows = rowsOf<Sku>(
    api.useInfiniteQuery("get", "/api/staff/catalog/skus", { params: { query } }, byCursor),
  );
  return (
    <Flex vertical gap={12}>
      <Flex gap={8} wrap>
        <Input.Search
          aria-label={say("search")}
          placeholder={say("search")}
          allowClear
          value={text}
          onChange={({ target }) => setText(target.value)}
          style={{ width: 240 }}
        />
        <Scan found={setText} />
      </Flex>
      <DataTable
        name="skus"
        label={say("label")}
        columns={columns}
        rows={rows}
        keyOf={(sku) => sku.id}
        card={(sku) => (
          <Flex justify="space-between" gap={8}>
            <span>
              {sku.product} {sku.spec}
            </span>
            <span>{sku.list_minor === null ? "" : money(sku.list_minor, language)}</span>
          </Flex>
        )}
        empty={<Empty style={{ padding: 48 }} description={say("none")} />}
      />
    </Flex>
  );
}

/** A scanner types its code and presses Enter. */
function Scan({ found }: { found: (code: string) => void }) {
  const { say } = useCatalogTexts();
  const { message } = App.useApp();
  const [text, setText] = useState("");
  const look = async () => {
    const barcode = text.trim();
    if (!barcode) return;
    const { data, error } = await staff.GET("/api/staff/catalog/barcodes/{barcode}", {
      params: { path: { barcode } },
    });
    if (data) found(data.code);
    else if (isProblem(error) && error.status === 404) void message.warning(say("notFound"));
    else void message.error(wordsOf(error, say("notFound")));
    setText("");
  };
  return (
    <Input
      aria-label={say("scan")}
      placeholder={say("scan")}
      value={text}
      onChange={({ target }) => setText(target.value)}
      onPressEnter={() => void look()}
      style={{ width: 200 }}
    />
  );
}

function useColumns(categories: readonly Category[]): DataColumn<Sku>[] {
  const { say, language } = useCatalogTexts();
  const maySeeCost = useMay()("catalog.cost");
  const names = new Map(categories.map(({ id, name }) => [id, name]));
  const amount = (minor: number | null) => (minor === null ? "–" : money(minor, language));
  const lineOf = (code: string) => {
    const line = LINES.find((each) => each === code);
    return line ? say(line) : "–";
  };
  return [
    { key: "code", title: say("code"), width: 125, render: ({ code }) => code },
    { key: "product", title: say("product"), width: 210, isKept: true, render: ({ product }) => product },
    { key: "spec", title: say("spec"), width: 90, render: ({ spec }) => spec || "–" },
    {
      key: "category",
      title: say("category"),
      width: 120,
      render: ({ category_id }) => names.get(category_id) ?? "–",
    },
    { key: "brand", title: say("brand"), width: 100, render: ({ brand }) => brand || "–" },
    {
      key: "list",
      title: say("list"),
      width: 110,
      isFigure: true,
      render: ({ list_minor }) => amount(list_minor),
    },
    ...(maySeeCost
      ? [
          {
            key: "cost",
            title: say("cost"),
            width: 110,
            isFigure: true,
            render: ({ cost_minor }: Sku) => amount(cost_minor),
          },
        ]
      : []),
    {
      key: "line",
      title: say("priceLine"),
      width: 100,
      isOff: true,
      render: ({ price_line }) => lineOf(price_line),
    },
    {
      key: "gift",
      title: say("giftBox"),
      width: 100,
      isOff: true,
      render: ({ is_gift_box }) => (is_gift_box ? <Tag>{say("yes")}</Tag> : "–"),
    },
  ];
}

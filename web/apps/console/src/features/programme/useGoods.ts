/** Goods by their ids and by what somebody types. The catalogue is too large to list. */
import { api, type Shapes } from "@shuke/api";
import { useMemo } from "react";
import { isPart, type Json } from "./model/form";

type Sku = Shapes["SkuOut"];

const LONG = { staleTime: 300_000 };
const ID = /^[1-9][0-9]{5,18}$/;
const MOST = 100;

/** Whatever in the documents could be the id of goods, with the name of it. */
export function useGoodsNames(bodies: readonly (Json | undefined)[]): Map<string, string> {
  const ids = [...new Set(bodies.flatMap((body) => idsIn(body, false)))].sort().slice(0, MOST);
  return useNamesOf(ids);
}

export function useNamesOf(ids: readonly string[]): Map<string, string> {
  const wanted = ids.filter((id) => ID.test(id));
  const query = { sku_ids: wanted, product_ids: wanted, limit: 200 };
  const { data } = api.useQuery(
    "get",
    "/api/staff/catalog/skus",
    { params: { query } },
    { ...LONG, enabled: wanted.length > 0 },
  );
  return useMemo(
    () =>
      new Map(
        (data?.items ?? []).flatMap((sku) => [
          [sku.id, skuText(sku)] as const,
          [sku.product_id, sku.product] as const,
        ]),
      ),
    [data],
  );
}

export function useFoundGoods(text: string, unit: "sku" | "product") {
  const found = api.useQuery(
    "get",
    "/api/staff/catalog/skus",
    { params: { query: { text, limit: 30 } } },
    LONG,
  );
  const options = useMemo(() => {
    const goods = found.data?.items ?? [];
    const all = goods.map((sku) =>
      unit === "sku" ? { value: sku.id, label: skuText(sku) } : { value: sku.product_id, label: sku.product },
    );
    return [...new Map(all.map((each) => [each.value, each])).values()];
  }, [found.data, unit]);
  return { options, isLoading: found.isLoading };
}

function skuText({ code, product, spec }: Sku): string {
  return [code, product, spec].filter(Boolean).join(" ");
}

const OF_GOODS = new Set(["sku_id", "sku_ids", "gift_sku_id", "excluded_sku_ids", "product_ids"]);

function idsIn(value: Json | undefined, isOfGoods: boolean): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => idsIn(each, isOfGoods));
  if (isPart(value)) return Object.entries(value).flatMap(([name, each]) => idsIn(each, OF_GOODS.has(name)));
  return isOfGoods && value !== null && value !== undefined ? [String(value)] : [];
}

/** What the columns of each kind of file can feed, and what a file must bring; as the server's mapping knows it. */
import type { Shapes } from "@shuke/api";

export type Kind = Shapes["Kind"];

export const KINDS: readonly Kind[] = ["members", "stores", "products", "receipts"];

export const FIELDS = {
  stores: ["code", "name", "kind", "region", "entity", "opened_on", "closed_on"],
  products: ["sku_code", "name", "product_code", "category", "brand", "spec", "list", "cost", "barcode"],
  members: [
    "phone",
    "name",
    "card",
    "legacy_id",
    "union_id",
    "wecom_id",
    "gender",
    "birthday",
    "enrolled_at",
    "store",
    "guide",
    "points",
    "points_expire_on",
    "marketing",
  ],
  receipts: [
    "receipt",
    "store",
    "sold_at",
    "member",
    "sku",
    "quantity",
    "net",
    "list",
    "unit_price",
    "discount",
    "cost",
    "line_no",
    "guide",
    "channel",
    "kind",
    "original",
  ],
} as const satisfies Record<Kind, readonly string[]>;

export type Field = (typeof FIELDS)[Kind][number];

/** Of each group at least one field has to be fed. */
export const NEEDED: Record<Kind, readonly (readonly Field[])[]> = {
  stores: [["code"]],
  products: [["sku_code"]],
  members: [["phone", "card", "legacy_id", "union_id", "wecom_id"]],
  receipts: [["receipt"], ["store"], ["sold_at"], ["net", "list", "unit_price"]],
};

export const AMOUNTS: ReadonlySet<Field> = new Set(["list", "cost", "net", "unit_price", "discount"]);

export function isFieldOf(kind: Kind, name: string): name is Field {
  return (FIELDS[kind] as readonly string[]).includes(name);
}

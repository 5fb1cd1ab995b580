/** A table that was copied from a spreadsheet, read as products. */
import type { Shapes } from "@shuke/api";

export type Product = Shapes["ProductIn"];

export interface Fault {
  line: number;
  why: "noHead" | "noCode" | "badMoney" | "tooMany";
  text?: string;
}

export interface Read {
  products: Product[];
  faults: Fault[];
}

const MOST = 500;
const NAMES = {
  sku_code: ["编码", "商品编码", "sku", "code", "sku_code"],
  name: ["名称", "商品名称", "商品", "name", "product"],
  category: ["品类", "分类", "category"],
  brand: ["品牌", "brand"],
  spec: ["规格", "spec"],
  list_minor: ["原价", "售价", "list price", "price"],
  cost_minor: ["成本", "进价", "cost"],
  barcodes: ["条码", "barcode"],
} as const;

type Field = keyof typeof NAMES;

export function readPasted(text: string): Read {
  const lines = text.replace(/\r/g, "").split("\n");
  const head = lines[0] ?? "";
  const mark = head.includes("\t") ? "\t" : ",";
  const fields = cellsOf(head, mark).map(fieldOf);
  if (!fields.includes("sku_code") || !fields.includes("name")) {
    return { products: [], faults: [{ line: 1, why: "noHead" }] };
  }
  const read: Read = { products: [], faults: [] };
  lines.slice(1).forEach((line, at) => {
    if (line.trim()) take(read, cellsOf(line, mark), fields, at + 2);
  });
  if (read.products.length > MOST) read.faults.push({ line: MOST + 2, why: "tooMany" });
  return read;
}

function take(read: Read, cells: string[], fields: readonly (Field | null)[], line: number) {
  const of = (field: Field) => cells[fields.indexOf(field)] ?? "";
  if (!of("sku_code") || !of("name")) {
    read.faults.push({ line, why: "noCode" });
    return;
  }
  const [list, cost] = [fenOf(of("list_minor")), fenOf(of("cost_minor"))];
  if (list === undefined || cost === undefined) {
    const text = list === undefined ? of("list_minor") : of("cost_minor");
    read.faults.push({ line, why: "badMoney", text });
    return;
  }
  read.products.push({
    sku_code: of("sku_code"),
    name: of("name"),
    category: of("category"),
    brand: of("brand"),
    product_code: "",
    spec: of("spec"),
    list_minor: list,
    cost_minor: cost,
    price_line: "",
    barcodes: of("barcodes")
      .split(/[\s;、]+/)
      .filter(Boolean),
    pack_unit: "",
  });
}

function cellsOf(line: string, mark: string): string[] {
  return line.split(mark).map((cell) => cell.trim().replace(/^"|"$/g, ""));
}

function fieldOf(name: string): Field | null {
  const wanted = name.toLowerCase();
  const found = Object.entries(NAMES).find(([, names]) => (names as readonly string[]).includes(wanted));
  return found ? (found[0] as Field) : null;
}

/** Yuan as fen; null for an empty cell, undefined for what is no sum of money. */
function fenOf(text: string): number | null | undefined {
  const plain = text.replace(/[¥,\s]/g, "");
  if (!plain) return null;
  if (!/^\d{1,10}(\.\d{1,2})?$/.test(plain)) return undefined;
  const [yuan = "0", fen = ""] = plain.split(".");
  return Number(yuan) * 100 + Number(fen.padEnd(2, "0"));
}

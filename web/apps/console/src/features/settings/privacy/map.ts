/** Search in the data map. */
import type { Shapes } from "@shuke/api";

export type KeptTable = Shapes["KeptTableOut"];
export type KeptField = Shapes["KeptFieldOut"];

/** The tables and items that hold the words in either language; a table that fits itself keeps all its items. */
export function fitting(tables: readonly KeptTable[], wanted: string): KeptTable[] {
  const text = wanted.trim().toLowerCase();
  if (!text) return [...tables];
  const has = (...words: string[]) => words.some((word) => word.toLowerCase().includes(text));
  return tables.flatMap((table) => {
    const { table: name, label, purpose } = table;
    if (has(name, label.zh, label.en, purpose.zh, purpose.en)) return [table];
    const fields = table.fields.filter((field) =>
      has(field.field, field.label.zh, field.label.en, field.purpose.zh, field.purpose.en),
    );
    return fields.length > 0 ? [{ ...table, fields }] : [];
  });
}

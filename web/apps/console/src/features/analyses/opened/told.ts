/** What was opened, in words: the report, the cell and how many stand behind it. */
import type { Shapes } from "@shuke/api";
import { inLanguage, type Language, shown, type Unit } from "@shuke/core";

/** What both answers tell of themselves. */
export type Opened = Omit<Shapes["MembersBehindOut"], "items" | "next">;

/** "RFM 分类 · 重要价值": a coded value by its name alone, a number with what it counts. */
export function titleOf(opened: Opened, language: Language, empty: string): string {
  const cells = opened.cell.map(({ column, value, label, unit }) => {
    if (label) return inLanguage(label, language);
    if (value === null) return `${inLanguage(column, language)} ${empty}`;
    const number = /^-?\d+$/.test(value) ? Number(value) : value;
    const text = shown(number, unit as Unit, language);
    return unit === "month" || unit === "date" ? text : `${inLanguage(column, language)} ${text}`;
  });
  return [inLanguage(opened.name, language), ...cells.filter(Boolean)].join(" · ");
}

/** Figures come as integers with a unit; here, and nowhere else, they become text. */
import { type Language, locale } from "./language";

/** How the server says that a figure is to be read. */
export type Unit = "count" | "minor" | "milli" | "bp" | "days" | "date" | "month" | "id" | "text" | "flag";

const FEN = 100;
const MILLI = 1_000;
const RATIO = 10_000;

/** ¥1,234.50 of 123450. */
export function money(fen: number, language: Language, digits = 2): string {
  const yuan = number(fen / FEN, language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return fen < 0 ? `−¥${yuan.replace(/^[-−]/, "")}` : `¥${yuan}`;
}

/** Large sums in few letters: ¥123.4万 or ¥1.23M; below ten thousand as they are. */
export function shortMoney(fen: number, language: Language): string {
  const yuan = fen / FEN;
  if (Math.abs(yuan) < 10_000) return money(fen, language, 0);
  return `¥${short(yuan, language)}`;
}

export function short(value: number, language: Language): string {
  return new Intl.NumberFormat(locale(language), { notation: "compact", maximumFractionDigits: 1 }).format(
    value,
  );
}

export function count(value: number, language: Language): string {
  return number(value, language, { maximumFractionDigits: 0 });
}

/** 1.5 of 1500 thousandths. */
export function quantity(milli: number, language: Language): string {
  return number(milli / MILLI, language, { maximumFractionDigits: 3 });
}

/** 12.3 % of 1230 ten-thousandths. */
export function ratio(tenThousandths: number, language: Language): string {
  return new Intl.NumberFormat(locale(language), {
    style: "percent",
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(tenThousandths / RATIO);
}

/** Whether a column of the unit stands on the right. */
export function isFigure(unit: Unit): boolean {
  return ["count", "minor", "milli", "bp", "days"].includes(unit);
}

/** A cell of a report as it is read; nothing is shown as a dash. */
export function shown(value: unknown, unit: Unit, language: Language): string {
  if (value === null || value === undefined) return "–";
  if (typeof value !== "number") return String(value);
  switch (unit) {
    case "minor":
      return money(value, language);
    case "milli":
      return quantity(value, language);
    case "bp":
      return ratio(value, language);
    case "month":
      return `${Math.trunc(value / 100)}-${String(value % 100).padStart(2, "0")}`;
    case "flag":
      return value ? "✓" : "";
    case "id":
      return String(value);
    default:
      return count(value, language);
  }
}

/** The value as a chart draws it: yuan, pieces, shares. */
export function drawn(value: number, unit: Unit): number {
  if (unit === "minor") return value / FEN;
  if (unit === "milli") return value / MILLI;
  if (unit === "bp") return value / RATIO;
  return value;
}

function number(value: number, language: Language, options: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(locale(language), options).format(value);
}

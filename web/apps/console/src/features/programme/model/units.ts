/** Figures of a rule as people type and read them: yuan, percent, days. Fen and ten-thousandths stay behind. */
import { count, type Language, money, quantity } from "@shuke/core";

const SCALES: Readonly<Record<string, number>> = { minor: 100, bp: 100, milli: 1_000 };

const SUFFIXES: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  percent: ["%", "%"],
  bp: ["%", "%"],
  days: ["天", "days"],
  months: ["个月", "months"],
  years: ["年", "years"],
  points: ["积分", "points"],
};

/** What is typed of what is kept. */
export function typed(kept: number, unit: string | null | undefined): number {
  return kept / (SCALES[unit ?? ""] ?? 1);
}

/** What is kept of what is typed: always a whole number. */
export function kept(typedIn: number, unit: string | null | undefined): number {
  return Math.round(typedIn * (SCALES[unit ?? ""] ?? 1));
}

export function decimals(unit: string | null | undefined): number {
  if (unit === "minor" || unit === "bp") return 2;
  return unit === "milli" ? 3 : 0;
}

export function suffix(unit: string | null | undefined, language: Language): string {
  return SUFFIXES[unit ?? ""]?.[language === "zh" ? 0 : 1] ?? "";
}

/** ¥2,500 · 5% · 30 天 · 12 months. Whole yuan are written without their fen. */
export function figureText(value: number, unit: string | null | undefined, language: Language): string {
  if (unit === "minor") return money(value, language, value % 100 === 0 ? 0 : 2);
  if (unit === "milli") return quantity(value, language);
  if (unit === "bp") return `${trimmed(value / 100)}%`;
  if (unit === "percent") return `${value}%`;
  const words = suffix(unit, language);
  return words ? `${count(value, language)} ${words}` : count(value, language);
}

function trimmed(value: number): string {
  return String(Math.round(value * 100) / 100);
}

const WEEKDAYS = {
  zh: ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
  en: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
};

/** Monday is 1. */
export function weekday(day: number, language: Language): string {
  return WEEKDAYS[language][day - 1] ?? String(day);
}

export function monthDay(day: number, language: Language): string {
  return language === "zh" ? `每月 ${day} 日` : `day ${day} of the month`;
}

/** When a schedule is due, in words. */
import type { Shapes } from "@shuke/api";
import type { Language } from "@shuke/core";
import type { ScheduleWord } from "./words";

export type Rhythm = Shapes["Rhythm"];

interface Timing {
  every: Rhythm;
  hour: number;
  weekday?: number | null;
  day?: number | null;
}

const WEEKDAYS = {
  zh: ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
  en: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
} as const;

export function weekdayText(weekday: number, language: Language): string {
  return WEEKDAYS[language][weekday - 1] ?? "";
}

export function hourText(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}

type Say = (word: ScheduleWord, values?: Record<string, string | number>) => string;

export function timingText(timing: Timing, say: Say, language: Language): string {
  const hour = hourText(timing.hour);
  switch (timing.every) {
    case "day":
      return say("daily", { hour });
    case "week":
      return say("weekly", { weekday: weekdayText(timing.weekday ?? 1, language), hour });
    default:
      return say("monthly", { day: timing.day ?? 1, hour });
  }
}

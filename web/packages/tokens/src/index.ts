/** Colours, distances and letters that every surface of Shuke shares. Contrast of text is at least 4.5 : 1. */

export const brand = "#b4451f";

export const light = {
  primary: brand,
  primarySoft: "#fbeee8",
  success: "#256628",
  successSoft: "#e6f2e6",
  warning: "#7d5500",
  warningSoft: "#fbf1dc",
  danger: "#b3261e",
  dangerSoft: "#fbe9e7",
  info: "#0b5a96",
  infoSoft: "#e3effa",
  text: "#1c1b1a",
  muted: "#5f5b57",
  placeholder: "#6b7280",
  line: "#e6e1dc",
  surface: "#ffffff",
  page: "#f7f5f2",
} as const;

export const dark: Record<keyof typeof light, string> = {
  primary: "#f0916b",
  primarySoft: "#3a241a",
  success: "#7bc47f",
  successSoft: "#1c2c1d",
  warning: "#e0b04c",
  warningSoft: "#2f2712",
  danger: "#f28b82",
  dangerSoft: "#351b19",
  info: "#7db9e8",
  infoSoft: "#14283a",
  text: "#f1eeeb",
  muted: "#b5afa9",
  placeholder: "#9aa0a6",
  line: "#3a3633",
  surface: "#1f1d1b",
  page: "#161514",
};

/** The quiet grounds on which a word of good or bad news stands, by day; by night they are derived. */
export const tints = {
  success: "#edf6ee",
  successLine: "#b5d6b7",
  warning: "#fcf3df",
  warningLine: "#e5cd97",
  danger: "#fcedeb",
  dangerLine: "#efc1bc",
  info: "#e9f2f9",
  infoLine: "#b3d1e8",
} as const;

/** The series of a chart, told apart also by those who see few colours (after Okabe and Ito). */
export const series = [
  "#b4451f",
  "#0072b2",
  "#009e73",
  "#cc79a7",
  "#d79b00",
  "#56b4e9",
  "#6f6259",
  "#7a52a3",
] as const;

/** From little to much: for heat maps. */
export const heat = ["#fdf3ec", "#f6cfb8", "#e8956a", "#c9602f", "#7a2b10"] as const;

export const radius = 8;
export const font =
  'system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

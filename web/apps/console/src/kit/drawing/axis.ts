/** Names along an axis, as many as can be read. */
import type { EChartsCoreOption } from "echarts/core";

/** More names than these are dates, which read best in one line. */
const MOST_BROKEN = 20;

/** The names along an axis: broken into lines as wide as their place, and left out where even that overlaps. */
export function axisOf(names: readonly string[]): EChartsCoreOption {
  if (names.length > MOST_BROKEN)
    return { xAxis: { type: "category", data: names, axisLabel: { hideOverlap: true } } };
  const wide = (width: number) => ({
    xAxis: { axisLabel: { width: Math.max(56, width / (names.length || 1)) } },
  });
  return {
    xAxis: {
      type: "category",
      data: names,
      axisLabel: { interval: 0, hideOverlap: true, overflow: "break", lineHeight: 15 },
    },
    media: [
      { query: { maxWidth: 420 }, option: wide(260) },
      { query: { minWidth: 421, maxWidth: 800 }, option: wide(480) },
      { query: { minWidth: 801 }, option: wide(860) },
    ],
  };
}

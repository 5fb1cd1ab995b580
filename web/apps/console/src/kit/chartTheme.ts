/** The colours of what stands around a chart's figures: axes, lines, legend and tooltip, by light and by dark. */
import { dark, font, light, series } from "@shuke/tokens";

export function chartTheme(isDark: boolean) {
  const colour = isDark ? dark : light;
  const axis = {
    axisLabel: { color: colour.muted },
    axisLine: { lineStyle: { color: colour.muted } },
    axisTick: { lineStyle: { color: colour.muted } },
    splitLine: { lineStyle: { color: colour.line } },
    splitArea: { areaStyle: { color: ["transparent", "transparent"] } },
  };
  return {
    color: [...series],
    textStyle: { fontFamily: font, color: colour.text },
    categoryAxis: axis,
    valueAxis: axis,
    legend: {
      textStyle: { color: colour.muted },
      pageTextStyle: { color: colour.muted },
      pageIconColor: colour.muted,
    },
    tooltip: {
      backgroundColor: colour.surface,
      borderColor: colour.line,
      textStyle: { color: colour.text },
    },
    visualMap: { textStyle: { color: colour.muted } },
  };
}

/** What the charts of finance have in common: amounts on the left, in few letters; whole in the tooltip. */
import { type Language, short, shortMoney, shown, type Unit } from "@shuke/core";
import type { EChartsCoreOption } from "echarts/core";

export function frame(unit: Unit, language: Language): EChartsCoreOption {
  return {
    grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
    legend: { top: 4, type: "scroll" },
    tooltip: { trigger: "axis", valueFormatter: (value: unknown) => shown(value, unit, language) },
    yAxis: {
      type: "value",
      axisLabel: { hideOverlap: true, formatter: (value: number) => brief(value, unit, language) },
    },
  };
}

export function brief(value: number, unit: Unit, language: Language): string {
  const text = unit === "minor" ? shortMoney(Math.abs(value), language) : short(Math.abs(value), language);
  return value < 0 ? `−${text}` : text;
}

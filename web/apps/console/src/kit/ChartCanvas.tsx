import { BarChart, HeatmapChart, LineChart, PieChart, SankeyChart, ScatterChart } from "echarts/charts";
import {
  AriaComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { chartTheme } from "./chartTheme";
import { useSettings } from "./settings";

use([
  BarChart,
  LineChart,
  PieChart,
  HeatmapChart,
  SankeyChart,
  ScatterChart,
  GridComponent,
  TooltipComponent,
  LegendComponent,
  VisualMapComponent,
  MarkLineComponent,
  DataZoomComponent,
  AriaComponent,
  CanvasRenderer,
]);

interface Props {
  option: EChartsCoreOption;
  label: string;
  height: number;
  onPick?: (picked: { series: number; index: number; name: string; data: unknown }) => void;
}

export default function ChartCanvas({ option, label, height, onPick }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const isDark = useSettings((settings) => settings.isDark);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const chart = init(element, chartTheme(isDark), { renderer: "canvas" });
    chart.setOption({
      animationDuration: 300,
      aria: { enabled: true },
      ...option,
    });
    if (onPick) {
      chart.on("click", (event) =>
        onPick({
          series: event.seriesIndex ?? 0,
          index: event.dataIndex,
          name: event.name,
          data: event.data,
        }),
      );
    }
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(element);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [option, isDark, onPick]);

  return <div ref={place} role="img" aria-label={label} style={{ width: "100%", height }} />;
}

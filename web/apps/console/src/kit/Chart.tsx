/** A chart with its name for those who cannot see it. The drawing library comes when the first chart is shown. */
import { Skeleton } from "antd";
import type { EChartsCoreOption } from "echarts/core";
import { lazy, Suspense } from "react";

const Canvas = lazy(() => import("./ChartCanvas"));

interface Props {
  option: EChartsCoreOption;
  label: string;
  height?: number;
  onPick?: (picked: { series: number; index: number; name: string; data: unknown }) => void;
}

export function Chart({ height = 320, ...rest }: Props) {
  return (
    <Suspense fallback={<Skeleton.Node active style={{ width: "100%", height }} />}>
      <Canvas height={height} {...rest} />
    </Suspense>
  );
}

/** A report as its picture; a click on a bar, a cell, a ribbon or a point opens who or what stands behind it. */
import { useCallback, useMemo, useRef } from "react";
import { useNavigate } from "react-router";
import { Chart } from "./Chart";
import { draw } from "./drawings";
import { type Cell, useAddress } from "./opening";
import { useSettings } from "./settings";
import type { Report } from "./useReport";

interface Props {
  report: Report;
  label: string;
  height?: number;
}

export function ReportChart({ report, label, height = 320 }: Props) {
  const language = useSettings((settings) => settings.language);
  const option = useMemo(() => draw(report, language), [report, language]);
  const pick = usePick(report);
  return option && <Chart option={option} label={label} height={height} onPick={pick} />;
}

export function hasPicture(report: Report): boolean {
  return draw(report, "zh") !== null;
}

/** The same function as long as the page lives, so that the chart is not drawn anew for it. */
function usePick(report: Report) {
  const go = useNavigate();
  const addressOf = useAddress(report);
  const latest = useRef({ go, addressOf });
  latest.current = { go, addressOf };
  return useCallback(({ data }: { data: unknown }) => {
    const address = latest.current.addressOf(cellIn(data));
    if (address) void latest.current.go(address);
  }, []);
}

function cellIn(data: unknown): Cell | null {
  return typeof data === "object" && data !== null && "cell" in data ? (data.cell as Cell | null) : null;
}

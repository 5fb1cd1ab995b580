/** Visits as points on a line of time, with the day on which the next is expected; money by month; categories as bars. */
import type { Shapes } from "@shuke/api";
import { drawn, type Language, money, shortMoney } from "@shuke/core";
import { series } from "@shuke/tokens";
import type { EChartsCoreOption } from "echarts/core";

type Visits = Shapes["VisitsOut"];
type Visit = Shapes["VisitOut"];

export interface RhythmWords {
  expected: string;
  today: string;
  visit: string;
}

export interface MonthSum {
  month: string;
  net: number;
  visits: number;
}

const MONTHS = 12;

export function drawRhythm(found: Visits, words: RhythmWords, language: Language): EChartsCoreOption {
  const came = found.visits.filter((each) => each.sales > 0);
  const isLate = found.overdue_days > 0;
  return {
    grid: { left: 12, right: 64, top: 28, bottom: 8, containLabel: true },
    tooltip: { trigger: "item" },
    xAxis: { type: "time", min: found.since, max: latest(found), axisLabel: { hideOverlap: true } },
    yAxis: {
      type: "value",
      min: 0,
      splitNumber: 3,
      axisLabel: { formatter: (yuan: number) => shortMoney(yuan * 100, language) },
    },
    series: [
      {
        type: "scatter",
        name: words.visit,
        symbolSize: 9,
        itemStyle: { opacity: 0.75, color: series[1] },
        data: came.map((each) => [each.day, Math.max(drawn(each.net_minor, "minor"), 0)]),
        tooltip: {
          formatter: ({ data }: { data: [string, number] }) =>
            `${data[0]}<br>${money(data[1] * 100, language)}`,
        },
        markLine: {
          symbol: "none",
          silent: true,
          data: [
            line(found.until, words.today, "dashed", isLate ? "left" : "right", series[6]),
            ...(found.expected_on
              ? [
                  line(
                    found.expected_on,
                    words.expected,
                    "solid",
                    isLate ? "right" : "left",
                    isLate ? series[0] : series[2],
                  ),
                ]
              : []),
          ],
        },
      },
    ],
  };
}

export function drawMonths(
  months: readonly MonthSum[],
  label: string,
  language: Language,
): EChartsCoreOption {
  return {
    grid: { left: 8, right: 8, top: 16, bottom: 8, containLabel: true },
    tooltip: { trigger: "axis", valueFormatter: (yuan: unknown) => money(Number(yuan) * 100, language) },
    xAxis: { type: "category", data: months.map(({ month }) => month), axisLabel: { hideOverlap: true } },
    yAxis: {
      type: "value",
      splitNumber: 3,
      axisLabel: { formatter: (yuan: number) => shortMoney(yuan * 100, language) },
    },
    series: [
      { type: "bar", name: label, barMaxWidth: 28, data: months.map(({ net }) => drawn(net, "minor")) },
    ],
  };
}

export function drawCategories(
  bought: readonly Shapes["CategoryBoughtOut"][],
  label: string,
  language: Language,
): EChartsCoreOption {
  const rows = [...bought].reverse();
  return {
    grid: { left: 8, right: 72, top: 8, bottom: 8, containLabel: true },
    tooltip: { trigger: "axis", valueFormatter: (yuan: unknown) => money(Number(yuan) * 100, language) },
    xAxis: { type: "value", show: false },
    yAxis: { type: "category", data: rows.map(({ category }) => category), axisTick: { show: false } },
    series: [
      {
        type: "bar",
        name: label,
        barMaxWidth: 20,
        data: rows.map(({ net_minor }) => drawn(net_minor, "minor")),
        label: {
          show: true,
          position: "right",
          formatter: ({ value }: { value: number }) => shortMoney(Math.round(value * 100), language),
        },
      },
    ],
  };
}

/** The last twelve months to the day, each with what was spent in it, also where that is nothing. */
export function monthsOf(visits: readonly Visit[], until: string): MonthSum[] {
  const [year = 0, month = 1] = until.split("-").map(Number);
  return Array.from({ length: MONTHS }, (_, back) => {
    const date = new Date(Date.UTC(year, month - MONTHS + back, 1));
    const name = date.toISOString().slice(0, 7);
    const own = visits.filter((each) => each.day.startsWith(name));
    return {
      month: name,
      net: own.reduce((sum, each) => sum + each.net_minor, 0),
      visits: own.filter((each) => each.sales > 0).length,
    };
  });
}

function latest(found: Visits): string {
  return found.expected_on && found.expected_on > found.until ? found.expected_on : found.until;
}

/** Two lines may stand close together: each has its name on its own side. */
function line(day: string, name: string, type: string, align: "left" | "right", color: string) {
  return {
    xAxis: day,
    lineStyle: { type, color },
    label: { formatter: name, position: "end", align, color },
  };
}

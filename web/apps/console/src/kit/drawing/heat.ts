/** Reports of two sides as heat: scores crossed, cohorts by the months after. */
import { inLanguage, type Language, shown } from "@shuke/core";
import { heat as colours, dark, light } from "@shuke/tokens";
import type { EChartsCoreOption } from "echarts/core";
import { cellOfRow } from "../opening";
import type { Report } from "../useReport";
import { columnOf, type Draw, inRow } from "./parts";

interface Spot {
  value: [number, number, number];
  cell: unknown;
  label: { color: string };
  visualMap?: false;
  itemStyle?: { color: string };
}

const APART = { visualMap: false, itemStyle: { color: light.line }, label: { color: light.text } } as const;

interface Plane {
  along: string[];
  down: string[];
  alongName: string;
  downName: string;
  most: number;
  unit: string;
}

/** Recency downwards, frequency or amount to the right, the number of members as heat. */
export const scores: Draw = (report, language) => {
  const other = report.params.by === "m" ? "M" : "F";
  const alongs = sorted(report, "other");
  const downs = sorted(report, "r");
  const members = report.rows.map((row) => Number(inRow(report, row, "members")));
  // Those outside the window are many and have no score: they stand apart, so that the scores keep their colours.
  const isScored = report.rows.map((row) => Number(inRow(report, row, "r")) > 0);
  const most = Math.max(...members.filter((_, at) => isScored[at]), 1);
  const plane = {
    along: alongs.map((score) => scoreName(score, other, language)),
    down: downs.map((score) => scoreName(score, "R", language)),
    alongName: axisName(other, language),
    downName: axisName("R", language),
    most,
    unit: "",
  };
  const spots = report.rows.map((row, at) => {
    const [x, y] = [
      alongs.indexOf(Number(inRow(report, row, "other"))),
      downs.indexOf(Number(inRow(report, row, "r"))),
    ];
    const cell = cellOfRow(report, columnOf(report, "members"), row);
    const scored = spot(x, y, members[at] ?? 0, most, cell);
    return isScored[at] ? scored : { ...scored, ...APART };
  });
  return heated(plane, spots, language);
};

/** Months of the first purchase downwards, months later to the right, the share that came as heat. */
export const triangle: Draw = (report, language) => {
  const months = sorted(report, "cohort").reverse();
  const later = sorted(report, "months_later");
  // The month of the first purchase itself is always whole; beside it, the others would look pale.
  const others = report.rows.filter((row) => Number(inRow(report, row, "months_later")) > 0);
  const most = Math.max(...others.map((row) => percent(report, row)), 1);
  const plane = {
    along: later.map((month) => String(month)),
    down: months.map((month) => shown(month, "month", language)),
    alongName: language === "zh" ? "首购后第几个月" : "Months after the first purchase",
    downName: "",
    most: Math.ceil(most),
    unit: "%",
  };
  const spots = report.rows.map((row) =>
    spot(
      later.indexOf(Number(inRow(report, row, "months_later"))),
      months.indexOf(Number(inRow(report, row, "cohort"))),
      percent(report, row),
      most,
      cellOfRow(report, columnOf(report, "members"), row),
    ),
  );
  return heated(plane, spots, language);
};

function heated(plane: Plane, data: Spot[], language: Language): EChartsCoreOption {
  const named = { nameLocation: "middle", nameTextStyle: { fontWeight: 600 } };
  return {
    grid: { left: plane.downName ? 28 : 8, right: 12, top: 12, bottom: 92, containLabel: true },
    tooltip: {
      confine: true,
      formatter: ({ value: [x, y, figure] }: { value: [number, number, number] }) =>
        `${plane.down[y]} · ${plane.along[x]}<br/><b>${text(figure, plane.unit, language)}</b>`,
    },
    xAxis: { type: "category", data: plane.along, name: plane.alongName, nameGap: 28, ...named },
    yAxis: { type: "category", data: plane.down, name: plane.downName, nameGap: 44, ...named },
    visualMap: {
      min: 0,
      max: plane.most,
      orient: "horizontal",
      left: "center",
      bottom: 0,
      itemHeight: 140,
      inRange: { color: [...colours] },
      text: [text(plane.most, plane.unit, language), text(0, plane.unit, language)],
      calculable: false,
    },
    series: [
      {
        type: "heatmap",
        data,
        cursor: "pointer",
        itemStyle: { borderColor: "transparent", borderWidth: 1, borderRadius: 3 },
        label: {
          show: true,
          fontSize: 11,
          formatter: ({ value }: { value: [number, number, number] }) => text(value[2], plane.unit, language),
        },
      },
    ],
    // Where a cell is narrower than its figure, colour alone speaks, and the tooltip tells the figure.
    media: [
      {
        query: { maxWidth: plane.along.length * 44 },
        option: { series: [{ label: { show: false } }] },
      },
      { query: { minWidth: plane.along.length * 44 }, option: { series: [{ label: { show: true } }] } },
    ],
  };
}

/** Letters that can be read on the heat below them, by light and by dark alike. */
function spot(x: number, y: number, figure: number, most: number, cell: unknown): Spot {
  return { value: [x, y, figure], cell, label: { color: figure > most * 0.8 ? dark.text : light.text } };
}

function text(figure: number, unit: string, language: Language): string {
  const number = new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en", {
    maximumFractionDigits: unit ? 1 : 0,
  });
  return `${number.format(figure)}${unit}`;
}

function percent(report: Report, row: unknown[]): number {
  return Number(inRow(report, row, "retained_bp") ?? 0) / 100;
}

function sorted(report: Report, name: string): number[] {
  return [...new Set(report.rows.map((row) => Number(inRow(report, row, name))))].sort((a, b) => a - b);
}

function scoreName(score: number, side: string, language: Language): string {
  if (score === 0) return language === "zh" ? "期外" : "none";
  return `${side}${score}`;
}

function axisName(side: string, language: Language): string {
  const name = { R: { zh: "最近一次(R)", en: "Recency" }, F: { zh: "频次(F)", en: "Frequency" } }[side];
  return inLanguage(name ?? { zh: "金额(M)", en: "Amount" }, language);
}

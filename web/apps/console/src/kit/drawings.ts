/** How each report is drawn. What has no picture of its own is drawn as bars of its first figure. */
import { drawn, inLanguage, isFigure, type Language, shown, type Unit } from "@shuke/core";
import { heat } from "@shuke/tokens";
import type { EChartsCoreOption } from "echarts/core";
import { type Column, column, type Report, records } from "./useReport";

type Draw = (report: Report, language: Language) => EChartsCoreOption;

const DRAWINGS: Record<string, Draw> = {
  pareto: (report, language) => lines(report, language, "percent", ["share_bp"]),
  flow: (report, language) => bars(report, language, "month", ["gained", "reactivated", "lost", "net"]),
  ladder: (report, language) => ladder(report, language),
  cohorts: (report, language) => triangle(report, language),
  "rfm-matrix": (report, language) => matrix(report, language),
  "lifecycle-flow": (report, language) => sankey(report, language),
  "lifecycle-history": (report, language) => history(report, language),
  quadrants: (report, language) => bars(report, language, "quadrant", ["member_share_bp", "sales_share_bp"]),
  rfm: (report, language) => bars(report, language, "rfm_class", ["member_share_bp", "sales_share_bp"]),
  tiers: (report, language) =>
    bars(report, language, "level", ["member_share_bp", "sales_share_bp", "margin_share_bp"]),
  lifecycle: (report, language) => bars(report, language, "state", ["members"]),
  "new-old": (report, language) => bars(report, language, first(report), ["net_minor"]),
  sales: (report, language) => bars(report, language, "name", ["net_minor", "margin_minor"]),
};

export function draw(report: Report, language: Language): EChartsCoreOption | null {
  if (report.rows.length === 0) return null;
  const own = DRAWINGS[report.report];
  if (own) return own(report, language);
  const figure = report.columns.find((each) => isFigure(each.unit as Unit) && !labelled(each));
  return figure ? bars(report, language, first(report), [figure.name]) : null;
}

function bars(report: Report, language: Language, along: string, figures: string[]): EChartsCoreOption {
  const columns = figures.flatMap((name) => report.columns.find((each) => each.name === name) ?? []);
  return {
    ...frame(columns, language),
    xAxis: { type: "category", data: names(report, along, language), axisLabel: { hideOverlap: true } },
    series: columns.map((each) => ({
      type: "bar",
      name: inLanguage(each, language),
      barMaxWidth: 36,
      data: values(report, each),
    })),
  };
}

function lines(report: Report, language: Language, along: string, figures: string[]): EChartsCoreOption {
  const columns = figures.flatMap((name) => report.columns.find((each) => each.name === name) ?? []);
  return {
    ...frame(columns, language),
    xAxis: { type: "category", data: names(report, along, language) },
    series: columns.map((each) => ({
      type: "line",
      name: inLanguage(each, language),
      data: values(report, each),
      showSymbol: false,
      areaStyle: { opacity: 0.15 },
      markLine: benchmark(report, each),
    })),
  };
}

/** How many of those who came once came again, and again: summed over the stores that are shown. */
function ladder(report: Report, language: Language): EChartsCoreOption {
  const reached = new Map<number, number>();
  for (const row of records(report)) {
    reached.set(Number(row.rung), (reached.get(Number(row.rung)) ?? 0) + Number(row.members));
  }
  const rungs = [...reached.keys()].sort((a, b) => a - b);
  const members = report.columns.find((each) => each.name === "members");
  return {
    ...frame(members ? [members] : [], language),
    xAxis: { type: "category", data: rungs.map(String) },
    series: [{ type: "bar", barMaxWidth: 36, data: rungs.map((rung) => reached.get(rung) ?? 0) }],
  };
}

/** Months of joining downwards, months later to the right, the share that came back as heat. */
function triangle(report: Report, language: Language): EChartsCoreOption {
  const rows = records(report);
  const months = [...new Set(rows.map((row) => Number(row.cohort)))].sort((a, b) => b - a);
  const later = [...new Set(rows.map((row) => Number(row.months_later)))].sort((a, b) => a - b);
  const cells = rows
    .filter((row) => row.retained_bp !== null)
    .map((row) => [
      later.indexOf(Number(row.months_later)),
      months.indexOf(Number(row.cohort)),
      Number(row.retained_bp) / 100,
    ]);
  return {
    ...heatFrame(
      later.map(String),
      months.map((month) => shown(month, "month", language)),
      60,
      "%",
    ),
    series: [heatSeries(cells)],
  };
}

function matrix(report: Report, language: Language): EChartsCoreOption {
  const [down, along] = report.columns.filter((each) => !isFigure(each.unit as Unit) || labelled(each));
  const figure = report.columns.find((each) => each.name === "members");
  const [r, f] = [down ?? report.columns[0], along ?? report.columns[1]];
  if (!r || !f || !figure) return {};
  const rows = records(report);
  const downs = [...new Set(rows.map((row) => String(row[r.name])))].sort().reverse();
  const alongs = [...new Set(rows.map((row) => String(row[f.name])))].sort();
  const cells = rows.map((row) => [
    alongs.indexOf(String(row[f.name])),
    downs.indexOf(String(row[r.name])),
    Number(row[figure.name]),
  ]);
  const most = Math.max(...cells.map((cell) => cell[2] ?? 0), 1);
  const named = (each: Column) => (value: string) => labelOf(each, value, language);
  return { ...heatFrame(alongs.map(named(f)), downs.map(named(r)), most, ""), series: [heatSeries(cells)] };
}

function sankey(report: Report, language: Language): EChartsCoreOption {
  const [from, to] = report.columns.filter((each) => labelled(each));
  const figure = report.columns.find((each) => each.name === "members");
  if (!from || !to || !figure) return {};
  const links = records(report)
    .filter((row) => row[from.name] !== null && row[to.name] !== null)
    .map((row) => ({
      source: `${labelOf(from, row[from.name], language)} ·`,
      target: `· ${labelOf(to, row[to.name], language)}`,
      value: Number(row[figure.name]),
    }));
  const nodes = [...new Set(links.flatMap((link) => [link.source, link.target]))].map((name) => ({ name }));
  return {
    tooltip: { trigger: "item" },
    series: [
      {
        type: "sankey",
        data: nodes,
        links,
        nodeAlign: "justify",
        lineStyle: { color: "gradient", opacity: 0.4 },
      },
    ],
  };
}

function history(report: Report, language: Language): EChartsCoreOption {
  const state = report.columns.find(labelled);
  const day = report.columns.find((each) => each.unit === "date");
  if (!state || !day) return {};
  const rows = records(report);
  const days = [...new Set(rows.map((row) => String(row[day.name])))].sort();
  const states = Object.keys(state.labels);
  const members = new Map(rows.map((row) => [`${row[day.name]} ${row[state.name]}`, Number(row.members)]));
  return {
    ...frame([], language),
    xAxis: { type: "category", data: days },
    series: states.map((each) => ({
      type: "line",
      stack: "all",
      areaStyle: { opacity: 0.6 },
      showSymbol: false,
      name: labelOf(state, each, language),
      data: days.map((one) => members.get(`${one} ${each}`) ?? 0),
    })),
  };
}

function frame(columns: Column[], language: Language): EChartsCoreOption {
  const unit = columns[0]?.unit as Unit | undefined;
  return {
    grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
    legend: { top: 4, type: "scroll" },
    tooltip: { trigger: "axis" },
    yAxis: {
      type: "value",
      axisLabel: { formatter: (value: number) => axis(value, unit, language) },
    },
  };
}

function heatFrame(along: string[], down: string[], most: number, unit: string): EChartsCoreOption {
  return {
    grid: { left: 8, right: 16, top: 16, bottom: 56, containLabel: true },
    tooltip: { position: "top" },
    xAxis: { type: "category", data: along, splitArea: { show: true } },
    yAxis: { type: "category", data: down, splitArea: { show: true } },
    visualMap: {
      min: 0,
      max: most,
      calculable: true,
      orient: "horizontal",
      left: "center",
      bottom: 4,
      inRange: { color: [...heat] },
      formatter: (value: number) => `${Math.round(value)}${unit}`,
    },
  };
}

function heatSeries(cells: (number | undefined)[][]) {
  return {
    type: "heatmap",
    data: cells,
    label: {
      show: true,
      formatter: ({ data }: { data: number[] }) => String(Math.round((data[2] ?? 0) * 10) / 10),
    },
  };
}

/** The textbook's or the rule's line that the figure is held against. */
function benchmark(report: Report, figure: Column) {
  const line = report.lines[figure.name];
  return line === undefined
    ? undefined
    : { symbol: "none", data: [{ yAxis: drawn(line, figure.unit as Unit) }] };
}

function values(report: Report, figure: Column): (number | null)[] {
  return column(report, figure.name).map((value) =>
    typeof value === "number" ? drawn(value, figure.unit as Unit) : null,
  );
}

function names(report: Report, along: string, language: Language): string[] {
  const each = report.columns.find((one) => one.name === along) ?? report.columns[0];
  return each ? column(report, each.name).map((value) => labelOf(each, value, language)) : [];
}

function labelOf(each: Column, value: unknown, language: Language): string {
  const label = each.labels[String(value)];
  return label ? inLanguage(label, language) : shown(value, each.unit as Unit, language);
}

function labelled(each: Column): boolean {
  return Object.keys(each.labels).length > 0;
}

function first(report: Report): string {
  return report.columns.find((each) => each.unit !== "id")?.name ?? "";
}

function axis(value: number, unit: Unit | undefined, language: Language): string {
  if (unit === "bp") return `${Math.round(value * 100)}%`;
  return new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en", { notation: "compact" }).format(value);
}

/** How an answer can be drawn, and the drawing: from the figures of the page that is shown. */
import { drawn, inLanguage, type Language, short, shortMoney, shown, type Unit } from "@shuke/core";
import { heat } from "@shuke/tokens";
import type { EChartsCoreOption } from "echarts/core";
import { axisOf } from "../../kit/drawing/axis";
import type { Answer, Cut, Fields } from "./cut";

export type ChartKind = Exclude<Cut["chart"], "auto">;
type Column = Answer["columns"][number];
type Row = Answer["rows"][number];

const MOST_SLICES = 6;
const MOST_SERIES = 8;
const MOST_FIGURES = 3;
const MOST_BARS = 40;

/** The kinds that this answer can be drawn as, the best first. */
export function kindsOf(answer: Answer, cut: Cut, fields: Fields): ChartKind[] {
  const first = fields.groups.find((each) => each.name === cut.groups[0]);
  const figure = fields.figures.find((each) => each.name === cut.figures[0]);
  if (!first || !figure || answer.rows.length < 2) return ["none"];
  const isTime = first.family === "time";
  const crossed: ChartKind[] = cut.groups.length > 1 ? [figure.is_additive ? "stacked" : "bar", "heat"] : [];
  const sliced = cut.groups.length === 1 && figure.is_additive && isWhole(answer, cut);
  const kinds: ChartKind[] = [
    ...(crossed[0] === "stacked" ? crossed.slice(0, 1) : []),
    ...(isTime ? (["line", "bar"] as const) : (["bar"] as const)),
    ...(crossed.includes("heat") ? (["heat"] as const) : []),
    ...(sliced ? (["pie"] as const) : []),
    "none",
  ];
  return [...new Set(kinds)];
}

/** A pie tells the truth of few parts that make up the whole. */
function isWhole(answer: Answer, cut: Cut): boolean {
  const values = answer.rows.map((row) => Number(row[cut.groups.length]));
  return (
    !cut.top &&
    answer.of_rows === values.length &&
    values.length <= MOST_SLICES &&
    values.every((each) => each >= 0)
  );
}

export function draw(
  kind: ChartKind,
  answer: Answer,
  cut: Cut,
  language: Language,
): EChartsCoreOption | null {
  switch (kind) {
    case "none":
      return null;
    case "pie":
      return pie(answer, cut, language);
    case "heat":
      return heatMap(answer, cut, language);
    default:
      return cut.groups.length > 1
        ? crossed(kind, answer, cut, language)
        : plain(kind, answer, cut, language);
  }
}

/** One group: its figures side by side, and behind each what it is compared with. */
function plain(kind: ChartKind, answer: Answer, cut: Cut, language: Language): EChartsCoreOption {
  const rows = answer.rows.slice(0, kind === "line" ? undefined : MOST_BARS);
  const figures = alike(answer, cut);
  const named = answer.columns.map((each) => each.name);
  return {
    ...frame(figures[0], language),
    ...axisOf(rows.map((row) => labelAt(answer, row, 0, language))),
    series: figures.flatMap((figure, nth) => {
      const at = cut.groups.length + nth;
      const before = named.indexOf(`before:${figure.name}`);
      const own = series(kind, figure, rows, at, language);
      const past = answer.columns[before];
      return past
        ? [own, { ...series(kind, past, rows, before, language), itemStyle: { opacity: 0.45 } }]
        : [own];
    }),
  };
}

/** Two groups: the second tells the series apart. */
function crossed(kind: ChartKind, answer: Answer, cut: Cut, language: Language): EChartsCoreOption {
  const figure = answer.columns[cut.groups.length];
  const { alongs, others, at } = cells(answer, cut, language);
  return {
    ...frame(figure, language),
    ...axisOf(alongs),
    series: others.slice(0, MOST_SERIES).map((name) => ({
      type: kind === "line" ? "line" : "bar",
      name,
      barMaxWidth: 36,
      showSymbol: false,
      ...(kind === "stacked" ? { stack: "all" } : {}),
      data: alongs.map((along) => value(at(along, name), figure)),
    })),
  };
}

function heatMap(answer: Answer, cut: Cut, language: Language): EChartsCoreOption {
  const figure = answer.columns[cut.groups.length];
  const { alongs, others, at } = cells(answer, cut, language);
  const data = others.flatMap((other, y) =>
    alongs.map((along, x) => [x, y, value(at(along, other), figure) ?? 0]),
  );
  const unit = figure?.unit as Unit | undefined;
  return {
    grid: { left: 8, right: 16, top: 16, bottom: 72, containLabel: true },
    tooltip: { position: "top" },
    xAxis: {
      type: "category",
      data: alongs,
      axisLabel: { hideOverlap: true, width: 90, overflow: "truncate" },
    },
    yAxis: { type: "category", data: others, inverse: true },
    visualMap: {
      min: 0,
      max: Math.max(...data.map((cell) => cell[2] ?? 0), 1),
      calculable: true,
      orient: "horizontal",
      left: "center",
      bottom: 4,
      inRange: { color: [...heat] },
      formatter: (at: number) => brief(at, unit, language),
    },
    series: [{ type: "heatmap", data }],
  };
}

function pie(answer: Answer, cut: Cut, language: Language): EChartsCoreOption {
  const figure = answer.columns[cut.groups.length];
  return {
    tooltip: { trigger: "item" },
    series: [
      {
        type: "pie",
        radius: ["35%", "70%"],
        label: { formatter: "{b} {d}%" },
        data: answer.rows.map((row) => ({
          name: labelAt(answer, row, 0, language),
          value: value(row[cut.groups.length], figure),
        })),
      },
    ],
  };
}

/** Figures that stand on one axis: those of the first one's unit. */
function alike(answer: Answer, cut: Cut): Column[] {
  const figures = answer.columns.slice(cut.groups.length, cut.groups.length + cut.figures.length);
  const same = figures.findIndex((each) => each.unit !== figures[0]?.unit);
  return figures.slice(0, Math.min(same < 0 ? figures.length : same, MOST_FIGURES));
}

function cells(answer: Answer, cut: Cut, language: Language) {
  const figureAt = cut.groups.length;
  const keys = new Map<string, unknown>();
  const [alongs, others] = [namesOf(answer, 0, language), namesOf(answer, 1, language)];
  for (const row of answer.rows) {
    const [along, other] = [labelAt(answer, row, 0, language), labelAt(answer, row, 1, language)];
    const key = JSON.stringify([along, other]);
    const sum = Number(keys.get(key) ?? 0) + Number(row[figureAt] ?? 0);
    keys.set(key, cut.groups.length > 2 ? sum : row[figureAt]);
  }
  return { alongs, others, at: (along: string, other: string) => keys.get(JSON.stringify([along, other])) };
}

const TIMES = new Set(["day", "week", "month", "quarter", "year", "weekday", "hour"]);

/** What a group holds, each once: times as they run, everything else as the rows come. */
function namesOf(answer: Answer, place: number, language: Language): string[] {
  const rows = TIMES.has(answer.columns[place]?.name ?? "") ? inTime(answer.rows, place) : answer.rows;
  return [...new Set(rows.map((row) => labelAt(answer, row, place, language)))];
}

function inTime(rows: Row[], place: number): Row[] {
  const key = (row: Row) => String(row[place]).padStart(2, "0");
  return [...rows].sort((one, other) => key(one).localeCompare(key(other)));
}

function series(kind: ChartKind, column: Column, rows: Row[], at: number, language: Language) {
  return {
    type: kind === "line" ? "line" : "bar",
    name: inLanguage(column, language),
    barMaxWidth: 36,
    showSymbol: rows.length < MOST_BARS,
    data: rows.map((row) => value(row[at], column)),
  };
}

function value(raw: unknown, column: Column | undefined): number | null {
  return typeof raw === "number" && column ? drawn(raw, column.unit as Unit) : null;
}

export function labelAt(answer: Answer, row: Row, place: number, language: Language): string {
  const column = answer.columns[place];
  return column ? cellText(column, row[place], language) : "";
}

export function cellText(column: Column, raw: unknown, language: Language): string {
  const label = column.labels[String(raw ?? "None")];
  return label ? inLanguage(label, language) : shown(raw, column.unit as Unit, language);
}

function frame(column: Column | undefined, language: Language): EChartsCoreOption {
  const unit = column?.unit as Unit | undefined;
  return {
    grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
    legend: { top: 4, type: "scroll" },
    tooltip: {
      trigger: "axis",
      valueFormatter: (each: unknown) => (typeof each === "number" ? brief(each, unit, language) : "–"),
    },
    yAxis: {
      type: "value",
      axisLabel: { hideOverlap: true, formatter: (each: number) => brief(each, unit, language) },
    },
  };
}

function brief(each: number, unit: Unit | undefined, language: Language): string {
  if (unit === "bp") return `${Math.round(each * 1000) / 10}%`;
  if (unit === "minor")
    return each < 0 ? `−${shortMoney(-each * 100, language)}` : shortMoney(each * 100, language);
  return short(each, language);
}

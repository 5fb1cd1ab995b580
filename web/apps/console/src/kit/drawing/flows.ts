/** Ribbons between two days, and spots on the plane of frequency and amount. */
import { inLanguage, money, shown } from "@shuke/core";
import { cellOf } from "../opening";
import type { Report } from "../useReport";
import { columnOf, type Draw, inRow, labelOf } from "./parts";

/** From which state to which members moved: the left side is the first day, the right side the last. */
export const sankey: Draw = (report, language) => {
  const [from, to, members] = ["from_state", "to_state", "members"].map((name) => columnOf(report, name));
  if (!from || !to || !members) return {};
  const links = report.rows.map((row) => ({
    source: `a:${inRow(report, row, "from_state")}`,
    target: `b:${inRow(report, row, "to_state")}`,
    value: Number(inRow(report, row, "members")),
    cell: cellOf(report, members, row),
  }));
  const known = new Set(links.flatMap((link) => [link.source, link.target]));
  const names = ["a", "b"]
    .flatMap((side) => STATES.map((state) => `${side}:${state}`))
    .filter((name) => known.has(name));
  const nameOf = (node: string) => labelOf(node.startsWith("a:") ? from : to, node.slice(2), language);
  const sum = (node: string) =>
    links
      .filter((each) => each.source === node || each.target === node)
      .reduce((all, each) => all + each.value, 0);
  return {
    tooltip: {
      trigger: "item",
      confine: true,
      formatter: ({ data }: { data: { source?: string; target?: string; name?: string; value?: number } }) =>
        data.source && data.target
          ? `${nameOf(data.source)} → ${nameOf(data.target)}<br/><b>${shown(data.value, "count", language)}</b>`
          : `${nameOf(data.name ?? "")}<br/><b>${shown(sum(data.name ?? ""), "count", language)}</b>`,
    },
    series: [
      {
        type: "sankey",
        left: 8,
        right: 96,
        top: 8,
        bottom: 8,
        cursor: "pointer",
        nodeGap: 14,
        layoutIterations: 0,
        data: names.map((name) => ({
          name,
          depth: name.startsWith("a:") ? 0 : 1,
          itemStyle: { color: COLOURS[name.slice(2)] },
          cell: {
            behind: "members",
            figure: "members",
            at: [`${name.startsWith("a:") ? "from_state" : "to_state"}=${name.slice(2)}`],
          },
        })),
        links,
        label: {
          formatter: ({ name }: { name: string }) => `${nameOf(name)} ${shown(sum(name), "count", language)}`,
        },
        lineStyle: { color: "source", opacity: 0.3 },
        emphasis: { focus: "adjacency" },
      },
    ],
  };
};

/** Members on the plane of frequency and amount: the larger the spot, the more stand there. */
export const map: Draw = (report, language) => {
  const [quadrant, members] = [columnOf(report, "quadrant"), columnOf(report, "members")];
  if (!quadrant || !members) return {};
  const bands = bandsOf(report);
  const most = Math.max(...report.rows.map((row) => Number(inRow(report, row, "members"))), 1);
  const times = [...new Set(report.rows.map((row) => Number(inRow(report, row, "purchases_up_to"))))].sort(
    (a, b) => a - b,
  );
  const keys = [...new Set(report.rows.map((row) => String(inRow(report, row, "quadrant"))))];
  return {
    grid: { left: 8, right: 16, top: 44, bottom: 32, containLabel: true },
    legend: { top: 4, type: "scroll" },
    tooltip: {
      confine: true,
      formatter: ({ value, seriesName }: { value: [string, string, number]; seriesName: string }) =>
        `${seriesName}<br/>${value[0]} × ${value[1]}<br/><b>${shown(value[2], "count", language)}</b>`,
    },
    xAxis: {
      type: "category",
      data: times.map(String),
      name: inLanguage({ zh: "消费次数", en: "Purchases" }, language),
      nameLocation: "middle",
      nameGap: 28,
    },
    yAxis: { type: "category", data: bands.map((from) => bandName(from, language)) },
    series: keys.map((key) => ({
      type: "scatter",
      name: labelOf(quadrant, key, language),
      cursor: "pointer",
      symbolSize: ([, , count]: [string, string, number]) => 8 + 36 * Math.sqrt(count / most),
      data: report.rows
        .filter((row) => String(inRow(report, row, "quadrant")) === key)
        .map((row) => ({
          value: [
            String(inRow(report, row, "purchases_up_to")),
            bandName(inRow(report, row, "from_minor"), language),
            Number(inRow(report, row, "members")),
          ],
          cell: cellOf(report, members, row),
        })),
    })),
  };
};

/** From near to far, as a life goes; on both sides alike, so that a level ribbon is one who stayed. */
const STATES = ["new", "active", "silent", "dormant", "lost", "never", "absent"];

const COLOURS: Record<string, string> = {
  new: "#0072b2",
  active: "#009e73",
  silent: "#d79b00",
  dormant: "#cc79a7",
  lost: "#b4451f",
  never: "#6f6259",
  absent: "#9a948e",
};

function bandsOf(report: Report): (number | null)[] {
  const known = new Set(report.rows.map((row) => inRow(report, row, "from_minor") as number | null));
  return [...known].sort((a, b) => (a ?? -1) - (b ?? -1));
}

function bandName(from: unknown, language: "zh" | "en"): string {
  return typeof from === "number" ? `≥ ${money(Math.floor(from / 100) * 100, language, 0)}` : "≤ 0";
}

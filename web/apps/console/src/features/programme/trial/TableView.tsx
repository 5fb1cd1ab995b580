/** One table of an answer: as a chart where both rules can stand beside each other, as rows, and as a file. */
import { DownloadOutlined } from "@ant-design/icons";
import { inLanguage, short, shortMoney } from "@shuke/core";
import { Button, Flex } from "antd";
import { Chart } from "../../../kit/Chart";
import { Table as Rows } from "../../../kit/Table";
import { drawable, ownName, type Table, text } from "./outcome";
import { useTrialTexts } from "./words";

const MOST_BARS = 12;
const CODES = new Set(["level", "quadrant", "from", "to"]);

export function TableView({ trialId, table }: { trialId: string; table: Table }) {
  const { language } = useTrialTexts();
  const named = table.columns.some((each) => each.name === "name" || each.name === "from_name");
  const shown = table.columns
    .map((each, place) => ({ each, place }))
    .filter(({ each }) => !(named && CODES.has(each.name)));
  return (
    <Flex vertical gap={12}>
      <Files trialId={trialId} table={table.name} />
      <Bars table={table} />
      <Rows
        size="small"
        rowKey={(row) => JSON.stringify(row)}
        dataSource={table.rows}
        pagination={table.rows.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
        columns={shown.map(({ each, place }) => ({
          key: each.name,
          title: inLanguage(each, language),
          align: each.unit === "text" ? "left" : "right",
          render: (_: unknown, row: unknown[]) =>
            each.unit === "text"
              ? cell(each.name, row[place], language)
              : text(row[place], each.unit, language),
        }))}
      />
    </Flex>
  );
}

function cell(column: string, value: unknown, language: "zh" | "en"): string {
  if (column === "category")
    return (
      String(value ?? "")
        .split("/")
        .filter(Boolean)
        .join(" › ") || "–"
    );
  return ownName(value, language) || "–";
}

export function Files({ trialId, table }: { trialId: string; table: string }) {
  const { say, language } = useTrialTexts();
  return (
    <Flex gap={8} justify="flex-end">
      {(["xlsx", "csv"] as const).map((format) => (
        <Button
          key={format}
          size="small"
          icon={<DownloadOutlined />}
          href={`/api/staff/simulations/${trialId}/file?${new URLSearchParams({ table, format, language })}`}
          download
        >
          {say(format)}
        </Button>
      ))}
    </Flex>
  );
}

function Bars({ table }: { table: Table }) {
  const { say, language } = useTrialTexts();
  const places = drawable(table);
  if (!places || table.rows.length < 2) return null;
  const rows = table.rows.slice(0, MOST_BARS);
  const unit = table.columns[places.old]?.unit ?? "count";
  const drawn = (value: unknown) => (unit === "minor" ? Number(value) / 100 : Number(value));
  const brief = (value: number) =>
    unit === "minor" ? shortMoney(Math.round(value * 100), language) : short(value, language);
  const label = table.columns[places.label]?.name ?? "";
  return (
    <Chart
      label={language === "zh" ? table.zh : table.en}
      height={260}
      option={{
        grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
        legend: { top: 4 },
        tooltip: { trigger: "axis", valueFormatter: (value: unknown) => brief(Number(value)) },
        xAxis: {
          type: "category",
          data: rows.map((row) => cell(label, row[places.label], language)),
          axisLabel: { hideOverlap: true },
        },
        yAxis: { type: "value", axisLabel: { formatter: brief } },
        series: [
          { type: "bar", name: say("now"), data: rows.map((row) => drawn(row[places.old])) },
          { type: "bar", name: say("draft"), data: rows.map((row) => drawn(row[places.new])) },
        ],
      }}
    />
  );
}

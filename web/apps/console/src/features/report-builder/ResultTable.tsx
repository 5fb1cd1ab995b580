/** The answer as a table: a click on a head sorts on the server; the total stands below, whatever page is shown. */
import { inLanguage, isFigure, shown, type Unit } from "@shuke/core";
import { Typography } from "antd";
import { Table } from "../../kit/Table";
import type { Answer, Cut } from "./cut";
import { cellText } from "./drawing";
import { useBuilderTexts } from "./words";

type Column = Answer["columns"][number];
type Row = Answer["rows"][number];

const FIGURES_FIRST_GO: ("ascend" | "descend")[] = ["descend", "ascend"];
const GROUPS_FIRST_GO: ("ascend" | "descend")[] = ["ascend", "descend"];

interface Props {
  answer: Answer;
  cut: Cut;
  isLoading: boolean;
  sort: (sort: Cut["sort"]) => void;
}

export function ResultTable({ answer, cut, isLoading, sort }: Props) {
  const { language } = useBuilderTexts();
  const groups = groupsOf(answer);
  const order = (column: Column) => {
    if (cut.sort?.field !== column.name) return null;
    return cut.sort.descending ? ("descend" as const) : ("ascend" as const);
  };
  return (
    <Table<Row>
      size="small"
      rowKey={(row) => JSON.stringify(row.slice(0, Math.max(groups, 1)))}
      dataSource={answer.rows}
      loading={isLoading}
      pagination={false}
      scroll={{ x: "max-content", y: 560 }}
      sticky
      onChange={(_, __, sorter) => {
        const chosen = Array.isArray(sorter) ? sorter[0] : sorter;
        const field = chosen?.order ? String(chosen.columnKey) : null;
        sort(field ? { field, descending: chosen?.order === "descend" } : null);
      }}
      columns={answer.columns.map((column, place) => ({
        key: column.name,
        title: inLanguage(column, language),
        align: place >= groups ? ("right" as const) : ("left" as const),
        sorter: true,
        sortOrder: order(column),
        sortDirections: place >= groups ? FIGURES_FIRST_GO : GROUPS_FIRST_GO,
        ...(place === 0 ? { fixed: "left" as const } : {}),
        render: (_: unknown, row: Row) => <Cell column={column} value={row[place]} />,
      }))}
      summary={() => groups > 0 && answer.rows.length > 1 && <Total answer={answer} groups={groups} />}
    />
  );
}

/** How many columns tell what a row is of: the total says nothing there. While a new answer comes, the old one counts. */
function groupsOf(answer: Answer): number {
  const first = answer.columns.findIndex((each) => isFigure(each.unit as Unit) && !isGroup(each));
  return first < 0 ? answer.columns.length : first;
}

function isGroup(column: Column): boolean {
  return Object.keys(column.labels).length > 0;
}

/** A change tells by sign and colour which way it went. */
function Cell({ column, value }: { column: Column; value: unknown }) {
  const { language } = useBuilderTexts();
  const text = cellText(column, value, language);
  if (!column.name.startsWith("change:") || typeof value !== "number" || value === 0) return text;
  return (
    <Typography.Text type={value > 0 ? "success" : "danger"}>{value > 0 ? `+${text}` : text}</Typography.Text>
  );
}

function Total({ answer, groups }: { answer: Answer; groups: number }) {
  const { say, language } = useBuilderTexts();
  return (
    <Table.Summary fixed>
      <Table.Summary.Row>
        {answer.columns.map((column, place) => (
          <Table.Summary.Cell key={column.name} index={place} align={place >= groups ? "right" : "left"}>
            <strong>
              {place === 0
                ? say("total")
                : place >= groups
                  ? shown(answer.total[place], column.unit as Unit, language)
                  : ""}
            </strong>
          </Table.Summary.Cell>
        ))}
      </Table.Summary.Row>
    </Table.Summary>
  );
}

/** Opening, what changed it, closing: a line each, the total below. */
import { shown } from "@shuke/core";
import { Button, type TableColumnsType } from "antd";
import { useScope } from "../../../kit/scope";
import { Table } from "../../../kit/Table";
import { type Currency, unitOf } from "../currency";
import { useStores } from "../stores";
import { useFinanceTexts } from "../words";
import { type By, CHANGES, type Line } from "./rolling";
import { useRollTexts } from "./words";

const ALWAYS = new Set(["issued", "used", "expired", "adjusted"]);
const PAGE = 24;

interface Props {
  lines: Line[];
  total: Line;
  by: By;
  currency: Currency;
}

export function RollTable({ lines, total, by, currency }: Props) {
  const { say, language } = useRollTexts();
  const shared = useFinanceTexts();
  const labels = useLabels(by);
  const figures = [
    "opening" as const,
    ...CHANGES.filter((name) => ALWAYS.has(name) || lines.some((line) => line[name] !== 0)),
    "closing" as const,
  ];
  const text = (value: number) => shown(value, unitOf(currency), language);
  return (
    <Table<Line>
      size="small"
      rowKey="key"
      dataSource={lines}
      pagination={lines.length > PAGE ? { pageSize: PAGE, showSizeChanger: false } : false}
      columns={[
        ...labels,
        ...figures.map((name) => ({
          key: name,
          title: say(name),
          align: "right" as const,
          render: (_: unknown, line: Line) => text(line[name]),
        })),
      ]}
      summary={() => (
        <Table.Summary.Row>
          <Table.Summary.Cell index={0} colSpan={labels.length}>
            <strong>{shared.say("total")}</strong>
          </Table.Summary.Cell>
          {figures.map((name, place) => (
            <Table.Summary.Cell key={name} index={place + labels.length} align="right">
              <strong>{text(total[name])}</strong>
            </Table.Summary.Cell>
          ))}
        </Table.Summary.Row>
      )}
    />
  );
}

/** The columns that say which line it is. */
function useLabels(by: By): TableColumnsType<Line> {
  const { say } = useRollTexts();
  const stores = useStores();
  const columns: Record<Exclude<By, "line">, TableColumnsType<Line>[number]> = {
    month: { title: say("month"), dataIndex: "month", fixed: "left" },
    store: { title: say("store"), render: (_, line) => <StoreCell code={line.store} /> },
    funder: {
      title: say("funder"),
      render: (_, line) => (line.funder ? stores.called(line.funder) : say("unfunded")),
    },
  };
  return by === "line" ? [columns.month, columns.store, columns.funder] : [columns[by]];
}

/** A store's name; a click looks at that store alone. */
function StoreCell({ code }: { code: string | null }) {
  const { say } = useFinanceTexts();
  const stores = useStores();
  const { change } = useScope();
  if (code === null) return say("noStore");
  const id = stores.idOf(code);
  if (!id) return stores.called(code);
  return (
    <Button type="link" size="small" style={{ padding: 0 }} onClick={() => change({ store: id })}>
      {stores.called(code)}
    </Button>
  );
}

/** The line above a table: how many there are or are chosen, the order on small screens, and which columns are shown. */
import { SettingOutlined } from "@ant-design/icons";
import { count, type Language } from "@shuke/core";
import { Button, Checkbox, Flex, Popover, Select, Typography } from "antd";
import type { ReactNode } from "react";
import type { ColumnChoice } from "./choice";
import type { DataColumn, Order } from "./columns";
import type { Rows } from "./rows";
import { extent, type Selection } from "./selection";
import { useTableTexts } from "./words";

interface Props<R> {
  rows: Rows<R>;
  columns: readonly DataColumn<R>[];
  choice: ColumnChoice;
  order: Order | undefined;
  isNarrow: boolean;
  selection: Selection | undefined;
  loadedKeys: readonly string[];
  bulk: ReactNode;
}

export function Tools<R>({ rows, columns, choice, order, isNarrow, selection, loadedKeys, bulk }: Props<R>) {
  const isChoosing = selection && (selection.isAll || selection.keys.size > 0);
  return (
    <Flex justify="space-between" align="center" gap={8} wrap style={{ minHeight: 40, padding: "4px 0" }}>
      {isChoosing ? (
        <Chosen selection={selection} rows={rows} loadedKeys={loadedKeys} bulk={bulk} />
      ) : (
        <HowMany rows={rows} />
      )}
      {isNarrow ? (
        order && <Sort columns={columns} order={order} />
      ) : (
        <Shown columns={columns} choice={choice} />
      )}
    </Flex>
  );
}

function HowMany<R>({ rows }: { rows: Rows<R> }) {
  const { say, language } = useTableTexts();
  return (
    <Typography.Text type="secondary" role="status">
      {howMany(rows, language, say)}
    </Typography.Text>
  );
}

type Say = ReturnType<typeof useTableTexts>["say"];

function howMany<R>({ loaded, total, isLoading }: Rows<R>, language: Language, say: Say): string {
  if (isLoading) return say("loading");
  const here = count(loaded.length, language);
  if (total === null) return say("loadedOf", { loaded: here });
  const all = count(total, language);
  return total <= loaded.length ? say("total", { total: all }) : say("loaded", { total: all, loaded: here });
}

interface ChosenProps<R> {
  selection: Selection;
  rows: Rows<R>;
  loadedKeys: readonly string[];
  bulk: ReactNode;
}

function Chosen<R>({ selection, rows, loadedKeys, bulk }: ChosenProps<R>) {
  const { say, language } = useTableTexts();
  const total = rows.total === null ? null : count(rows.total, language);
  const offersAll = !selection.isAll && rows.isMore && extent(selection, loadedKeys) === "every";
  return (
    <Flex gap={8} align="center" wrap>
      <Typography.Text strong role="status">
        {chosenWords(selection, total, language, say)}
      </Typography.Text>
      {offersAll && (
        <Button type="link" size="small" onClick={() => selection.change({ keys: new Set(), isAll: true })}>
          {total === null ? say("selectWhole") : say("selectAll", { total })}
        </Button>
      )}
      {bulk}
      <Button type="text" size="small" onClick={selection.clear}>
        {say("clear")}
      </Button>
    </Flex>
  );
}

function chosenWords(selection: Selection, total: string | null, language: Language, say: Say): string {
  if (!selection.isAll) return say("selected", { count: count(selection.keys.size, language) });
  return total === null ? say("selectedWhole") : say("selectedAll", { count: total });
}

function Shown<R>({ columns, choice }: { columns: readonly DataColumn<R>[]; choice: ColumnChoice }) {
  const { say } = useTableTexts();
  const content = (
    <Flex vertical gap={6} style={{ minWidth: 160, maxHeight: 420, overflow: "auto" }}>
      {columns.map((column) => (
        <Checkbox
          key={column.key}
          checked={choice.isShown(column)}
          disabled={column.isKept ?? false}
          onChange={({ target }) => choice.show(column.key, target.checked)}
        >
          {column.title}
        </Checkbox>
      ))}
      <Button size="small" onClick={choice.forget}>
        {say("reset")}
      </Button>
    </Flex>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={content}>
      <Button size="small" icon={<SettingOutlined />}>
        {say("columns")}
      </Button>
    </Popover>
  );
}

function Sort<R>({ columns, order }: { columns: readonly DataColumn<R>[]; order: Order }) {
  const { say } = useTableTexts();
  const options = columns.flatMap(({ sort, title }) =>
    sort
      ? [
          { value: `-${sort}`, label: `${title} · ${say("falling")}` },
          { value: sort, label: `${title} · ${say("rising")}` },
        ]
      : [],
  );
  return (
    <Select
      size="small"
      aria-label={say("sortBy")}
      value={order.by ?? ""}
      onChange={(by: string) => order.change(by || null)}
      options={[{ value: "", label: say("byDefault") }, ...options]}
      style={{ minWidth: 150 }}
    />
  );
}

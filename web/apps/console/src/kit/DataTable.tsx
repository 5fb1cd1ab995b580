/** A table of as many rows as the server has: fetched as one scrolls, drawn only where one looks, its columns as one wants.
 *
 * On a small screen each row is a card, where the page says how. By keyboard: Tab to the table, arrows, Enter, space bar.
 */
import { Empty, Grid, Skeleton, Spin, Table, type TableRef, theme } from "antd";
import { type ComponentProps, type MouseEvent, type ReactNode, type UIEvent, useMemo, useRef } from "react";
import { ProblemView } from "./Problem";
import { useColumnChoice } from "./table/choice";
import { asTable, boxes, type DataColumn, type Mark, type Order, orderOf } from "./table/columns";
import type { Rows } from "./table/rows";
import { isChosen, type Selection, toggled } from "./table/selection";
import { Tools } from "./table/Tools";
import { useKeys } from "./table/useKeys";
import { useRoom } from "./table/useRoom";
import { useTableTexts } from "./table/words";

export type { DataColumn, Order } from "./table/columns";
export { byCursor, type Rows, rowsOf } from "./table/rows";
export { type Selection, useSelection } from "./table/selection";

const NEAR_END = 1_200;

interface Props<R> {
  /** The table's own name, under which the browser keeps which columns are shown. */
  name: string;
  /** What it holds, for those who cannot see it. */
  label: string;
  columns: readonly DataColumn<R>[];
  rows: Rows<R>;
  keyOf: (row: R) => string;
  order?: Order;
  selection?: Selection;
  /** What can be done with the chosen rows. */
  bulk?: ReactNode;
  /** What a click on a row, or Enter, does. */
  onOpen?: (row: R) => void;
  /** A row on a small screen; without it the table scrolls sideways there. */
  card?: (row: R) => ReactNode;
  /** What stands in place of a table without rows. */
  empty?: ReactNode;
  /** Pixels of its body; by itself it fills the window. */
  height?: number;
}

export function DataTable<R extends object>(props: Props<R>) {
  const { name, rows, columns, keyOf, order, selection, bulk, card } = props;
  const choice = useColumnChoice(name);
  const isWide = Grid.useBreakpoint().md ?? true;
  const isNarrow = !isWide && card !== undefined;
  const loadedKeys = useMemo(() => rows.loaded.map(keyOf), [rows.loaded, keyOf]);
  return (
    <div>
      <Tools
        rows={rows}
        columns={columns}
        choice={choice}
        order={order}
        isNarrow={isNarrow}
        selection={selection}
        loadedKeys={loadedKeys}
        bulk={bulk}
      />
      <Content
        {...props}
        isNarrow={isNarrow}
        loadedKeys={loadedKeys}
        columns={columns.filter((column) => choice.isShown(column))}
      />
    </div>
  );
}

type BodyProps<R> = Props<R> & { isNarrow: boolean; loadedKeys: readonly string[] };

function Content<R extends object>(props: BodyProps<R>) {
  const { say } = useTableTexts();
  const { rows, empty } = props;
  if (rows.loaded.length > 0) return <Body {...props} />;
  if (rows.error) return <ProblemView thrown={rows.error} again={rows.again} />;
  if (rows.isLoading) return <Skeleton active title={false} paragraph={{ rows: 10, width: "100%" }} />;
  return <>{empty ?? <Empty style={{ padding: 48 }} description={say("none")} />}</>;
}

function Body<R extends object>(props: BodyProps<R>) {
  const { name, label, rows, keyOf, columns, order, selection, onOpen, loadedKeys, isNarrow } = props;
  const { token } = theme.useToken();
  const place = useRef<HTMLDivElement>(null);
  const table = useRef<TableRef>(null);
  const room = useRoom(place);
  const keys = useKeys({
    count: loadedKeys.length,
    show: (at) => {
      table.current?.scrollTo({ index: at });
      if (at > loadedKeys.length - 30) rows.more();
    },
    open: onOpen && ((at) => withRow(rows.loaded[at], onOpen)),
    choose: selection && ((at) => selection.change(toggled(selection, loadedKeys[at] ?? "", loadedKeys))),
  });
  const shown = useTableColumns(props, markOf(keys.at, token.colorPrimary));
  return (
    // biome-ignore lint/a11y/useSemanticElements: only the rows in sight are drawn, which a table element cannot say
    <div
      ref={place}
      role="grid"
      aria-label={label}
      aria-rowcount={rows.total ?? -1}
      aria-multiselectable={selection !== undefined}
      aria-activedescendant={keys.at >= 0 ? rowId(name, keys.at) : undefined}
      tabIndex={0}
      onKeyDown={keys.onKeyDown}
      style={{ outlineColor: token.colorPrimary }}
    >
      <Table<R>
        ref={table}
        virtual
        size="small"
        rowKey={keyOf}
        dataSource={rows.loaded}
        columns={shown}
        components={HEAD}
        loading={QUIET}
        showHeader={!isNarrow}
        pagination={false}
        scroll={{ x: isNarrow ? 1 : width(columns), y: props.height ?? room }}
        onScroll={(event) => isNearEnd(event) && rows.more()}
        onChange={(_pages, _filters, clicked, { action }) => {
          if (action === "sort" && !Array.isArray(clicked)) order?.change(orderOf(columns, clicked));
        }}
        onHeaderRow={() => ({ role: "row" })}
        onRow={(row, at = 0) => ({
          id: rowId(name, at),
          role: "row",
          "aria-rowindex": at + 1,
          "aria-selected": selection ? isChosen(selection, keyOf(row)) : undefined,
          onClick: (event) => onOpen && isPlain(event) && onOpen(row),
          className: selection && isChosen(selection, keyOf(row)) ? "ant-table-row-selected" : "",
          style: { cursor: onOpen ? "pointer" : "default" },
        })}
      />
      <Foot rows={rows} />
    </div>
  );
}

function useTableColumns<R extends object>(props: BodyProps<R>, mark: Mark) {
  const { say } = useTableTexts();
  const { columns, order, selection, keyOf, loadedKeys, isNarrow, card } = props;
  const own =
    isNarrow && card
      ? asTable<R>([{ key: "card", title: "", width: 240, render: card }], undefined, mark)
      : asTable(columns, order, mark);
  if (!selection) return own;
  return [
    boxes(keyOf, { selection, loaded: loadedKeys, every: say("every"), one: say("row"), mark }),
    ...own,
  ];
}

function Foot<R>({ rows }: { rows: Rows<R> }) {
  if (rows.error) return <ProblemView thrown={rows.error} again={rows.again} />;
  return rows.isFetchingMore ? <Spin size="small" style={{ display: "block", padding: 8 }} /> : null;
}

/** antd draws the head as a table of its own; to those who hear it, it is the first row of the grid. */
const HEAD = {
  header: { table: (props: ComponentProps<"table">) => <table {...props} role="presentation" /> },
};

/** antd wraps the rows in what would say that it waits; between a grid and its rows nothing else may be heard. */
const QUIET = { spinning: false, "aria-busy": undefined, "aria-live": undefined };

function width<R>(columns: readonly DataColumn<R>[]): number {
  return columns.reduce((sum, column) => sum + column.width, 44);
}

function markOf(marked: number, colour: string): Mark {
  const line = { boxShadow: `inset 0 2px 0 ${colour}, inset 0 -2px 0 ${colour}` };
  return (at) => (at === marked ? line : {});
}

function rowId(name: string, at: number): string {
  return `${name}-row-${at}`;
}

function withRow<R>(row: R | undefined, act: (row: R) => void) {
  if (row) act(row);
}

function isNearEnd({
  currentTarget: { scrollHeight, scrollTop, clientHeight },
}: UIEvent<HTMLElement>): boolean {
  return scrollHeight - scrollTop - clientHeight < NEAR_END;
}

/** A click on the row itself, not on what stands in it, nor the end of marking a text. */
function isPlain({ target }: MouseEvent<HTMLElement>): boolean {
  const isOther = target instanceof HTMLElement && target.closest("a, button, input, label, .ant-checkbox");
  return !isOther && !window.getSelection()?.toString();
}

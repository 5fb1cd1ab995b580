/** What a page says of a column, and how antd's table takes it: roles for those who hear it, sorting only where the server sorts. */
import { Checkbox, type TableColumnsType, type TableColumnType } from "antd";
import type { CSSProperties, ReactNode } from "react";
import { extent, isChosen, type Selection, toggled, toggledAll } from "./selection";

export interface DataColumn<R> {
  key: string;
  title: string;
  width: number;
  render: (row: R) => ReactNode;
  /** Figures stand on the right. */
  isFigure?: boolean;
  /** The server's word for this order; without one the column cannot be sorted by. */
  sort?: string;
  /** It stays when the table is scrolled sideways. */
  isFixed?: boolean;
  /** It cannot be hidden. */
  isKept?: boolean;
  /** It is hidden until somebody wants it. */
  isOff?: boolean;
}

/** An order of the server's; its word begins with a minus where it falls. */
export interface Order {
  by: string | null;
  change: (by: string | null) => void;
}

const headerCell = { onHeaderCell: () => ({ role: "columnheader" }) };

/** How a cell of that row looks, where it looks different: the row that the keyboard is on. */
export type Mark = (at: number | undefined) => CSSProperties;

const bodyCell = (mark: Mark) => ({
  onCell: (_row: unknown, at?: number) => ({ role: "gridcell", style: mark(at) }),
});

export function asTable<R>(
  columns: readonly DataColumn<R>[],
  order: Order | undefined,
  mark: Mark,
): TableColumnsType<R> {
  return columns.map((column) => ({
    key: column.key,
    title: column.title,
    width: column.width,
    align: column.isFigure ? ("right" as const) : ("left" as const),
    ...(column.isFixed ? { fixed: "start" as const } : {}),
    ellipsis: true,
    render: (_: unknown, row: R) => column.render(row),
    ...sorting(column, order),
    ...headerCell,
    ...bodyCell(mark),
  }));
}

function sorting<R>({ sort }: DataColumn<R>, order: Order | undefined): Partial<TableColumnType<R>> {
  if (!sort || !order) return {};
  const sortOrder = order.by === sort ? "ascend" : order.by === `-${sort}` ? "descend" : null;
  return { sorter: true, sortOrder, sortDirections: ["descend", "ascend"], showSorterTooltip: false };
}

/** The server's word of what was clicked in a head. */
export function orderOf<R>(
  columns: readonly DataColumn<R>[],
  clicked: { columnKey?: unknown; order?: string | null },
): string | null {
  const sort = columns.find(({ key }) => key === clicked.columnKey)?.sort;
  if (!sort || !clicked.order) return null;
  return clicked.order === "descend" ? `-${sort}` : sort;
}

interface Choosing {
  selection: Selection;
  loaded: readonly string[];
  every: string;
  one: string;
  mark: Mark;
}

/** The column of boxes: one for each row, and one above for all that are loaded. */
export function boxes<R>(
  keyOf: (row: R) => string,
  { selection, loaded, every, one, mark }: Choosing,
): TableColumnType<R> {
  const much = extent(selection, loaded);
  return {
    key: "choose",
    width: 44,
    fixed: "start",
    align: "center",
    title: (
      <Checkbox
        aria-label={every}
        checked={much === "every"}
        indeterminate={much === "some"}
        onChange={() => selection.change(toggledAll(selection, loaded))}
      />
    ),
    render: (_: unknown, row: R) => (
      <Checkbox
        aria-label={one}
        checked={isChosen(selection, keyOf(row))}
        onChange={() => selection.change(toggled(selection, keyOf(row), loaded))}
      />
    ),
    ...headerCell,
    ...bodyCell(mark),
  };
}

/** antd's table for short lists and reports, so that nobody is left out: it can be scrolled by keyboard where it is wider than
 * its place, and on a small screen its rows may stand as cards, each value beside the name of its column.
 */
import { Table as Antd, Grid, type TableColumnsType, type TableProps } from "antd";
import { useEffect, useRef } from "react";
import "./table.css";

interface Props<R> extends TableProps<R> {
  /** On a small screen each row is a card; for lists that are read row by row, not figures that are compared. */
  stacks?: boolean;
}

/** For tables of sentences, which wrap rather than scroll. */
export const WRAPPED = {} as const;

export function Table<R extends object>({ stacks = false, columns, ...rest }: Props<R>) {
  const frame = useRef<HTMLDivElement>(null);
  const isWide = Grid.useBreakpoint().md ?? true;
  useReachable(frame);
  return (
    <div ref={frame} className={stacks && !isWide ? "stacks" : undefined}>
      <Antd<R>
        size="small"
        columns={stacks ? (columns ?? []).map(named) : (columns ?? [])}
        {...(stacks && !isWide ? {} : { scroll: { x: "max-content" } })}
        {...rest}
      />
    </div>
  );
}

Table.Summary = Antd.Summary;

type OneColumn<R> = TableColumnsType<R>[number];

/** Each cell knows the name of its column, which a card shows beside it. */
function named<R>(column: OneColumn<R>): OneColumn<R> {
  const title = typeof column.title === "string" ? column.title : "";
  return { ...column, onCell: (row, at) => ({ ...column.onCell?.(row, at), "data-label": title }) };
}

/** Where something is wider than its frame, the frame can be reached by Tab, and scrolled by arrows. */
function useReachable(frame: { current: HTMLElement | null }) {
  useEffect(() => {
    const place = frame.current;
    if (!place) return;
    const mark = () => {
      for (const part of place.querySelectorAll<HTMLElement>(".ant-table-content, .ant-table-body")) {
        if (part.scrollWidth > part.clientWidth || part.scrollHeight > part.clientHeight) part.tabIndex = 0;
        else part.removeAttribute("tabindex");
      }
    };
    const watch = new ResizeObserver(mark);
    const look = () => {
      watch.disconnect();
      for (const table of place.querySelectorAll("table")) watch.observe(table);
      watch.observe(place);
    };
    const changes = new MutationObserver(look);
    changes.observe(place, { childList: true, subtree: true });
    look();
    return () => {
      watch.disconnect();
      changes.disconnect();
    };
  }, [frame]);
}

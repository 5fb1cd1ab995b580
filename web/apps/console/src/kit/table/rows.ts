/** Rows as they come from a list of the server: page by page, by its cursors, as far as somebody scrolls. */

/** What each list of the server answers with. */
interface Page<R> {
  items: R[];
  next?: string | null;
}

export interface Rows<R> {
  loaded: readonly R[];
  /** How many there are in all, where the server says so. */
  total: number | null;
  isLoading: boolean;
  isMore: boolean;
  isFetchingMore: boolean;
  error: unknown;
  more: () => void;
  again: () => void;
}

/** What react-query gives for a list that is read page by page. */
interface Asked<R> {
  data: { pages: Page<R>[] } | undefined;
  error: unknown;
  isLoading: boolean;
  isFetching: boolean;
  isFetchingNextPage: boolean;
  hasNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
}

/** To be given to `api.useInfiniteQuery`, so that it goes on by the server's cursor. */
export const byCursor = {
  pageParamName: "cursor",
  initialPageParam: "",
  getNextPageParam: (last: { next?: string | null }) => last.next ?? undefined,
} as const;

export function rowsOf<R>(asked: Asked<R>, total: number | null = null): Rows<R> {
  const loaded = together(asked.data?.pages);
  return {
    loaded,
    total: asked.data && !asked.hasNextPage ? loaded.length : total,
    isLoading: asked.isLoading,
    isMore: asked.hasNextPage,
    isFetchingMore: asked.isFetchingNextPage,
    error: asked.error,
    more: () => {
      if (asked.hasNextPage && !asked.isFetching && !asked.error) void asked.fetchNextPage();
    },
    again: () => void (asked.data ? asked.fetchNextPage() : asked.refetch()),
  };
}

const known = new WeakMap<object, unknown[]>();

/** The rows of all pages in one array, which stays the same array while the pages do. */
function together<R>(pages: Page<R>[] | undefined): R[] {
  if (!pages) return [];
  const before = known.get(pages) as R[] | undefined;
  const rows = before ?? pages.flatMap((page) => page.items);
  known.set(pages, rows);
  return rows;
}

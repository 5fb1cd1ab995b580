/** The page; for whoever answers for a part of the chain only once a store is chosen, since she looks at one at a time. */
import { type ReactNode, useEffect } from "react";
import type { Obeyed } from "../kit/pages";
import { useScope } from "../kit/scope";
import { useEveryStore } from "../kit/stores";
import { useMe } from "../session/session";

interface Props {
  obeys: readonly Obeyed[];
  children: ReactNode;
}

/** Whether the person may look at the whole chain at once. */
export function useIsForAll(): boolean {
  return useMe().grants?.some((grant) => grant.stores === null) ?? false;
}

export function StoreFirst({ obeys, children }: Props) {
  const isForAll = useIsForAll();
  const { storeId } = useScope();
  return isForAll || storeId || !obeys.includes("store") ? children : <Chosen>{children}</Chosen>;
}

/** The first store is chosen where none is; somebody without any sees what the page says of it. */
function Chosen({ children }: { children: ReactNode }) {
  const { change } = useScope();
  const stores = useEveryStore();
  const first = stores.data?.[0]?.id;
  useEffect(() => {
    if (first) change({ store: first }, { replace: true });
  }, [first, change]);
  return stores.isFetched && !first ? children : null;
}

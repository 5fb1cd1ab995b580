/** The report in the making. It stands in the address, so a link shows the same and a reload loses nothing. */
import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { useScope } from "../../kit/scope";
import { type Cut, type Fields, fresh, isSame, parsed, settled } from "./cut";

const CUT = "cut";

export interface Draft {
  cut: Cut;
  change: (changes: Partial<Cut>) => void;
  /** Whether there is something to save. */
  isChanged: boolean;
  /** The address no longer tells a difference to what is saved. */
  forget: () => void;
}

export function useDraft(saved: Cut | null, fields: Fields): Draft {
  const [params, setParams] = useSearchParams();
  const { view, named, period } = useScope();
  const text = params.get(CUT);
  const begun = useMemo(() => saved ?? fresh(view, named, period), [saved, view, named, period]);
  const cut = useMemo(() => parsed(text) ?? begun, [text, begun]);
  const write = useCallback(
    (next: Cut | null) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          if (next) after.set(CUT, JSON.stringify(next));
          else after.delete(CUT);
          return after;
        },
        { replace: true },
      ),
    [setParams],
  );
  const change = useCallback(
    (changes: Partial<Cut>) => write(settled({ ...cut, ...changes }, fields)),
    [write, cut, fields],
  );
  return {
    cut,
    change,
    isChanged: saved === null || !isSame(saved, cut),
    forget: useCallback(() => write(null), [write]),
  };
}

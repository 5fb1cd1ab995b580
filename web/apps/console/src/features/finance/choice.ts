/** One of a few, as it stands in the address; the first of them while nothing does. */
import { useSearchParams } from "react-router";

export function useChoice<T extends string>(name: string, among: readonly [T, ...T[]]) {
  const [params, setParams] = useSearchParams();
  const chosen = among.find((each) => each === params.get(name)) ?? among[0];
  const choose = (value: T) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      if (value === among[0]) next.delete(name);
      else next.set(name, value);
      return next;
    });
  return [chosen, choose] as const;
}

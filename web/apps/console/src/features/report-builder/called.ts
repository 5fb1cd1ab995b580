/** What chosen values are called, for this browser: a filter in an address holds keys, and people read names. */
import { create } from "zustand";

interface Called {
  names: Record<string, string>;
  learn: (field: string, offered: readonly { value: string; label: string }[]) => void;
}

const useNames = create<Called>()((set) => ({
  names: {},
  learn: (field, offered) =>
    set(({ names }) => ({
      names: {
        ...names,
        ...Object.fromEntries(offered.map((each) => [keyOf(field, each.value), each.label])),
      },
    })),
}));

export function useCalled() {
  const { names, learn } = useNames();
  return { learn, called: (field: string, value: string) => names[keyOf(field, value)] ?? value };
}

function keyOf(field: string, value: string): string {
  return `${field} ${value}`;
}

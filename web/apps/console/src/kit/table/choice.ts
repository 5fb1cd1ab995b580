/** Which columns a person wants to see in a table, kept in this browser by person and table; no row is in it. */
import { api } from "@shuke/api";
import { create } from "zustand";
import { persist } from "zustand/middleware";

interface Kept {
  /** By person and table: by column, whether it is shown; a column that is not named is as the page has it. */
  shown: Record<string, Record<string, boolean>>;
  show: (table: string, column: string, isShown: boolean) => void;
  forget: (table: string) => void;
}

const useKept = create<Kept>()(
  persist(
    (set) => ({
      shown: {},
      show: (table, column, isShown) =>
        set(({ shown }) => ({ shown: { ...shown, [table]: { ...shown[table], [column]: isShown } } })),
      forget: (table) => set(({ shown }) => ({ shown: { ...shown, [table]: {} } })),
    }),
    { name: "shuke.tables" },
  ),
);

/** What stands of a column before somebody chooses. */
interface Choosable {
  key: string;
  isOff?: boolean;
  isKept?: boolean;
}

export interface ColumnChoice {
  isShown: (column: Choosable) => boolean;
  show: (column: string, isShown: boolean) => void;
  forget: () => void;
}

export function useColumnChoice(table: string): ColumnChoice {
  const { data: me } = api.useQuery("get", "/api/staff/session", {}, { enabled: false });
  const { shown, show, forget } = useKept();
  const own = `${me?.staff_id ?? ""} ${table}`;
  return {
    isShown: (column) => isShown(column, shown[own] ?? {}),
    show: (column, isWanted) => show(own, column, isWanted),
    forget: () => forget(own),
  };
}

export function isShown({ key, isKept, isOff }: Choosable, chosen: Record<string, boolean>): boolean {
  return isKept || (chosen[key] ?? !isOff);
}

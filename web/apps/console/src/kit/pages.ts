/** A page of a feature: its address, its right and its words, so that menu, router and command palette speak of one list. */
import type { ComponentType } from "react";

/** The trade's groups, in the order of the menu. */
export const GROUPS = [
  "customers",
  "membership",
  "business",
  "marketing",
  "finance",
  "stores",
  "settings",
] as const;

/** What of the choice in the header a page looks at. */
export type Obeyed = "store" | "view" | "days";

export interface Page {
  /** The address below /console, as the router takes it. */
  path: string;
  load: () => Promise<{ default: ComponentType }>;
  /** Which of store, view and days the page obeys; the header shows no others. All three where nothing is said. */
  obeys?: readonly Obeyed[];
  /** Where the menu shows it, and under which words; a page without stands in no menu. */
  entry?: Entry;
}

export interface Entry {
  group: (typeof GROUPS)[number];
  zh: string;
  en: string;
  /** The right that it takes, as the server names it. */
  right: string;
}

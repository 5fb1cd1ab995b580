/** The menu: what there is and the person may, in the trade's groups. */
import { type Entry, GROUPS, type Page } from "../kit/pages";
import { pages } from "./pages";

export type MenuPage = Page & { entry: Entry };

export interface Group {
  group: Entry["group"];
  pages: readonly MenuPage[];
}

export function menu(may: (right: string) => boolean): Group[] {
  const open = pages.filter(isInMenu).filter((page) => may(page.entry.right));
  return GROUPS.map((group) => ({
    group,
    pages: open.filter((page) => page.entry.group === group),
  })).filter((each) => each.pages.length > 0);
}

export function isInMenu(page: Page): page is MenuPage {
  return page.entry !== undefined;
}

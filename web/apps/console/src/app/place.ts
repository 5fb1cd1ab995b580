/** Where an address stands: the page that it shows, and the page of the menu that it belongs to. */
import { matchPath } from "react-router";
import type { Obeyed, Page } from "../kit/pages";
import { isInMenu, type MenuPage } from "./menu";

const ALL: readonly Obeyed[] = ["store", "view", "days"];

export interface Place {
  entry: MenuPage | undefined;
  /** The address is further down than the page of the menu: a member below the members. */
  isBelow: boolean;
  obeys: readonly Obeyed[];
}

export function placeOf(address: string, pages: readonly Page[]): Place {
  const shown = pages.filter(({ path }) => matchPath(`/${path}`, address)).sort(plainFirst)[0];
  const entry = pages
    .filter(isInMenu)
    .filter(({ path }) => address === `/${path}` || address.startsWith(`/${path}/`))
    .sort((one, other) => other.path.length - one.path.length)[0];
  return {
    entry,
    isBelow: entry !== undefined && address !== `/${entry.path}`,
    obeys: shown ? (shown.obeys ?? ALL) : [],
  };
}

/** imports/new before imports/:id. */
function plainFirst(one: Page, other: Page): number {
  return holes(one) - holes(other);
}

function holes({ path }: Page): number {
  return path.split(":").length;
}

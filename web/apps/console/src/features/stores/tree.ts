/** Regions as a tree, with how many stores each branch holds, and the stores that a search or a branch leaves. */
import type { Shapes } from "@shuke/api";
import type { Store } from "../../kit/stores";

export type Region = Shapes["RegionOut"];

export const NO_REGION = "none";

export interface Branch {
  key: string;
  name: string;
  stores: number;
  children: Branch[];
}

/** The regions without a parent, each with what is below it; stores without a region stand last. */
export function branchesOf(regions: readonly Region[], stores: readonly Store[], none: string): Branch[] {
  const roots = regions
    .filter(({ parent_id }) => parent_id === null)
    .map((root) => branch(root, regions, stores));
  const loose = stores.filter(({ region_id }) => region_id === null).length;
  return loose > 0 ? [...roots, { key: NO_REGION, name: none, stores: loose, children: [] }] : roots;
}

function branch(region: Region, regions: readonly Region[], stores: readonly Store[]): Branch {
  const children = regions
    .filter(({ parent_id }) => parent_id === region.id)
    .map((below) => branch(below, regions, stores));
  const own = stores.filter(({ region_id }) => region_id === region.id).length;
  const below = children.reduce((sum, child) => sum + child.stores, 0);
  return { key: region.id, name: region.name, stores: own + below, children };
}

/** The region and every one below it. */
export function within(regionId: string, regions: readonly Region[]): Set<string> {
  const below = regions.filter(({ parent_id }) => parent_id === regionId);
  return new Set([regionId, ...below.flatMap(({ id }) => [...within(id, regions)])]);
}

export interface Wanted {
  text: string;
  /** A region's id, `NO_REGION`, or nothing for the whole chain. */
  region: string;
}

export function fittingStores(
  stores: readonly Store[],
  regions: readonly Region[],
  { text, region }: Wanted,
): Store[] {
  const words = text.trim().toLowerCase();
  const branch = within(region, regions);
  return stores.filter((store) => {
    const isThere =
      !region || (region === NO_REGION ? store.region_id === null : branch.has(store.region_id ?? ""));
    return isThere && `${store.code} ${store.name} ${store.entity}`.toLowerCase().includes(words);
  });
}

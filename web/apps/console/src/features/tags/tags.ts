/** What the page asks for: the dimensions, the tags of the chosen one, and both anew after a change. */
import { api, type Shapes } from "@shuke/api";
import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useSearchParams } from "react-router";
import { byCursor, rowsOf } from "../../kit/DataTable";
import { useTagTexts } from "./words";

export type Tag = Shapes["TagOut"];
export type Dimension = Shapes["DimensionOut"];

const PAGE = 100;

export function useDimensions() {
  return api.useQuery("get", "/api/staff/tag-dimensions", {});
}

/** The dimension and whether retired tags are shown, as the address says it. */
export function useChoice() {
  const [params, setParams] = useSearchParams();
  const set = (name: string, value: string | null) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      if (value) next.set(name, value);
      else next.delete(name);
      return next;
    });
  return {
    dimensionId: params.get("dimension"),
    withRetired: params.get("retired") === "true",
    choose: (dimensionId: string) => set("dimension", dimensionId),
    showRetired: (isShown: boolean) => set("retired", isShown ? "true" : null),
  };
}

export function useTags(dimensionId: string | null, withRetired: boolean) {
  const query = {
    limit: PAGE,
    with_retired: withRetired,
    ...(dimensionId ? { dimension_id: dimensionId } : {}),
  };
  return rowsOf<Tag>(api.useInfiniteQuery("get", "/api/staff/tags", { params: { query } }, byCursor));
}

/** Say that it was kept, and read tags and dimensions again wherever they are shown. */
export function useChanged() {
  const { say } = useTagTexts();
  const { message } = App.useApp();
  const queries = useQueryClient();
  return () => {
    void message.success(say("saved"));
    void queries.invalidateQueries({ queryKey: ["get", "/api/staff/tags"] });
    void queries.invalidateQueries({ queryKey: ["get", "/api/staff/tag-dimensions"] });
  };
}

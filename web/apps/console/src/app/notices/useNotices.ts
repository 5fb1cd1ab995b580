/** The person's notices, asked for again from time to time; a hidden page does not ask. */
import { api } from "@shuke/api";
import { useQueryClient } from "@tanstack/react-query";
import { latestOf, pauseFor } from "./notices";

export function useNotices() {
  return api.useQuery(
    "get",
    "/api/staff/notices",
    {},
    {
      retry: false,
      refetchInterval: ({ state }) => pauseFor(state.data, state.fetchFailureCount),
      refetchOnWindowFocus: true,
    },
  );
}

/** Say that all that is shown has been seen. */
export function useSeeing() {
  const queries = useQueryClient();
  const see = api.useMutation("put", "/api/staff/notices/seen", {
    onSuccess: () => queries.invalidateQueries({ queryKey: ["get", "/api/staff/notices"] }),
  });
  const { data } = useNotices();
  return () => {
    const until = data && data.unread > 0 ? latestOf(data) : null;
    if (until) see.mutate({ body: { until } });
  };
}

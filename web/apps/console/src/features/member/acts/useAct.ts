/** Do something for a member: once however often it is sent, and the whole page is asked again afterwards. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useState } from "react";
import { useSharedTexts } from "../shared/words";

/** What openapi-fetch answers with. */
interface Answer<D> {
  data?: D;
  error?: unknown;
}

export type Key = { "Idempotency-Key": string };

export function useAct<V, D>(
  memberId: string,
  call: (values: V, header: Key) => Promise<Answer<D>>,
  then?: (data: D | undefined) => void,
) {
  const { say } = useSharedTexts();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [key, renew] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: async (values: V) => {
      const { data, error } = await call(values, { "Idempotency-Key": key });
      if (error) throw error;
      return data;
    },
    onSettled: () => renew(crypto.randomUUID()),
    onSuccess: async (data) => {
      void message.success(say("done"));
      then?.(data);
      await queries.invalidateQueries({
        predicate: ({ queryKey }) => JSON.stringify(queryKey).includes(memberId),
      });
    },
  });
}

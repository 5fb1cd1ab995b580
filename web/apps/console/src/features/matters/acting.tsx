/** What an act on a matter does besides: it asks first, says that it is done, and has the lists read anew. */
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Popconfirm } from "antd";
import { wordsOf } from "../../kit/Problem";
import { useEveryStore } from "../../kit/stores";
import { useMatterTexts } from "./words";

export function useSettling(done: string) {
  const { say } = useMatterTexts();
  const { message } = App.useApp();
  const queries = useQueryClient();
  return {
    onError: (thrown: unknown) => void message.error(wordsOf(thrown, say("offline"))),
    onSuccess: () => {
      void message.success(done);
      void queries.invalidateQueries();
    },
  };
}

interface Props {
  label: string;
  question: string;
  isBusy: boolean;
  act: () => void;
}

/** A button that asks once more before it acts. */
export function Settle({ label, question, isBusy, act }: Props) {
  const { say } = useMatterTexts();
  return (
    <Popconfirm title={question} okText={label} cancelText={say("cancel")} onConfirm={act}>
      <Button size="small" loading={isBusy}>
        {label}
      </Button>
    </Popconfirm>
  );
}

/** The code and name of a store. */
export function useStoreNames(): (id: string) => string {
  const { data } = useEveryStore();
  const names = new Map((data ?? []).map(({ id, code, name }) => [id, `${code} ${name}`]));
  return (id) => names.get(id) ?? "–";
}

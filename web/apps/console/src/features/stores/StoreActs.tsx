/** Rename a store, close it from a day on, or open it again. */
import { api } from "@shuke/api";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, DatePicker, Form, Input, Popconfirm, Typography } from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import { Ask, useNeeded } from "../../kit/Ask";
import type { Store } from "../../kit/stores";
import { useStoreTexts } from "./words";

export function StoreActs({ store, again }: { store: Store; again: () => void }) {
  const { say } = useStoreTexts();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const needed = useNeeded();
  const [opened, open] = useState<"rename" | "close" | null>(null);
  const change = api.useMutation("patch", "/api/staff/stores/{store_id}", {
    onSuccess: () => {
      open(null);
      void message.success(say("saved"));
      void queries.invalidateQueries({ queryKey: ["every", "/api/staff/stores"] });
      again();
    },
  });
  const send = (name: string, closed_on: string | null) =>
    change.mutate({ params: { path: { store_id: store.id } }, body: { name, closed_on } });
  const window = {
    isBusy: change.isPending,
    error: change.error,
    close: () => open(null),
  };
  return (
    <>
      <Button onClick={() => open("rename")}>{say("rename")}</Button>
      {store.is_active ? (
        <Button danger onClick={() => open("close")}>
          {say("close")}
        </Button>
      ) : (
        <Popconfirm
          title={say("reopenSure")}
          okText={say("reopen")}
          cancelText={say("cancel")}
          onConfirm={() => send(store.name, null)}
        >
          <Button>{say("reopen")}</Button>
        </Popconfirm>
      )}
      <Ask<{ name: string }>
        {...window}
        title={say("rename")}
        isOpen={opened === "rename"}
        initial={{ name: store.name }}
        send={({ name }) => send(name, store.closed_on)}
      >
        <Form.Item name="name" label={say("name")} rules={needed}>
          <Input maxLength={120} />
        </Form.Item>
      </Ask>
      <Ask<{ from: Dayjs }>
        {...window}
        title={say("close")}
        isOpen={opened === "close"}
        initial={{}}
        fields={{ closed_on: "from" }}
        send={({ from }) => send(store.name, from.format("YYYY-MM-DD"))}
      >
        <Typography.Paragraph>{say("closeHow")}</Typography.Paragraph>
        <Form.Item name="from" label={say("from")} rules={needed}>
          <DatePicker />
        </Form.Item>
      </Ask>
    </>
  );
}

/** What can be done with a tag: changed, and put out of use. */
import { api } from "@shuke/api";
import { App, Button, Flex, Popconfirm } from "antd";
import { useState } from "react";
import { wordsOf } from "../../kit/Problem";
import { ChangeTag } from "./TagForms";
import { type Tag, useChanged } from "./tags";
import { useTagTexts } from "./words";

export function TagActs({ tag }: { tag: Tag }) {
  const { say, language } = useTagTexts();
  const [isOpen, open] = useState(false);
  const name = language === "zh" ? tag.name_zh : tag.name_en;
  return (
    <Flex gap={4}>
      <Button size="small" aria-label={say("changeOf", { name })} onClick={() => open(true)}>
        {say("change")}
      </Button>
      {!tag.retired_at && <Retire tag={tag} name={name} />}
      <ChangeTag isOpen={isOpen} close={() => open(false)} tag={tag} />
    </Flex>
  );
}

function Retire({ tag, name }: { tag: Tag; name: string }) {
  const { say } = useTagTexts();
  const { message } = App.useApp();
  const retire = api.useMutation("delete", "/api/staff/tags/{tag_id}", {
    onSuccess: useChanged(),
    onError: (thrown) => void message.error(wordsOf(thrown, say("offline"))),
  });
  return (
    <Popconfirm
      title={say("retireSure", { name })}
      description={<div style={{ maxWidth: 280 }}>{say("retireHow")}</div>}
      okText={say("retire")}
      cancelText={say("cancel")}
      okButtonProps={{ danger: true }}
      onConfirm={() => retire.mutate({ params: { path: { tag_id: tag.id } } })}
    >
      <Button size="small" danger loading={retire.isPending} aria-label={say("retireOf", { name })}>
        {say("retire")}
      </Button>
    </Popconfirm>
  );
}

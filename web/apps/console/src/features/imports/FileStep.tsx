/** Step one: what is in the file, and the file itself. */
import { InboxOutlined } from "@ant-design/icons";
import { api } from "@shuke/api";
import { Flex, Form, Radio, Spin, Upload } from "antd";
import { useState } from "react";
import { ProblemView } from "../../kit/Problem";
import { KINDS, type Kind } from "./fields";
import type { Guess } from "./mapping";
import { useImportTexts } from "./words";

const TAKEN = ".csv,.txt,.tsv,.xlsx,.xls,.parquet";

export function FileStep({ onRead }: { onRead: (guess: Guess, chosen: Kind | null) => void }) {
  const { say } = useImportTexts();
  const [kind, setKind] = useState<Kind | "">("");
  const { send, isPending, error } = useUpload((guess) => onRead(guess, kind || null));
  return (
    <Form layout="vertical">
      <Form.Item label={say("whichKind")}>
        <Radio.Group
          value={kind}
          onChange={({ target }) => setKind(target.value)}
          options={[
            { value: "", label: say("byFile") },
            ...KINDS.map((each) => ({ value: each, label: say(each) })),
          ]}
        />
      </Form.Item>
      {error && (
        <Form.Item>
          <ProblemView thrown={error} />
        </Form.Item>
      )}
      <Upload.Dragger
        accept={TAKEN}
        showUploadList={false}
        disabled={isPending}
        beforeUpload={(file) => {
          send(file);
          return false;
        }}
      >
        <Flex vertical align="center" gap={8} style={{ padding: 32 }}>
          {isPending ? <Spin size="large" /> : <InboxOutlined style={{ fontSize: 40 }} aria-hidden />}
          <strong>{say(isPending ? "reading" : "drop")}</strong>
          <span>{say("dropHow")}</span>
        </Flex>
      </Upload.Dragger>
    </Form>
  );
}

/** Files go as a form; the typed body only names the file, the form carries it. */
function useUpload(onRead: (guess: Guess) => void) {
  const { mutate, isPending, error } = api.useMutation("post", "/api/staff/imports/files");
  const send = (file: File) => {
    const form = new FormData();
    form.set("file", file);
    mutate({ body: { file: file.name }, bodySerializer: () => form }, { onSuccess: onRead });
  };
  return { send, isPending, error };
}

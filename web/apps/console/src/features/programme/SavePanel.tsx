/** What the server says of the draft, what it changes, from when on it would hold, and the button that saves it. */
import { api } from "@shuke/api";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Card, DatePicker, Flex, Form, Input } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { useNavigate } from "react-router";
import { ProblemView } from "../../kit/Problem";
import { useScope } from "../../kit/scope";
import { differences } from "./model/difference";
import { documentOf, type Part } from "./model/form";
import type { Speaker } from "./model/speech";
import { OpinionView } from "./OpinionView";
import type { Form as RuleForm, Version } from "./rules";
import type { Opinion } from "./useCheck";
import { Changes } from "./versions/Changes";
import { useProgrammeTexts } from "./words";

interface Props {
  form: RuleForm;
  ruleKey: string;
  body: Part;
  present: Version | null;
  replaces: Version | null;
  speaker: Speaker;
  opinion: Opinion;
  effectiveFrom: string;
  setEffectiveFrom: (day: string) => void;
  forget: () => void;
}

const DAY = "YYYY-MM-DD";

export function SavePanel(props: Props) {
  const { form, body, present, speaker, opinion, effectiveFrom, setEffectiveFrom } = props;
  const { say } = useProgrammeTexts();
  const [note, setNote] = useState("");
  const { save, isPending, error } = useSave(props, note);
  const changes = present ? differences(form.form, documentOf(present.body), body, speaker) : [];
  const isSound = opinion.checked.faults.length === 0 && !opinion.isChecking && !opinion.error;
  return (
    <Flex vertical gap={12}>
      <Card size="small">
        <OpinionView opinion={opinion} />
      </Card>
      <Card size="small" title={say("changes")}>
        <div style={{ maxHeight: 320, overflowY: "auto" }}>
          {present ? <Changes changes={changes} /> : say("nothingBefore")}
        </div>
      </Card>
      <Card size="small">
        <Form layout="vertical" component="div">
          <Form.Item label={say("effectiveFrom")} htmlFor="effective-from" style={{ marginBottom: 12 }}>
            <DatePicker
              id="effective-from"
              value={dayjs(effectiveFrom)}
              allowClear={false}
              onChange={(day) => day && setEffectiveFrom(day.format(DAY))}
              style={{ width: "100%" }}
            />
          </Form.Item>
          <Form.Item
            label={say("note")}
            htmlFor="rule-note"
            extra={say("noteHow")}
            style={{ marginBottom: 12 }}
          >
            <Input.TextArea
              id="rule-note"
              value={note}
              maxLength={500}
              autoSize={{ minRows: 2, maxRows: 5 }}
              onChange={({ target }) => setNote(target.value)}
            />
          </Form.Item>
          {error ? <ProblemView thrown={error} /> : null}
          <Button
            type="primary"
            block
            disabled={!isSound || props.ruleKey === ""}
            loading={isPending}
            onClick={save}
            style={{ marginTop: error ? 12 : 0 }}
          >
            {say("save")}
          </Button>
        </Form>
      </Card>
    </Flex>
  );
}

function useSave({ form, ruleKey, body, replaces, effectiveFrom, forget }: Props, note: string) {
  const { say } = useProgrammeTexts();
  const { message } = App.useApp();
  const go = useNavigate();
  const { search } = useScope();
  const queries = useQueryClient();
  const { mutate, isPending, error } = api.useMutation("post", "/api/staff/rules", {
    onSuccess: ({ id }) => {
      forget();
      void queries.invalidateQueries({ queryKey: ["get", "/api/staff/rules"] });
      void queries.invalidateQueries({ queryKey: ["get", "/api/staff/rules/kinds"] });
      void message.success(say("saved"));
      go(`/programme/versions/${id}${search}`);
    },
  });
  const replaced = replaces?.standing === "draft" ? { replaces: replaces.id } : {};
  const save = () =>
    mutate({
      body: { kind: form.kind, key: ruleKey, body, effective_from: effectiveFrom, note, ...replaced },
    });
  return { save, isPending, error };
}

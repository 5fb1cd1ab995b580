/** Where a draft is written: the form at the left, what the server says and the way to save it at the right. */
import { Alert, Button, Flex, Form, Grid, Input, Tabs } from "antd";
import { useCallback, useState } from "react";
import { FormOf } from "./editors/editors";
import { DraftOf } from "./fields/draft";
import type { Part } from "./model/form";
import type { Form as RuleForm, Version } from "./rules";
import { SavePanel } from "./SavePanel";
import { TextView } from "./TextView";
import { useCheck } from "./useCheck";
import { useSpeaker } from "./useNames";
import { useUnsaved } from "./useUnsaved";
import { useProgrammeTexts } from "./words";

interface Props {
  form: RuleForm;
  ruleKey: string;
  start: Part;
  present: Version | null;
  /** The version that the draft begins from; a draft is replaced by what is saved. */
  replaces: Version | null;
  date: string;
}

export function Desk({ form, ruleKey, start, present, replaces, date }: Props) {
  const { say } = useProgrammeTexts();
  const isWide = Grid.useBreakpoint().xl ?? true;
  const unsaved = useUnsaved(`${form.kind}.${ruleKey}.${replaces?.id ?? ""}`);
  const [body, setBody] = useState(unsaved.found ?? start);
  const [isRestored, setRestored] = useState(unsaved.found !== null);
  const [key, setKey] = useState(ruleKey);
  const [effectiveFrom, setEffectiveFrom] = useState(date);
  const opinion = useCheck({ kind: form.kind, key: key || "new", body, effective_from: effectiveFrom });
  const speaker = useSpeaker(body, present ? (present.body as Part) : undefined);
  const change = useCallback(
    (next: Part) => {
      setBody(next);
      unsaved.keep(next);
    },
    [unsaved.keep],
  );
  const discard = () => {
    change(start);
    unsaved.keep(null);
    setRestored(false);
  };
  const isNew = form.keyed && ruleKey === "";
  return (
    <DraftOf form={form.form} body={body} faults={opinion.checked.faults} speaker={speaker} onChange={change}>
      <Flex gap={16} align="flex-start" vertical={!isWide}>
        <div style={{ flex: 1, minWidth: 0, width: "100%" }}>
          {isRestored && <Restored discard={discard} />}
          <Form layout="vertical" component="div">
            {isNew && <KeyField value={key} onChange={setKey} />}
            <Tabs
              items={[
                {
                  key: "form",
                  label: say("form"),
                  children: <FormOf kind={form.kind} findings={opinion.checked.findings} />,
                },
                { key: "json", label: say("json"), children: <TextView body={body} onChange={change} /> },
              ]}
            />
          </Form>
        </div>
        <div style={isWide ? { width: 360, position: "sticky", top: 72 } : { width: "100%" }}>
          <SavePanel
            {...{ form, body, present, replaces, speaker, opinion, effectiveFrom, setEffectiveFrom }}
            ruleKey={key}
            forget={() => unsaved.keep(null)}
          />
        </div>
      </Flex>
    </DraftOf>
  );
}

function Restored({ discard }: { discard: () => void }) {
  const { say } = useProgrammeTexts();
  return (
    <Alert
      type="info"
      showIcon
      title={say("restored")}
      action={
        <Button size="small" onClick={discard}>
          {say("discard")}
        </Button>
      }
      style={{ marginBottom: 12 }}
    />
  );
}

function KeyField({ value, onChange }: { value: string; onChange: (key: string) => void }) {
  const { say } = useProgrammeTexts();
  return (
    <Form.Item
      label={say("code")}
      htmlFor="rule-key"
      extra={say("codeHow")}
      required
      style={{ maxWidth: 320 }}
    >
      <Input
        id="rule-key"
        value={value}
        maxLength={60}
        onChange={({ target }) => onChange(target.value.replace(/\s/g, ""))}
      />
    </Form.Item>
  );
}

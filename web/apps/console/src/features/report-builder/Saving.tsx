/** Save what was changed, or a copy under another name; and share it. */
import { SaveOutlined } from "@ant-design/icons";
import { api, type Shapes } from "@shuke/api";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Checkbox, Flex, Form, Input, Modal, Typography } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { ProblemView } from "../../kit/Problem";
import { useScope } from "../../kit/scope";
import { asked, type Cut } from "./cut";
import { useBuilderTexts } from "./words";

export type Saved = Shapes["SavedReportOut"];

interface Props {
  cut: Cut;
  saved: Saved | null;
  isChanged: boolean;
  offered: string;
  forget: () => void;
}

interface Entered {
  name: string;
  is_shared: boolean;
}

export function Saving({ cut, saved, isChanged, offered, forget }: Props) {
  const { say } = useBuilderTexts();
  const [naming, setNaming] = useState<"new" | "own" | null>(null);
  const own = saved?.is_own ? saved : null;
  const body = asked(cut);
  return (
    <>
      {own && (
        <Button onClick={() => setNaming("new")} disabled={!body}>
          {say("saveAs")}
        </Button>
      )}
      <Button
        type="primary"
        icon={<SaveOutlined />}
        disabled={!body || (own !== null && !isChanged)}
        onClick={() => setNaming(own ? "own" : "new")}
      >
        {say(saved && !own ? "saveAs" : "save")}
      </Button>
      {naming && body && (
        <Naming
          document={body}
          saved={naming === "own" ? own : null}
          first={{
            name: own?.name ?? saved?.name ?? offered,
            is_shared: naming === "own" && (own?.is_shared ?? false),
          }}
          close={() => setNaming(null)}
          forget={forget}
        />
      )}
    </>
  );
}

interface NamingProps {
  document: Cut;
  saved: Saved | null;
  first: Entered;
  close: () => void;
  forget: () => void;
}

function Naming({ document, saved, first, close, forget }: NamingProps) {
  const { say } = useBuilderTexts();
  const { save, isPending, error } = useSave(document, saved, close, forget);
  const [form] = Form.useForm<Entered>();
  return (
    <Modal
      open
      title={say(saved ? "save" : "saveAs")}
      okText={say("save")}
      cancelText={say("cancel")}
      confirmLoading={isPending}
      onCancel={close}
      onOk={() => form.submit()}
    >
      <Form<Entered> form={form} layout="vertical" initialValues={first} onFinish={save}>
        <Form.Item
          name="name"
          label={say("name")}
          rules={[{ required: true, whitespace: true, message: say("nameNeeded") }]}
        >
          <Input maxLength={80} autoFocus />
        </Form.Item>
        <Form.Item name="is_shared" valuePropName="checked" style={{ marginBottom: 8 }}>
          <Checkbox>{say("share")}</Checkbox>
        </Form.Item>
        <Flex vertical gap={12}>
          <Typography.Text type="secondary">{say("shareHow")}</Typography.Text>
          {error && <ProblemView thrown={error} />}
        </Flex>
      </Form>
    </Modal>
  );
}

function useSave(document: Cut, saved: Saved | null, close: () => void, forget: () => void) {
  const { say } = useBuilderTexts();
  const { message } = App.useApp();
  const { search } = useScope();
  const go = useNavigate();
  const queries = useQueryClient();
  const make = api.useMutation("post", "/api/staff/saved-reports");
  const put = api.useMutation("put", "/api/staff/saved-reports/{report_id}");
  const done = async () => {
    await queries.invalidateQueries({ queryKey: ["get", "/api/staff/saved-reports/{report_id}"] });
    await queries.invalidateQueries({ queryKey: ["get", "/api/staff/saved-reports"] });
    message.success(say("saved"));
    close();
  };
  const save = async ({ name, is_shared }: Entered) => {
    const body = { name: name.trim(), is_shared, document };
    if (saved) {
      const params = { path: { report_id: saved.id } };
      await put.mutateAsync({ params, body: { ...body, version: saved.version } });
      await done();
      forget();
    } else {
      const { id } = await make.mutateAsync({ body });
      await done();
      go(`/reports/${id}${search}`);
    }
  };
  return {
    save: (entered: Entered) => void save(entered).catch(() => undefined),
    isPending: make.isPending || put.isPending,
    error: make.error ?? put.error,
  };
}
